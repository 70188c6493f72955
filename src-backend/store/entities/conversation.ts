import type { Insertable, Selectable } from 'kysely';
import type { Conversation } from '../../../src-shared/protocol/entities.ts';
import type { ConversationTable } from '../database.ts';

export function toConversation(row: Selectable<ConversationTable>): Conversation {
  return {
    id: row.id,
    protocol: row.protocol,
    contactId: row.contact_id,
    connectionId: row.connection_id,
    identityId: row.identity_id,
    channel: row.channel,
    departmentId: row.department_id,
    assigneeId: row.assignee_id,
    assignmentCause: row.assignment_cause,
    decision: row.decision,
    offer: row.offer_until === null ? null : { until: row.offer_until },
    automation: row.automation,
    merged: row.merged,
    status: row.status,
    createdAt: row.created_at,
    queuedAt: row.queued_at,
    finishedAt: row.finished_at,
    finishedById: row.finished_by_id,
    qualification: row.qualification,
    lastMessage: row.last_message,
    lastActivityAt: row.last_activity_at,
    lastInboundAt: row.last_inbound_at,
    awaitingSince: row.awaiting_since,
    unread: row.unread,
    failedCount: row.failed_count,
    version: row.version,
  };
}

export function conversationRow(workspaceId: string, conversation: Conversation): Insertable<ConversationTable> {
  return {
    id: conversation.id,
    workspace_id: workspaceId,
    protocol: conversation.protocol,
    contact_id: conversation.contactId,
    connection_id: conversation.connectionId,
    identity_id: conversation.identityId,
    channel: conversation.channel,
    department_id: conversation.departmentId,
    assignee_id: conversation.assigneeId,
    assignment_cause: conversation.assignmentCause,
    decision: conversation.decision === null ? null : JSON.stringify(conversation.decision),
    offer_until: conversation.offer?.until ?? null,
    automation: conversation.automation === null ? null : JSON.stringify(conversation.automation),
    merged: conversation.merged === null ? null : JSON.stringify(conversation.merged),
    status: conversation.status,
    created_at: conversation.createdAt,
    queued_at: conversation.queuedAt,
    finished_at: conversation.finishedAt,
    finished_by_id: conversation.finishedById,
    qualification: conversation.qualification === null ? null : JSON.stringify(conversation.qualification),
    last_message: conversation.lastMessage === null ? null : JSON.stringify(conversation.lastMessage),
    last_activity_at: conversation.lastActivityAt,
    last_inbound_at: conversation.lastInboundAt,
    awaiting_since: conversation.awaitingSince,
    unread: conversation.unread,
    failed_count: conversation.failedCount,
    version: conversation.version,
  };
}
