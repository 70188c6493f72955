import { Worker } from 'node:worker_threads';

/** Longer than any case may take, by a lot: what runs so long without letting go never lets go. */
const HANG_MS = 60_000;
const BEAT_MS = 1_000;

/**
 * Ends the process when its own thread no longer turns, and says where it was: a pattern that runs away cannot be stopped, and
 * would otherwise hang the night.
 */
export function watchOver(seed: number): { at(where: string): void; close(): void } {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     let last = Date.now(), where = '';
     parentPort.on('message', (message) => { last = Date.now(); if (message !== '') where = message; });
     setInterval(() => {
       if (Date.now() - last < ${HANG_MS}) return;
       require('node:fs').writeSync(2, 'HANGS: ' + where + ' (seed ${seed})\\n');
       process.kill(process.pid, 'SIGKILL');
     }, ${BEAT_MS});`,
    { eval: true },
  );
  worker.unref();
  const beat = setInterval(() => worker.postMessage(''), BEAT_MS);
  beat.unref();
  return {
    at: (where) => worker.postMessage(where),
    close() {
      clearInterval(beat);
      void worker.terminate();
    },
  };
}
