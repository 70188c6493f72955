/** Somebody rests until the time is over or it is rung. What was rung while nobody rested ends the next rest at once. */
export function createBell(): { ring(): void; rest(ms: number): Promise<void> } {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async rest(ms) {
      if (!rung && ms > 0) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, ms);
        wake = resolve;
        await promise;
        wake = null;
        clearTimeout(timer);
      }
      rung = false;
    },
  };
}
