import type { Clock } from './clock.ts';

/**
 * Named moments, told by the application itself, so that benchmarks measure what a person would see:
 * `started`, `cache-open`, `first-list` (the inbox was read for a window), `applied` (a batch is stored),
 * `synced` (nothing is left to apply); `window:…` are the window's own. `at` is in milliseconds of `Clock.monotonic`,
 * except for the window's, which are its own `performance.now`.
 */
export interface Mark {
  name: string;
  at: number;
  facts: Record<string, number>;
}

export interface Marks {
  mark(name: string, facts?: Record<string, number>): void;
  once(name: string, facts?: Record<string, number>): void;
  tell(mark: Mark): void;
  listen(listener: (mark: Mark) => void): () => void;
}

export function createMarks(clock: Clock): Marks {
  const listeners = new Set<(mark: Mark) => void>();
  const told = new Set<string>();
  const tell = (mark: Mark): void => {
    for (const listener of listeners) listener(mark);
  };
  const mark = (name: string, facts: Record<string, number> = {}): void => tell({ name, at: clock.monotonic(), facts });
  return {
    tell,
    mark,
    once(name, facts) {
      if (told.has(name)) return;
      told.add(name);
      mark(name, facts);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
