/** What a test arranges to go wrong. Counts run down as they are used; all are off at the start. */
export interface Faults {
  /** The next sends are answered with this error and not accepted. */
  refuseSends(times: number, code: number): void;
  /** The next sends are accepted, and the connection is cut without an answer. */
  loseAnswers(times: number): void;
  /** The next sends are accepted and never answered; the connection stays open. */
  keepSilent(times: number): void;
  /** The next sends are accepted, and a `failed` status with this code follows instead of `sent`. */
  failDeliveries(times: number, code: number): void;
  /** The next webhooks are posted twice, at the same moment. */
  duplicateWebhooks(times: number): void;
  /** The next webhooks are held until there are this many, then posted last first. */
  reverseWebhooks(count: number): void;
  /** Every webhook from now on waits this long; 0 ends it. */
  delayWebhooks(ms: number): void;
  /** The next media addresses given out are expired already. */
  expireMediaAddresses(times: number): void;
}

/** The other side of the script: each call uses one up. */
export interface PendingFaults {
  sendRefusal(): number | null;
  deliveryFailure(): number | null;
  answer(): 'given' | 'lost' | 'silent';
  webhookCopies(): number;
  webhooksToReverse(): number;
  webhookDelayMs(): number;
  mediaAddressExpired(): boolean;
}

export function createFaults(): { script: Faults; pending: PendingFaults } {
  const refusals: number[] = [];
  const deliveryFailures: number[] = [];
  const answers: ('lost' | 'silent')[] = [];
  let duplicates = 0;
  let reversed = 0;
  let delayMs = 0;
  let expired = 0;
  const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
  return {
    script: {
      refuseSends: (count, code) => void refusals.push(...times(count, code)),
      loseAnswers: (count) => void answers.push(...times(count, 'lost' as const)),
      keepSilent: (count) => void answers.push(...times(count, 'silent' as const)),
      failDeliveries: (count, code) => void deliveryFailures.push(...times(count, code)),
      duplicateWebhooks: (count) => {
        duplicates += count;
      },
      reverseWebhooks: (count) => {
        reversed = count;
      },
      delayWebhooks: (ms) => {
        delayMs = ms;
      },
      expireMediaAddresses: (count) => {
        expired += count;
      },
    },
    pending: {
      sendRefusal: () => refusals.shift() ?? null,
      deliveryFailure: () => deliveryFailures.shift() ?? null,
      answer: () => answers.shift() ?? 'given',
      webhookCopies: () => {
        if (duplicates === 0) return 1;
        duplicates -= 1;
        return 2;
      },
      webhooksToReverse: () => {
        const count = reversed;
        reversed = 0;
        return count;
      },
      webhookDelayMs: () => delayMs,
      mediaAddressExpired: () => expired > 0 && expired-- > 0,
    },
  };
}
