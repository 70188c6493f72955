/** Tokens that come back steadily: `take` is false when there is none left. */
export interface Allowance {
  take(key: string): boolean;
}

export function createAllowance(burst: number, everyMs: number, now: () => number): Allowance {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key) {
      const at = now();
      const bucket = buckets.get(key) ?? { tokens: burst, at };
      const tokens = Math.min(burst, bucket.tokens + (at - bucket.at) / everyMs);
      const granted = tokens >= 1;
      buckets.set(key, { tokens: granted ? tokens - 1 : tokens, at });
      return granted;
    },
  };
}
