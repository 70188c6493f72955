import { createHash } from 'node:crypto';
import type { EmailContent, Mailbox } from '../../../src-shared/protocol/content.ts';
import type { Media, MessageKind } from '../../../src-shared/protocol/entities.ts';
import type { MediaStore } from '../../media/media-store.ts';
import type { Alongside, ChannelConnection, InboundEvent, InboundMessage, Sender } from '../contract.ts';
import type { MailboxStore, NewMail } from './mailbox-store.ts';
import { idFromBytes, ownIdsIn } from './parse/message-ids.ts';
import type { Bounce, ParsedFile, ParsedMail } from './parse/parsed-mail.ts';
import type { MailParser } from './parse/parser.ts';
import { quickHeaders } from './quick-headers.ts';
import type { EmailSettings } from './settings.ts';

/** A mail as the server gave it. `bytes` null: larger than is taken; only its headers are here. */
export interface FetchedMail {
  raw: Uint8Array;
  isWhole: boolean;
  /** When the server got it (epoch milliseconds); null: it does not say. */
  receivedAt: number | null;
}

/** What a mail becomes; `alongside` is to be written with the events. */
export interface Receipt {
  events: InboundEvent[];
  alongside: Alongside;
}

/** Automatic mails of one sender in an hour that become messages; a machine gone wild must not bury an inbox. */
const MOST_AUTOMATIC_PER_HOUR = 30;
/** A clock that is ahead of ours by more than this is wrong. */
const AHEAD_MS = 24 * 3_600_000;

export interface MailReceiver {
  receive(connection: ChannelConnection<EmailSettings>, mail: FetchedMail): Promise<Receipt>;
}

export function createMailReceiver(deps: {
  parser: MailParser;
  boxes: MailboxStore;
  media: Pick<MediaStore, 'keep'>;
  warn: (facts: Record<string, unknown>, words: string) => void;
  now: () => number;
}): MailReceiver {
  const { boxes } = deps;

  /** The id it is known by; null: it was taken before. Two different mails may carry one Message-ID. */
  async function newId(connectionId: string, messageId: string, fingerprint: string): Promise<string | null> {
    const known = await boxes.taken(connectionId, messageId);
    if (known === null) return messageId;
    if (known.fingerprint === fingerprint) return null;
    const own = `${messageId}#${fingerprint.slice(0, 16)}`;
    return (await boxes.taken(connectionId, own)) === null ? own : null;
  }

  const ignored = (reason: string): Receipt => ({
    events: [{ type: 'ignored', reason }],
    alongside: async () => undefined,
  });

  async function keep(connection: ChannelConnection<EmailSettings>, file: ParsedFile): Promise<Media> {
    const { workspaceId } = connection;
    return deps.media.keep({ workspaceId, bytes: file.bytes, name: file.name, claimedMime: file.mime });
  }

  /** A report on mails of ours; null: it speaks of none that is ours. */
  async function reported(
    connection: ChannelConnection<EmailSettings>,
    bounce: Bounce,
  ): Promise<InboundEvent[] | null> {
    const own = ownIdsIn(bounce.originals.join(' '));
    const known: string[] = [];
    for (const id of bounce.originals)
      if (own.every(({ externalId }) => externalId !== id) && (await boxes.isOurs(connection.id, id))) known.push(id);
    const targets = [...own, ...known.map((externalId) => ({ externalId, messageId: undefined }))];
    if (targets.length === 0) return null;
    if (bounce.action === 'delayed') return [{ type: 'ignored', reason: 'a mail of ours is delayed' }];
    return targets.map(({ externalId, messageId }) => ({
      type: 'status',
      externalId,
      ...(messageId === undefined ? {} : { messageId }),
      status: bounce.action === 'failed' ? 'failed' : 'delivered',
      failure:
        bounce.action === 'failed'
          ? {
              code: bounce.code === null ? 'bounced' : `smtp-${bounce.code}`,
              detail: bounce.detail?.slice(0, 500) ?? null,
            }
          : null,
      providerAt: null,
    }));
  }

  async function unreadable(connection: ChannelConnection<EmailSettings>, mail: FetchedMail): Promise<Receipt> {
    const headers = quickHeaders(mail.raw);
    const fingerprint = idFromBytes(mail.raw);
    const externalId = await newId(connection.id, headers.messageId ?? fingerprint, fingerprint);
    if (externalId === null) return ignored('it was taken before');
    const at = timeOf(null, mail.receivedAt, deps.now());
    const media = await keep(connection, { name: 'mensagem.eml', mime: 'message/rfc822', bytes: mail.raw });
    const event: InboundMessage = {
      type: 'message',
      externalId,
      sender: senderOf(headers.from),
      kind: 'unknown',
      text: null,
      media: { source: { type: 'stored', mediaId: media.id }, mime: media.mime, name: media.name, bytes: media.bytes },
      unknownKind: 'e-mail',
      quotedExternalId: null,
      providerAt: at,
      automatic: true,
      content: contentOf(headers, { to: [], cc: [], bcc: [], quoted: null, html: null, automatic: true }),
    };
    return { events: [event], alongside: (db) => boxes.remember(db, newMail(connection, externalId, fingerprint, at)) };
  }

  const newMail = (connection: ChannelConnection, externalId: string, fingerprint: string, at: number): NewMail => ({
    workspaceId: connection.workspaceId,
    connectionId: connection.id,
    externalId,
    fingerprint,
    thread: [],
    html: null,
    inlineMedia: [],
    at,
  });

  async function understood(
    connection: ChannelConnection<EmailSettings>,
    fetched: FetchedMail,
    mail: ParsedMail,
  ): Promise<Receipt> {
    const { address: ownAddress } = connection.settings;
    const ownIds = ownIdsIn(mail.messageId ?? '');
    if (ownIds.length > 0 && mail.bounce === null) return ignored('a mail of ours came back to us');
    const report = mail.bounce === null ? null : await reported(connection, mail.bounce);
    if (report !== null) return { events: report, alongside: async () => undefined };

    const fingerprint = fingerprintOf(mail);
    const externalId = await newId(connection.id, mail.messageId ?? idFromBytes(fetched.raw), fingerprint);
    if (externalId === null) return ignored('it was taken before');
    const from = mail.replyTo.find(({ address }) => address !== ownAddress) ?? mail.from;
    const sender = senderOf(from);
    const automatic = mail.automatic !== null || sender.address === ownAddress || mail.bounce !== null;
    const now = deps.now();
    if (automatic && (await boxes.paceOf(connection.id, sender.address, 'in', 1, now)) >= MOST_AUTOMATIC_PER_HOUR)
      return ignored('too many automatic mails of one sender in an hour; it stays in the mailbox');

    const inline = await Promise.all(mail.inline.map((file) => keep(connection, file)));
    const [first, ...others] = await Promise.all(mail.attachments.map((file) => keep(connection, file)));
    const at = timeOf(mail.date, fetched.receivedAt, now);
    const event: InboundMessage = {
      type: 'message',
      externalId,
      sender,
      kind: kindOf(first),
      text: mail.text,
      media:
        first === undefined
          ? null
          : { source: { type: 'stored', mediaId: first.id }, mime: first.mime, name: first.name, bytes: first.bytes },
      unknownKind: null,
      quotedExternalId: null,
      providerAt: at,
      content: contentOf(mail, { ...mail, automatic }),
      attachments: others.map(({ id }) => id),
      thread: mail.answers,
      ...(automatic ? { automatic: true } : {}),
    };
    return {
      events: [event, ...arrived(mail)],
      async alongside(db) {
        await boxes.remember(db, {
          ...newMail(connection, externalId, fingerprint, at),
          thread: [...mail.answers].reverse().slice(-30),
          html: mail.html?.page ?? null,
          inlineMedia: inline.map(({ id }) => id),
        });
        if (automatic) await boxes.count(db, connection.id, sender.address, 'in', now);
      },
    };
  }

  return {
    async receive(connection, mail) {
      const outcome = mail.isWhole ? await deps.parser.parse(mail.raw) : { ok: false as const, reason: 'too large' };
      if (outcome.ok) return understood(connection, mail, outcome.mail);
      deps.warn(
        { connection: connection.id, reason: outcome.reason },
        'a mail could not be read; it is kept as it came',
      );
      return unreadable(connection, mail);
    },
  };
}

/** Whoever answers a mail of ours has it; where its fate was unknown, that settles it. */
function arrived(mail: ParsedMail): InboundEvent[] {
  if (mail.automatic !== null) return [];
  return ownIdsIn(mail.answers.slice(0, 1).join(' ')).map(({ externalId, messageId }) => ({
    type: 'status',
    externalId,
    messageId,
    status: 'delivered',
    failure: null,
    providerAt: null,
  }));
}

/** For mail that names nobody; `.invalid` never exists (RFC 2606). */
const NOBODY = 'sem-remetente@mail.invalid';

const senderOf = (from: Mailbox | null): Sender => ({
  address: from?.address ?? NOBODY,
  phone: null,
  profileName: from?.name ?? null,
});

function contentOf(
  { subject, from }: Pick<ParsedMail, 'subject' | 'from'>,
  rest: Pick<ParsedMail, 'to' | 'cc' | 'bcc' | 'quoted' | 'html'> & { automatic: boolean },
): EmailContent {
  const { to, cc, bcc, quoted, html, automatic } = rest;
  const remoteImages = html?.remoteImages ?? 0;
  return { type: 'email', subject, from, to, cc, bcc, quoted, html: html !== null, remoteImages, automatic };
}

function kindOf(first: Media | undefined): MessageKind {
  const type = first?.mime.split('/')[0];
  if (type === undefined) return 'text';
  return type === 'image' || type === 'video' || type === 'audio' ? type : 'document';
}

/** Of the same Message-ID, the same sender and moment are the same mail, whatever a list wrote below it. */
const fingerprintOf = (mail: ParsedMail): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        mail.from?.address ?? null,
        mail.date ?? null,
        mail.date === null ? [mail.subject, mail.text] : null,
      ]),
    )
    .digest('hex');

/** The writer's clock counts unless it is ahead of ours, or says nothing. */
function timeOf(date: number | null, receivedAt: number | null, now: number): number {
  if (date !== null && date <= now + AHEAD_MS) return Math.min(date, now);
  return receivedAt ?? now;
}
