import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

/** A call of the database that takes longer than this (milliseconds) is told: two frames were lost by it. */
const SLOW_MS = 40;

export type Timed = <Value>(name: string, call: () => Value) => Value;

export function createTimed(clock: Clock, log: Log): Timed {
  return (name, call) => {
    const started = clock.monotonic();
    try {
      return call();
    } finally {
      const ms = Math.round(clock.monotonic() - started);
      if (ms > SLOW_MS) log.warn('slow-database-call', { name, ms });
    }
  };
}
