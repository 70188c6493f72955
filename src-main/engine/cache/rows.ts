import { hash } from 'node:crypto';
import type { Conversation, Message } from '../../../src-shared/protocol/entities.ts';
import { searchWordsOf } from '../../../src-shared/rules/message-gist.ts';
import type { Refs } from './refs.ts';

/**
 * Bits of `inbox.flags`: one for each status the inbox can be filtered by (A4). None: it is shown within another
 * conversation, and neither listed nor counted.
 */
export const flag = { open: 1, awaiting: 2, failed: 4, finished: 8, automation: 16 } as const;

export function flagsOf(conversation: Conversation): number {
  if (conversation.merged !== null) return 0;
  if (conversation.status === 'finished') return flag.finished;
  const failed = conversation.failedCount > 0 ? flag.failed : 0;
  if (conversation.status === 'automation') return flag.automation | failed;
  return flag.open | failed | (conversation.awaitingSince === null ? 0 : flag.awaiting);
}

const channels = ['whatsapp', 'instagram', 'messenger', 'livechat', 'email', 'form'] as const;

export const channelNumber = (channel: (typeof channels)[number]): number => channels.indexOf(channel);

/**
 * Row numbers carry order (see the schema): the first part is the time or position, the second sets apart rows with
 * the same one. It comes from the id, so that the order among them does not depend on which came first.
 */
const slotOf = (id: string, slots: number): number => Number.parseInt(hash('md5', id).slice(0, 7), 16) % slots;

/** Creation times stay below 2^43 until the year 2248; with 1000 slots the number stays exact (below 2^53). */
export const conversationNumber = (c: Pick<Conversation, 'id' | 'createdAt'>): number =>
  c.createdAt * 1000 + slotOf(c.id, 1000);

/** A position belongs to one log entry; should two messages share one, the later takes the next free number. */
export const messageNumber = (message: Pick<Message, 'position'>): number => message.position * 16;

/** What a message rarely has, as one JSON column; null when it has none of it. */
interface MoreOfMessage {
  media?: Message['media'];
  attachments?: Message['attachments'];
  unknownKind?: string;
  quotedMessageId?: string;
  mentionIds?: string[];
  activity?: Message['activity'];
  failure?: Message['failure'];
  attempts?: Message['attempts'];
  statusTimes?: Message['statusTimes'];
  content?: Message['content'];
  forwarded?: Message['forwarded'];
  referral?: Message['referral'];
  reactions?: Message['reactions'];
  edits?: Message['edits'];
  deletedAt?: number;
}

export interface MessageRow {
  n: number;
  id: string;
  conversation_id: string;
  position: number;
  version: number;
  connection: number;
  identity: number;
  channel: Message['channel'];
  direction: Message['direction'];
  kind: Message['kind'];
  text: string | null;
  author: number;
  created_at: number;
  provider_at: number | null;
  status: Message['status'];
  more: string | null;
}

export function moreOf(message: Message): string | null {
  const more: MoreOfMessage = {};
  if (message.media !== null) more.media = message.media;
  if (message.attachments.length > 0) more.attachments = message.attachments;
  if (message.unknownKind !== null) more.unknownKind = message.unknownKind;
  if (message.quotedMessageId !== null) more.quotedMessageId = message.quotedMessageId;
  if (message.mentionIds.length > 0) more.mentionIds = message.mentionIds;
  if (message.activity !== null) more.activity = message.activity;
  if (message.failure !== null) more.failure = message.failure;
  if (message.attempts.length > 0) more.attempts = message.attempts;
  if (Object.keys(message.statusTimes).length > 0) more.statusTimes = message.statusTimes;
  if (message.content !== null) more.content = message.content;
  if (message.forwarded !== null) more.forwarded = message.forwarded;
  if (message.referral !== null) more.referral = message.referral;
  if (message.reactions.length > 0) more.reactions = message.reactions;
  if (message.edits.length > 0) more.edits = message.edits;
  if (message.deletedAt !== null) more.deletedAt = message.deletedAt;
  return Object.keys(more).length === 0 ? null : JSON.stringify(more);
}

export function messageOf(row: MessageRow, { refs, identities }: { refs: Refs; identities: Refs }): Message {
  // Written by `moreOf` only.
  const more: MoreOfMessage = row.more === null ? {} : JSON.parse(row.more);
  return {
    id: row.id,
    conversationId: row.conversation_id,
    connectionId: refs.idOf(row.connection) ?? '',
    identityId: identities.idOf(row.identity) ?? '',
    channel: row.channel,
    direction: row.direction,
    kind: row.kind,
    text: row.text,
    media: more.media ?? null,
    attachments: more.attachments ?? [],
    unknownKind: more.unknownKind ?? null,
    quotedMessageId: more.quotedMessageId ?? null,
    mentionIds: more.mentionIds ?? [],
    authorId: refs.idOf(row.author),
    activity: more.activity ?? null,
    position: row.position,
    createdAt: row.created_at,
    providerAt: row.provider_at,
    status: row.status,
    failure: more.failure ?? null,
    attempts: more.attempts ?? [],
    statusTimes: more.statusTimes ?? {},
    content: more.content ?? null,
    forwarded: more.forwarded ?? null,
    referral: more.referral ?? null,
    reactions: more.reactions ?? [],
    edits: more.edits ?? [],
    deletedAt: more.deletedAt ?? null,
    version: row.version,
  };
}

export const messageColumns = `n, id, conversation_id, position, version, connection, identity, channel, direction, kind,
  text, author, created_at, provider_at, status, more`;

/** By what a message is found: its text, the name of its file, a place, names and numbers of contact cards… */
export const searchTextOfMessage = (message: Pick<Message, 'text' | 'media' | 'content'>): string =>
  searchWordsOf(message);

/** The same from a row. Most have no more than a text: `more` is parsed only where it holds something to be found by. */
export function searchTextOfRow(row: Pick<MessageRow, 'text' | 'more'>): string {
  if (row.more === null || !/"(?:media|content)":/.test(row.more)) return row.text ?? '';
  // Written by `moreOf` only.
  const { media = null, content = null }: MoreOfMessage = JSON.parse(row.more);
  return searchWordsOf({ text: row.text, media, content });
}
