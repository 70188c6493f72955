import { createHash } from 'node:crypto';

/** Message-IDs are kept without angle brackets, as the ids by which a mailbox's messages are told apart. */
const LONGEST = 240;

const ID = /<\s*([^<>\s]{3,998})\s*>/g;

/** Every id of a header, in order. Some programs leave the brackets out, or write rubbish between them. */
export function idsIn(header: string | null | undefined): string[] {
  const value = (header ?? '').slice(0, 20_000);
  const found = [...value.matchAll(ID)].map((match) => match[1] ?? '');
  if (found.length > 0) return found.map(bounded);
  return value
    .split(/[\s,]+/)
    .filter((word) => /^[^\s@<>]+@[^\s@<>]+$/.test(word))
    .map(bounded);
}

/** An id that no database key should hold in full is known by its hash. */
const bounded = (id: string): string =>
  id.length <= LONGEST ? id : `sha256.${createHash('sha256').update(id).digest('hex')}@long`;

/** What a mail without an id is known by: the same bytes are the same mail. */
export const idFromBytes = (raw: Uint8Array): string => `sha256.${createHash('sha256').update(raw).digest('hex')}@none`;

/** Our own: made from the message's id, so that it is the same whenever it is sent, and recognised when it comes back. */
export const ownMessageId = (messageId: string, domain: string): string => `turno.${messageId}@${domain}`;

const OWN = /\bturno\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@[a-z0-9.-]{1,253}/gi;

/** Ids of ours in any text, with the message each belongs to. */
export function ownIdsIn(text: string): { externalId: string; messageId: string }[] {
  const found = new Map<string, string>();
  for (const match of text.matchAll(OWN)) found.set(match[0], (match[1] ?? '').toLowerCase());
  return [...found].map(([externalId, messageId]) => ({ externalId, messageId }));
}
