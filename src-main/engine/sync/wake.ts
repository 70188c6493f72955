import type { Clock } from '../clock.ts';

/**
 * Notices that time passed while this process did not run: the machine slept, or was suspended. Sockets opened before
 * are most likely dead and do not know it. Shells report sleep too, but not every system tells them.
 */
const TICK_MS = 1_000;

/** Longer than any pause the engine itself makes; a clock set forward by hand is taken for sleep, which costs one reconnection. */
const SLEEP_MS = 10_000;

export function watchForSleep(clock: Clock, onWake: (sleptMs: number) => void): () => void {
  let stopped = false;
  let cancel = () => {};
  const tick = (wall: number, monotonic: number) => {
    cancel = clock.after(TICK_MS, () => {
      if (stopped) return;
      const slept = Math.max(clock.now() - wall, clock.monotonic() - monotonic) - TICK_MS;
      tick(clock.now(), clock.monotonic());
      if (slept > SLEEP_MS) onWake(slept);
    });
  };
  tick(clock.now(), clock.monotonic());
  return () => {
    stopped = true;
    cancel();
  };
}
