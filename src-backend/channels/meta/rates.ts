import { createSteadyTime } from '../../steady-time.ts';

/**
 * The provider's rates, kept on our side, so that a burst waits here instead of being refused there: a refusal costs the
 * account standing, and each one makes the pair's wait longer. One process keeps its own count; where several nodes send
 * for one number, the provider's refusals (130429, 131056) are what is left to go by.
 *
 * Source: Cloud API, "Throughput" (80 messages a second and number) and "Pair rate limits" (one message per 6 seconds and
 * pair of numbers, bursts of 45).
 */
export interface Rates {
  /**
   * Milliseconds until a message of this number to this customer may go out; 0: now, and its place is taken. Whoever has
   * to wait asks again then: no place is kept for them.
   */
  ask(number: string, pair: string): number;
}

export interface RateLimits {
  perNumber: Rate;
  perPair: Rate;
}

/** `burst` at once, and one more every `everyMs`. */
interface Rate {
  burst: number;
  everyMs: number;
}

export const whatsAppRates: RateLimits = {
  perNumber: { burst: 80, everyMs: 1000 / 80 },
  perPair: { burst: 45, everyMs: 6_000 },
};

export function createRates(time: () => number, limits: RateLimits = whatsAppRates): Rates {
  const now = createSteadyTime(time);
  const numbers = createBuckets(limits.perNumber, now);
  const pairs = createBuckets(limits.perPair, now);
  return {
    ask(number, pair) {
      const waitMs = Math.max(numbers.waitMs(number), pairs.waitMs(pair));
      if (waitMs > 0) return Math.ceil(waitMs);
      numbers.take(number);
      pairs.take(pair);
      return 0;
    },
  };
}

function createBuckets({ burst, everyMs }: Rate, now: () => number) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const full = burst * everyMs;
  const tokensOf = (key: string): number => {
    const bucket = buckets.get(key);
    return bucket === undefined ? burst : Math.min(burst, bucket.tokens + (now() - bucket.at) / everyMs);
  };
  const forgetFull = (): void => {
    for (const [key, { at }] of buckets) {
      // Re-inserted whenever used, so the map is ordered by time; who has been quiet this long has all tokens again.
      if (now() - at < full) return;
      buckets.delete(key);
    }
  };
  return {
    waitMs: (key: string): number => Math.max(0, (1 - tokensOf(key)) * everyMs),
    take(key: string): void {
      const tokens = tokensOf(key) - 1;
      forgetFull();
      buckets.delete(key);
      buckets.set(key, { tokens, at: now() });
    },
  };
}
