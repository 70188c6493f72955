import { v7 as uuid } from 'uuid';
import type { Conversation, Media, Message } from '../../src-shared/protocol/entities.ts';
import type { LiveConnection } from '../channels/connections.ts';
import type { InboundMedium, InboundMessage } from '../channels/contract.ts';
import type { IdentityFinder } from '../contacts/match.ts';
import { applyWaiting, rememberQuote, waitingFor } from './apply-change.ts';
import { referralFor } from './apply-referral.ts';
import { applyParked } from './apply-status.ts';
import type { ExternalIds } from './external-ids.ts';
import { liveConversationOf, threadConversation, type Writing } from './live-conversation.ts';
import { preview } from './preview.ts';
import { nextProtocol } from './protocol-number.ts';
import type { WorkUnit } from './work-unit.ts';

/** A provider's medium that must be fetched after the commit. */
export interface MediaToFetch {
  mediaId: string;
  messageId: string;
  connectionId: string;
}

export interface Received {
  conversationId: string;
  /** The conversation began with this message. */
  begins: boolean;
  media: MediaToFetch[];
}

export interface ApplyDeps {
  /** Of the workspace; asked only when a conversation begins. */
  timeZone(): Promise<string>;
  /** Reads a stored medium's description for a message that refers to one. */
  storedMedia(mediaId: string): Promise<Media | null>;
}

/** A message older than this when it arrives (milliseconds) may have been answered meanwhile from elsewhere. */
const LATE_MS = 30_000;

/**
 * A customer's message becomes a message of the conversation that this identity has open through this connection; if
 * there is none, a new conversation in the queue of the connection's department. What the business sent from elsewhere
 * (an echo) becomes an outbound message without an author; it never puts a conversation into a queue. A message whose
 * provider id is known already was applied before and changes nothing (the caller leaves those out; the unique index is
 * the last guard).
 */
export async function applyInboundMessage(
  unit: WorkUnit,
  finder: IdentityFinder,
  ids: ExternalIds,
  connection: LiveConnection,
  event: InboundMessage,
  deps: ApplyDeps,
): Promise<Received> {
  // Nobody vouches for what is typed into a form.
  const vouched = event.echo !== true && connection.channel !== 'form';
  const { contact, identity } = await finder.find(connection.channel, event.sender, vouched);
  const writing = { connectionId: connection.id, contact, identity, at: event.providerAt };
  const live = (await threadConversation(unit, ids, connection, event)) ?? (await liveConversationOf(unit, writing));
  const conversation =
    live ??
    (event.echo === true ? await lastConversation(unit, writing) : null) ??
    (await openConversation(unit, connection, contact.id, identity.id, event.echo === true, await deps.timeZone()));

  const key = { connectionId: connection.id, externalId: event.externalId };
  const waiting = ids.hasChanges(key) ? await waitingFor(unit, connection.id, event.externalId) : null;
  const isGone = waiting?.changes.some(({ type }) => type === 'deleted') === true;
  const media = isGone ? null : await describeMedium(unit, connection, event.media, deps);
  const more = isGone ? [] : await describeMore(unit, connection, event, deps);
  const message = unit.addMessage(
    conversation,
    {
      identityId: identity.id,
      direction: event.echo === true ? 'outbound' : 'inbound',
      kind: event.kind,
      text: event.text,
      media,
      attachments: more,
      content: event.content ?? null,
      unknownKind: event.unknownKind,
      quotedMessageId: await quotedBy(unit, ids, connection.id, event),
      forwarded: event.forwarded ?? null,
      referral: await referralFor(unit, ids, connection, event),
      providerAt: event.providerAt,
      status: event.echo === true ? 'sent' : null,
    },
    event.externalId,
  );
  ids.set(key, message.id);
  // States of what was sent from elsewhere may have come before it, with whatever else waits for it.
  if (event.echo === true) await applyParked(unit, message.id, event.externalId);
  else if (waiting !== null) await applyWaiting(unit, message, event.externalId, waiting);
  const now = (await unit.message(message.id)) ?? message;
  if (event.echo === true) await afterEcho(unit, conversation, now);
  else unit.changeConversation(conversation.id, await afterMessage(unit, conversation, now));
  return {
    conversationId: conversation.id,
    begins: live === null,
    media: [media, ...more].flatMap((one) =>
      one?.state === 'pending' ? [{ mediaId: one.id, messageId: message.id, connectionId: connection.id }] : [],
    ),
  };
}

/** When a message was written, by the provider's clock; one that is ahead of ours must not open the window for longer. */
const writtenAt = (message: Message): number => Math.min(message.createdAt, message.providerAt ?? message.createdAt);

/** The messaging window runs from when the customer wrote, however late that arrives. */
async function afterMessage(
  unit: WorkUnit,
  conversation: Conversation,
  message: Message,
): Promise<Partial<Conversation>> {
  const isAnswered = conversation.awaitingSince === null && (await wasAnswered(unit, conversation.id, message));
  return {
    lastMessage: preview(message),
    lastActivityAt: message.createdAt,
    lastInboundAt: Math.max(conversation.lastInboundAt ?? 0, writtenAt(message)),
    awaitingSince: isAnswered
      ? null
      : (conversation.awaitingSince ?? (isAutomatic(message) ? null : message.createdAt)),
    unread: conversation.unread + 1,
  };
}

/** Nobody waits for the answer to an automatic mail. */
const isAutomatic = ({ content }: Message): boolean => content?.type === 'email' && content.automatic;

/** Whichever way the answer went, it answers what the customer had written by then, in all that is served as one. */
async function afterEcho(unit: WorkUnit, conversation: Conversation, message: Message): Promise<void> {
  unit.changeConversation(conversation.id, { lastMessage: preview(message), lastActivityAt: message.createdAt });
  const answeredAt = writtenAt(message);
  for (const { id, awaitingSince, lastInboundAt } of await unit.groupOf(conversation)) {
    if (awaitingSince !== null && (lastInboundAt ?? 0) <= answeredAt)
      unit.changeConversation(id, { awaitingSince: null });
  }
}

/** What the business wrote from elsewhere after this message, and came before it, answers it. */
async function wasAnswered(unit: WorkUnit, conversationId: string, message: Message): Promise<boolean> {
  if (message.providerAt === null || unit.tx.now - message.providerAt < LATE_MS) return false;
  // Of this very transaction too.
  await unit.flush();
  const echo = await unit.tx.db
    .selectFrom('message')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('direction', '=', 'outbound')
    .where('provider_at', '>=', message.providerAt)
    .executeTakeFirst();
  return echo !== undefined;
}

async function quotedBy(
  unit: WorkUnit,
  ids: ExternalIds,
  connectionId: string,
  event: InboundMessage,
): Promise<string | null> {
  const { externalId, quotedExternalId } = event;
  if (quotedExternalId === null) return null;
  const quoted = ids.get({ connectionId, externalId: quotedExternalId });
  if (quoted !== null) return quoted;
  await rememberQuote(unit, connectionId, { externalId, quotedExternalId });
  ids.noteChange({ connectionId, externalId: quotedExternalId });
  return null;
}

/** Where the last words with this person are; finished, because nothing of it is open. */
async function lastConversation(unit: WorkUnit, { connectionId, identity }: Writing): Promise<Conversation | null> {
  const row = await unit.tx.db
    .selectFrom('conversation')
    .select('id')
    .where('workspace_id', '=', unit.tx.workspaceId)
    .where('connection_id', '=', connectionId)
    .where('identity_id', '=', identity.id)
    .orderBy('last_activity_at', 'desc')
    .executeTakeFirst();
  return row === undefined ? null : unit.conversation(row.id);
}

async function openConversation(
  unit: WorkUnit,
  connection: LiveConnection,
  contactId: string,
  identityId: string,
  finished: boolean,
  timeZone: string,
): Promise<Conversation> {
  const { now } = unit.tx;
  const conversation: Conversation = {
    id: uuid(),
    protocol: await nextProtocol(unit.tx, timeZone),
    contactId,
    connectionId: connection.id,
    identityId,
    channel: connection.channel,
    departmentId: connection.departmentId,
    assigneeId: null,
    assignmentCause: null,
    decision: null,
    offer: null,
    automation: null,
    merged: null,
    status: finished ? 'finished' : 'queued',
    createdAt: now,
    queuedAt: finished ? null : now,
    finishedAt: finished ? now : null,
    finishedById: null,
    qualification: null,
    lastMessage: null,
    lastActivityAt: now,
    lastInboundAt: null,
    awaitingSince: null,
    unread: 0,
    failedCount: 0,
    version: 0,
  };
  unit.addConversation(conversation);
  if (!finished) unit.addActivity(conversation, { type: 'queued', departmentId: connection.departmentId }, null);
  return conversation;
}

async function describeMore(
  unit: WorkUnit,
  connection: LiveConnection,
  event: InboundMessage,
  deps: ApplyDeps,
): Promise<Media[]> {
  const media = await Promise.all((event.attachments ?? []).map((id) => deps.storedMedia(id)));
  for (const medium of event.moreMedia ?? []) media.push(await describeMedium(unit, connection, medium, deps));
  return media.filter((one) => one !== null);
}

async function describeMedium(
  unit: WorkUnit,
  connection: LiveConnection,
  medium: InboundMedium | null,
  deps: ApplyDeps,
): Promise<Media | null> {
  if (medium === null) return null;
  if (medium.source.type === 'stored') return deps.storedMedia(medium.source.mediaId);
  const media: Media = {
    id: uuid(),
    mime: medium.mime,
    bytes: medium.bytes ?? 0,
    name: medium.name,
    width: null,
    height: null,
    state: 'pending',
    thumbnail: null,
    voice: medium.voice === true,
  };
  await unit.tx.db
    .insertInto('media')
    .values({
      id: media.id,
      workspace_id: unit.tx.workspaceId,
      connection_id: connection.id,
      mime: media.mime,
      bytes: media.bytes,
      name: media.name,
      width: null,
      height: null,
      state: 'pending',
      voice: media.voice,
      provider_ref: medium.source.ref,
      created_at: unit.tx.now,
    })
    .execute();
  return media;
}
