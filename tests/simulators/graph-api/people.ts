import { phoneVariants } from '../../../src-shared/rules/phone.ts';
import type { WebhookPerson } from './webhook-bodies.ts';

const WINDOW_MS = 24 * 60 * 60_000;

/** Who wrote to which number, and when: what the 24-hour window is counted from. */
export interface People {
  wrote(phoneNumberId: string, person: WebhookPerson, messageId: string): void;
  /** Whom a `to` or `recipient` means; a mobile is found with or without its ninth digit. */
  find(address: string): WebhookPerson;
  windowIsOpen(phoneNumberId: string, person: WebhookPerson): boolean;
  hasWritten(messageId: string): boolean;
  /** The same, leniently where the stand-in may have forgotten what was before it started. */
  mayHaveWritten(messageId: string): boolean;
}

export interface PeopleOptions {
  now: () => number;
  /** Whether someone this stand-in has not heard since it started may be written to. */
  strangers: 'open' | 'closed';
}

export function createPeople({ now, strangers }: PeopleOptions): People {
  const known = new Map<string, WebhookPerson>();
  const lastWrote = new Map<string, number>();
  const messageIds = new Set<string>();
  const keyOf = (person: WebhookPerson) => person.waId ?? person.userId ?? '';
  return {
    wrote(phoneNumberId, person, messageId) {
      for (const address of [person.waId, person.userId]) if (address) known.set(address, person);
      lastWrote.set(`${phoneNumberId} ${keyOf(person)}`, now());
      messageIds.add(messageId);
    },
    find(address) {
      const variant = phoneVariants(address).find((candidate) => known.has(candidate)) ?? address;
      const isPhone = /^\d+$/.test(variant);
      return (
        known.get(variant) ?? {
          waId: isPhone ? variant : null,
          userId: isPhone ? null : variant,
          name: 'WhatsApp user',
        }
      );
    },
    windowIsOpen(phoneNumberId, person) {
      const at = lastWrote.get(`${phoneNumberId} ${keyOf(person)}`);
      return at === undefined ? strangers === 'open' : now() - at < WINDOW_MS;
    },
    hasWritten: (messageId) => messageIds.has(messageId),
    mayHaveWritten: (messageId) => strangers === 'open' || messageIds.has(messageId),
  };
}
