import type { Clock } from '../../src-main/engine/clock.ts';

/** Real timers, but a wall clock that can be wrong, and a machine that can sleep. */
export interface TestClock extends Clock {
  /** The wall clock is set this many milliseconds ahead (or behind) of the real time, without sleep. */
  setOff(ms: number): void;
  /** The machine sleeps: the wall clock goes on, the monotonic clock and the timers stand still. */
  sleepFor(ms: number): void;
}

export function createTestClock(): TestClock {
  let off = 0;
  return {
    now: () => Date.now() + off,
    monotonic: () => performance.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    setOff(ms) {
      off = ms;
    },
    sleepFor(ms) {
      off += ms;
    },
  };
}

/** Time that passes only when the test says so. */
export interface ManualClock extends Clock {
  pass(ms: number): void;
  /** Only the wall clock moves: sleep, or somebody set it. */
  jump(ms: number): void;
}

export function createManualClock(start = 1_800_000_000_000): ManualClock {
  let passed = 0;
  let jumped = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    now: () => start + passed + jumped,
    monotonic: () => passed,
    after(ms, run) {
      const timer = { at: passed + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass(ms) {
      const until = passed + ms;
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers.delete(due);
        passed = due.at;
        due.run();
      }
      passed = until;
    },
    jump(ms) {
      jumped += ms;
    },
  };
}
