import type { Clock } from '../../../../src-main/engine/clock.ts';

/** Time that passes only when the test says so. */
export function manualClock() {
  let at = 1_000;
  const timers = new Set<{ due: number; run: () => void }>();
  const clock: Clock = {
    now: () => at,
    monotonic: () => at,
    after(ms, run) {
      const timer = { due: at + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  return {
    clock,
    pass(ms: number) {
      at += ms;
      for (const timer of [...timers].filter((one) => one.due <= at)) {
        timers.delete(timer);
        timer.run();
      }
    },
  };
}
