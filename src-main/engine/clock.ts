/** Time as the engine sees it; given from outside so that a test can let a night pass. */
export interface Clock {
  /** Epoch milliseconds by this machine's wall clock, which may be wrong or be set. */
  now(): number;
  /** Milliseconds from an arbitrary start; never set back, and may stand still while the machine sleeps. */
  monotonic(): number;
  /** As the timers of Node; returns what cancels. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
