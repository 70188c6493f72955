/**
 * Token buckets: `burst` at once, then `perSecond`. Buckets that are full again are forgotten, so memory follows the
 * number of recently active keys. Limits are per node: a visitor's sockets are few, and an exact sum over nodes would
 * cost a write per message.
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
export const createRateLimit = (rate: Rate, now: () => number): RateLimit => {
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

export interface LiveChatRates {
  /** Messages of one visitor. */
  messages: Rate;
  /** Messages from one address, where many visitors may sit behind one router. */
  addressMessages: Rate;
  /** Images of one visitor. */
  uploads: Rate;
  /** Images from one address. */
  addressUploads: Rate;
  /** Connections from one address; each may make a visitor. */
  handshakes: Rate;
  /** Anything at all on one socket; beyond it the socket is closed. */
  packets: Rate;
}

export const LIVECHAT_RATES: LiveChatRates = {
  messages: { burst: 15, perSecond: 1 },
  addressMessages: { burst: 150, perSecond: 10 },
  uploads: { burst: 6, perSecond: 0.2 },
  addressUploads: { burst: 30, perSecond: 1 },
  handshakes: { burst: 60, perSecond: 2 },
  packets: { burst: 200, perSecond: 40 },
};

export type LiveChatLimits = { [Name in keyof LiveChatRates]: RateLimit };

export const createLiveChatLimits = (rates: LiveChatRates, now: () => number = Date.now): LiveChatLimits => ({
  messages: createRateLimit(rates.messages, now),
  addressMessages: createRateLimit(rates.addressMessages, now),
  uploads: createRateLimit(rates.uploads, now),
  addressUploads: createRateLimit(rates.addressUploads, now),
  handshakes: createRateLimit(rates.handshakes, now),
  packets: createRateLimit(rates.packets, now),
});
