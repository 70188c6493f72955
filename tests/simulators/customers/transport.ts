import type { PhotoName } from './dialogue.ts';
import type { ThingName } from './things.ts';

/** The customer's end of a channel: one line per customer. Writing rejects when the channel does not take it. */
export interface CustomerTransport {
  writeText(text: string): Promise<void>;
  /** In one message where the channel has that, else one after the other. */
  writeImages(photos: readonly PhotoName[], caption: string | null): Promise<void>;
  /** A voice note, a place, a contact card… */
  send(thing: ThingName): Promise<void>;
  /** Everything the business writes to this customer, in order; an image without caption is an empty text. */
  onAgentText(listener: (text: string) => void): () => void;
}

/** Time as given from outside, so that a conversation of hours plays in milliseconds in a test. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls once after `ms`; the returned function cancels. */
  after(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
