import { createRateLimit, type Rate, type RateLimit } from '../../http/rate-limit.ts';

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
