/** How long to wait before the next try. A value, so that a test or another product may choose another. */
export interface BackoffPolicy {
  firstMs: number;
  maxMs: number;
  factor: number;
  /** Share of the wait that is random, so that a thousand desktops do not come back in the same instant. */
  jitter: number;
}

export const RECONNECTION: BackoffPolicy = { firstMs: 500, maxMs: 15_000, factor: 2, jitter: 0.5 };

/** `attempt` counts failures so far, from 0. `random` is in [0, 1). */
export function waitBefore(policy: BackoffPolicy, attempt: number, random: number): number {
  const whole = Math.min(policy.maxMs, policy.firstMs * policy.factor ** Math.min(attempt, 30));
  return Math.round(whole * (1 - policy.jitter) + whole * policy.jitter * random);
}
