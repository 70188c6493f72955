import { createRateLimit, type RateLimit } from '../../http/rate-limit.ts';

/** How much one address, and everybody together, may do with a form. */
export interface FormLimits {
  /** Forms opened by one address. */
  opened: RateLimit;
  /** Forms sent by one address: a whole office may sit behind it. */
  sent: RateLimit;
  /** What one form takes from everybody: beyond it, it is no longer customers. */
  taken: RateLimit;
}

/** `now` in milliseconds. */
export const createFormLimits = (now: () => number): FormLimits => ({
  opened: createRateLimit({ burst: 60, perSecond: 1 }, now),
  sent: createRateLimit({ burst: 10, perSecond: 0.1 }, now),
  taken: createRateLimit({ burst: 120, perSecond: 2 }, now),
});
