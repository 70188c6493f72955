/** 4^5 s, about 17 minutes: longer than any pair limit lasts. */
const MAX_STEP = 5;
const FORGET_AFTER_MS = 60 * 60_000;

export interface PairBackoff {
  /** Milliseconds to wait after one more refusal of this pair of numbers: 1 s, 4 s, 16 s… Source: Cloud API, 131056. */
  refused(pair: string): number;
  /** Any message of the pair was accepted: its next refusal starts anew. */
  accepted(pair: string): void;
}

export function createPairBackoff(now: () => number): PairBackoff {
  const steps = new Map<string, { step: number; at: number }>();
  const forgetOld = () => {
    for (const [pair, { at }] of steps) {
      // Re-inserted at every refusal, so the map is ordered by time.
      if (now() - at < FORGET_AFTER_MS) return;
      steps.delete(pair);
    }
  };
  return {
    refused(pair) {
      forgetOld();
      const step = Math.min((steps.get(pair)?.step ?? -1) + 1, MAX_STEP);
      steps.delete(pair);
      steps.set(pair, { step, at: now() });
      return 4 ** step * 1000;
    },
    accepted(pair) {
      steps.delete(pair);
    },
  };
}
