import type { Insertable, Selectable } from 'kysely';
import type { Message } from '../../../src-shared/protocol/entities.ts';
import type { MessageTable } from '../database.ts';

export function toMessage(row: Selectable<MessageTable>): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    connectionId: row.connection_id,
    identityId: row.identity_id,
    channel: row.channel,
    direction: row.direction,
    kind: row.kind,
    text: row.text,
    media: row.media,
    attachments: row.attachments,
    unknownKind: row.unknown_kind,
    quotedMessageId: row.quoted_message_id,
    mentionIds: row.mention_ids,
    authorId: row.author_id,
    activity: row.activity,
    position: row.position,
    createdAt: row.created_at,
    providerAt: row.provider_at,
    status: row.status,
    failure: row.failure,
    attempts: row.attempts,
    statusTimes: row.status_times,
    content: row.content,
    forwarded: row.forwarded,
    referral: row.referral,
    reactions: row.reactions,
    edits: row.edits,
    deletedAt: row.deleted_at,
    version: row.version,
  };
}

/** The row of a message that was never stored; `externalId` is the provider's id, where there is one already. */
export function messageRow(workspaceId: string, message: Message, externalId: string | null): Insertable<MessageTable> {
  return {
    id: message.id,
    workspace_id: workspaceId,
    conversation_id: message.conversationId,
    connection_id: message.connectionId,
    identity_id: message.identityId,
    channel: message.channel,
    direction: message.direction,
    kind: message.kind,
    text: message.text,
    media: message.media === null ? null : JSON.stringify(message.media),
    attachments: JSON.stringify(message.attachments),
    unknown_kind: message.unknownKind,
    quoted_message_id: message.quotedMessageId,
    mention_ids: JSON.stringify(message.mentionIds),
    author_id: message.authorId,
    activity: message.activity === null ? null : JSON.stringify(message.activity),
    position: message.position,
    created_at: message.createdAt,
    provider_at: message.providerAt,
    external_id: externalId,
    status: message.status,
    failure: message.failure === null ? null : JSON.stringify(message.failure),
    attempts: JSON.stringify(message.attempts),
    status_times: JSON.stringify(message.statusTimes),
    content: message.content === null ? null : JSON.stringify(message.content),
    forwarded: message.forwarded,
    referral: message.referral === null ? null : JSON.stringify(message.referral),
    reactions: JSON.stringify(message.reactions),
    edits: JSON.stringify(message.edits),
    deleted_at: message.deletedAt,
    version: message.version,
  };
}
