import { appendFileSync } from 'node:fs';
import type { Engine } from '../engine/engine.ts';

/**
 * For measurements from outside: the application's own moments, one JSON line each, in the file that `TURNO_MARKS`
 * names. `at` is epoch milliseconds with fractions, for the engine's marks as for the window's.
 */
export function keepMarks(engine: Engine, file: string | undefined): void {
  if (file === undefined || file === '') return;
  engine.on('mark', ({ name, at, facts }) => {
    const epoch = name.startsWith('window:') ? at : performance.timeOrigin + at;
    appendFileSync(file, `${JSON.stringify({ name, at: epoch, ...facts })}\n`);
  });
}
