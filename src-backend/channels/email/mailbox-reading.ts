import type { ImapFlow, MailboxObject } from 'imapflow';
import type { Cursor } from './mailbox-store.ts';

/** A mail larger than this is not fetched: its headers tell of it, and it stays in the mailbox. */
const LARGEST_MAIL = 45 * 1024 * 1024;
/** Fetched at once, as many as stay below both. */
const GROUP_BYTES = 4 * 1024 * 1024;
const GROUP_MAILS = 25;
const LISTED_AT_ONCE = 500;
const DAY_MS = 86_400_000;

interface Size {
  uid: number;
  bytes: number;
}

interface ReadMail {
  uid: number;
  raw: Uint8Array;
  isWhole: boolean;
  receivedAt: number | null;
}

/**
 * After which number to begin. A mailbox that is new to us: at its end, or some days before if that is wished. One whose
 * server numbered it anew: at the first mail that came since we read it first; what of that was taken before is known by
 * its id.
 */
export async function startingPoint(
  client: ImapFlow,
  box: MailboxObject,
  cursor: Cursor,
  sinceDays: number,
): Promise<number> {
  const end = box.uidNext - 1;
  const since = cursor.startedAt - sinceDays * DAY_MS;
  if (cursor.uidValidity === null && sinceDays === 0) return end;
  // IMAP searches by day, in the server's own zone: a day more is looked at, and each mail's own moment decides.
  const found = (await client.search({ since: new Date(since - DAY_MS) }, { uid: true })) || [];
  for (let start = 0; start < found.length; start += LISTED_AT_ONCE) {
    const uids = found.slice(start, start + LISTED_AT_ONCE);
    for (const mail of await client.fetchAll(uids, { uid: true, internalDate: true }, { uid: true }))
      if ((timeOf(mail.internalDate) ?? 0) >= since) return mail.uid - 1;
  }
  return end;
}

/** Numbers after this one, in order. Of any mailbox, however large, only what is new is listed. */
export async function newUids(client: ImapFlow, after: number): Promise<number[]> {
  const found = (await client.search({ uid: `${after + 1}:*` }, { uid: true })) || [];
  // «n:*» always names the last mail, even if its number is smaller.
  return found.filter((uid) => uid > after).sort((a, b) => a - b);
}

/** Their sizes, some hundred at a time. */
export async function* sizesOf(client: ImapFlow, uids: readonly number[]): AsyncGenerator<Size[]> {
  for (let start = 0; start < uids.length; start += LISTED_AT_ONCE) {
    const listed = await client.fetchAll(
      uids.slice(start, start + LISTED_AT_ONCE),
      { uid: true, size: true },
      { uid: true },
    );
    yield listed.map(({ uid, size }) => ({ uid, bytes: size ?? 0 })).sort((a, b) => a.uid - b.uid);
  }
}

/** The mails themselves, in order; those that are gone meanwhile are left out. */
export async function* wholeMails(client: ImapFlow, sizes: readonly Size[]): AsyncGenerator<ReadMail> {
  for (const group of groups(sizes)) {
    const isWhole = group.every(({ bytes }) => bytes <= LARGEST_MAIL);
    const mails = await client.fetchAll(
      group.map(({ uid }) => uid),
      { uid: true, internalDate: true, ...(isWhole ? { source: true } : { headers: true }) },
      { uid: true },
    );
    for (const mail of mails.sort((a, b) => a.uid - b.uid)) {
      const raw = isWhole ? mail.source : mail.headers;
      if (raw !== undefined) yield { uid: mail.uid, raw, isWhole, receivedAt: timeOf(mail.internalDate) };
    }
  }
}

/** One that is too large is alone in its group. */
function* groups(sizes: readonly Size[]): Generator<Size[]> {
  let group: Size[] = [];
  let bytes = 0;
  for (const size of sizes) {
    if (group.length > 0 && (bytes + size.bytes > GROUP_BYTES || group.length >= GROUP_MAILS)) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(size);
    bytes += size.bytes;
  }
  if (group.length > 0) yield group;
}

function timeOf(date: Date | string | undefined): number | null {
  const at = date === undefined ? Number.NaN : new Date(date).getTime();
  return Number.isFinite(at) ? at : null;
}
