import { sql } from 'kysely';
import type { Conversation } from '../../src-shared/protocol/entities.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import { notePass } from './passes.ts';

/**
 * A conversation on offer has an assignee and a time limit. Accepting makes it theirs; declining or silence returns it to
 * the queue as old as it was. Whoever writes to the customer has accepted, however they came to do it.
 */
export function acceptOffer(unit: WorkUnit, conversation: Conversation): Conversation {
  if (conversation.offer === null || conversation.assigneeId === null) return conversation;
  const accepted = unit.changeConversation(conversation.id, { offer: null });
  const cause = conversation.assignmentCause === 'affinity' ? 'affinity' : 'distributed';
  unit.addActivity(accepted, { type: 'assigned', toId: conversation.assigneeId, cause }, null);
  return accepted;
}

/** `unanswered`: nobody said no, time is up. The caller flushes and distributes. */
export async function returnOffer(unit: WorkUnit, conversation: Conversation, unanswered: boolean): Promise<void> {
  const agentId = conversation.assigneeId;
  if (conversation.offer === null || agentId === null) return;
  await notePass(unit.tx, conversation.id, agentId);
  const waiting = unit.changeConversation(conversation.id, { ...inQueueAgain(unit, conversation), decision: null });
  unit.addActivity(waiting, { type: 'declined', agentId, unanswered }, unanswered ? null : agentId);
}

/** Back in its queue, as old as it was when it first came there. */
export function inQueueAgain(unit: WorkUnit, conversation: Conversation): Partial<Conversation> {
  return {
    status: 'queued',
    assigneeId: null,
    assignmentCause: null,
    offer: null,
    queuedAt: conversation.queuedAt ?? conversation.awaitingSince ?? unit.tx.now,
  };
}

/**
 * Returns what was offered and not answered in time. An agent who wrote meanwhile keeps it. Answers with those who had
 * accepted by writing; the caller flushes and distributes.
 */
export async function expireOffers(unit: WorkUnit): Promise<{ changed: boolean; accepted: string[] }> {
  const { db, workspaceId, now } = unit.tx;
  const rows = await db
    .selectFrom('conversation')
    .selectAll()
    .select(
      sql<boolean>`EXISTS (SELECT 1 FROM message WHERE message.conversation_id = conversation.id
        AND message.direction = 'outbound' AND message.author_id = conversation.assignee_id
        AND message.created_at >= (conversation.decision->>'at')::bigint)`.as('wrote'),
    )
    .where('workspace_id', '=', workspaceId)
    .where('offer_until', 'is not', null)
    .where('offer_until', '<=', now)
    .where('status', '=', 'open')
    .execute();
  const accepted: string[] = [];
  for (const row of rows) {
    const conversation = unit.hold(row);
    if (row.wrote) accepted.push(acceptOffer(unit, conversation).id);
    else await returnOffer(unit, conversation, true);
  }
  return { changed: rows.length > 0, accepted };
}
