import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type FileFinding, type FileTask, readFiles } from './file-reading.ts';

const TIMEOUT_MS = 120_000;

/** In the source beside this file; in a shell's bundle at its root, wherever the bundler put this. */
const places = ['file-worker.ts', 'file-worker.js', join('..', 'file-worker.js')];

/**
 * null: it was not done within two minutes. Where a thread cannot be started (a package may keep its file where threads
 * cannot read), the files are read here: the engine is busy meanwhile, and the agent still gets an answer.
 */
export function checkFiles(task: FileTask): Promise<FileFinding | null> {
  const found = places.map((name) => join(import.meta.dirname, name)).find((place) => existsSync(place));
  if (found === undefined) throw new Error('the thread that reads the files is not in this bundle');
  const worker = new Worker(found, { workerData: task });
  const late = setTimeout(() => void worker.terminate(), TIMEOUT_MS);
  return new Promise<FileFinding | null>((done, fail) => {
    worker.once('message', done);
    worker.once('error', () => {
      try {
        done(readFiles(task));
      } catch (error) {
        fail(error);
      }
    });
    worker.once('exit', () => done(null));
  }).finally(() => clearTimeout(late));
}
