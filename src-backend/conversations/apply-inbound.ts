import { v7 as uuid } from 'uuid';
import type { Conversation, Media } from '../../src-shared/protocol/entities.ts';
import type { LiveConnection } from '../channels/connections.ts';
import type { InboundMessage, InboundStatus } from '../channels/contract.ts';
import type { IdentityFinder } from '../contacts/match.ts';
import { preview } from './preview.ts';
import { nextProtocol } from './protocol-number.ts';
import { applyStatus } from './statuses.ts';
import type { WorkUnit } from './work-unit.ts';

/** A provider's medium that must be fetched after the commit. */
export interface MediaToFetch {
  mediaId: string;
  messageId: string;
  connectionId: string;
}

export interface ApplyDeps {
  /** Of the workspace; asked only when a conversation begins. */
  timeZone(): Promise<string>;
  /** Reads a stored medium's description for a message that refers to one. */
  storedMedia(mediaId: string): Promise<Media | null>;
}

/**
 * A customer's message becomes a message of the conversation that this identity has open through this connection; if
 * there is none, a new conversation in the queue of the connection's department. A message whose provider id is known
 * already was applied before and changes nothing (the caller leaves those out; the unique index is the last guard).
 */
export async function applyInboundMessage(
  unit: WorkUnit,
  finder: IdentityFinder,
  connection: LiveConnection,
  event: InboundMessage,
  deps: ApplyDeps,
): Promise<MediaToFetch | null> {
  const { now } = unit.tx;
  const { contact, identity } = await finder.find(connection.channel, event.sender);
  const conversation =
    (await unit.liveConversation(connection.id, identity.id)) ??
    (await openConversation(unit, connection, contact.id, identity.id, await deps.timeZone()));

  const media = await describeMedia(unit, connection, event, deps);
  const quoted =
    event.quotedExternalId === null ? null : await messageIdOf(unit, connection.id, event.quotedExternalId);
  const message = unit.addMessage(
    conversation,
    {
      direction: 'inbound',
      kind: event.kind,
      text: event.text,
      media,
      unknownKind: event.unknownKind,
      quotedMessageId: quoted,
      providerAt: event.providerAt,
    },
    event.externalId,
  );
  unit.changeConversation(conversation.id, {
    lastMessage: preview(message),
    lastActivityAt: now,
    lastInboundAt: now,
    awaitingSince: conversation.awaitingSince ?? now,
    unread: conversation.unread + 1,
  });
  return media?.state === 'pending' ? { mediaId: media.id, messageId: message.id, connectionId: connection.id } : null;
}

async function openConversation(
  unit: WorkUnit,
  connection: LiveConnection,
  contactId: string,
  identityId: string,
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
    status: 'queued',
    createdAt: now,
    queuedAt: now,
    finishedAt: null,
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
  unit.addActivity(conversation, { type: 'queued', departmentId: connection.departmentId }, null);
  return conversation;
}

async function describeMedia(
  unit: WorkUnit,
  connection: LiveConnection,
  event: InboundMessage,
  deps: ApplyDeps,
): Promise<Media | null> {
  if (event.media === null) return null;
  if (event.media.source.type === 'stored') return deps.storedMedia(event.media.source.mediaId);
  const media: Media = {
    id: uuid(),
    mime: event.media.mime,
    bytes: event.media.bytes ?? 0,
    name: event.media.name,
    width: null,
    height: null,
    state: 'pending',
    thumbnail: null,
    voice: false,
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
      provider_ref: event.media.source.ref,
      created_at: unit.tx.now,
    })
    .execute();
  return media;
}

async function messageIdOf(unit: WorkUnit, connectionId: string, externalId: string): Promise<string | null> {
  const row = await unit.tx.db
    .selectFrom('message')
    .select('id')
    .where('connection_id', '=', connectionId)
    .where('external_id', '=', externalId)
    .executeTakeFirst();
  return row?.id ?? null;
}

/**
 * A provider's word on what we sent. One that comes before our own note of the provider's id is parked, and applied
 * when the id is saved.
 */
export async function applyInboundStatus(
  unit: WorkUnit,
  connection: LiveConnection,
  event: InboundStatus,
): Promise<void> {
  const messageId = await messageIdOf(unit, connection.id, event.externalId);
  if (messageId === null) {
    await unit.tx.db
      .insertInto('parked_status')
      .values({
        workspace_id: unit.tx.workspaceId,
        connection_id: connection.id,
        external_id: event.externalId,
        status: event.status,
        failure: event.failure === null ? null : JSON.stringify(event.failure),
        provider_at: event.providerAt,
        at: unit.tx.now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return;
  }
  const message = await unit.message(messageId);
  if (message !== null && message.direction === 'outbound') await applyStatus(unit, message, event);
}
