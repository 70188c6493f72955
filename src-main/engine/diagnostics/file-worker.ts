import { parentPort, workerData } from 'node:worker_threads';
import { type FileTask, readFiles } from './file-reading.ts';

/** The thread in which the files are read: a large one takes seconds, in which the engine must go on serving. */
const task: FileTask = workerData;
parentPort?.postMessage(readFiles(task));
