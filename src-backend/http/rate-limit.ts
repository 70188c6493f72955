import { createSteadyTime } from '../steady-time.ts';

/**
 * Token buckets: `burst` at once, then `perSecond`. Buckets that are full again are forgotten, so memory follows the
 * number of recently active keys. Limits are per node: an exact sum over nodes would cost a write per message.
 */
export interface Rate {
  burst: number;
  perSecond: number;
}

export interface RateLimit {
  /** Takes one token; returns 0 when there was one, else the milliseconds until there is. */
  take(key: string): number;
}

/** `now` in milliseconds. */
export const createRateLimit = (rate: Rate, time: () => number): RateLimit => {
  const now = createSteadyTime(time);
  const buckets = new Map<string, { tokens: number; at: number }>();
  let sweepAt = 10_000;
  const refilled = (bucket: { tokens: number; at: number }, at: number): number =>
    Math.min(rate.burst, bucket.tokens + ((at - bucket.at) / 1000) * rate.perSecond);

  /** Runs when the map has doubled since the last sweep, so that its cost per call stays constant. */
  const forgetFull = (at: number): void => {
    for (const [key, bucket] of buckets) if (refilled(bucket, at) >= rate.burst) buckets.delete(key);
    sweepAt = Math.max(10_000, buckets.size * 2);
  };

  return {
    take(key) {
      const at = now();
      if (buckets.size >= sweepAt) forgetFull(at);
      const tokens = refilled(buckets.get(key) ?? { tokens: rate.burst, at }, at);
      if (tokens < 1) {
        buckets.set(key, { tokens, at });
        return Math.ceil(((1 - tokens) / rate.perSecond) * 1000);
      }
      buckets.set(key, { tokens: tokens - 1, at });
      return 0;
    },
  };
};
