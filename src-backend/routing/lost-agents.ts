import { type Kysely, sql } from 'kysely';
import { type Operation, operationDefaults } from '../../src-shared/protocol/operation.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import type { Database } from '../store/database.ts';
import { inQueueAgain } from './offers.ts';

/**
 * What becomes of conversations whose owner is gone. By the workspace's rule they stay (`keep`: supervisors see whose owner is
 * offline and may step in), or return to their queue some minutes after the owner went offline, as old as they were and with
 * a line in the history. Someone who does not work here any more owns nothing, whatever the rule.
 */
export interface LostConversations {
  workspaceId: string;
  conversationIds: string[];
}

/** Looks over all workspaces, without a lock: who acts looks again under it. */
export async function findLost(
  db: Kysely<Database>,
  now: number,
  graceMsOf: (operation: Pick<Operation, 'lostAgent'>) => number,
): Promise<LostConversations[]> {
  const rows = await db
    .selectFrom('person')
    .innerJoin('conversation', 'conversation.assignee_id', 'person.id')
    .leftJoin('operation', 'operation.workspace_id', 'person.workspace_id')
    .select([
      'person.workspace_id',
      'person.active',
      'person.presence_state',
      'person.presence_since',
      'person.seen_at',
      'conversation.id',
      'operation.data',
    ])
    .where('conversation.status', '=', 'open')
    // What is merged into another goes where that one goes.
    .where('conversation.merged', 'is', null)
    .where((where) =>
      where.or([
        where('person.active', '=', false),
        where.and([where('person.presence_state', 'in', GONE), where(mayRequeue, '=', 'requeue')]),
      ]),
    )
    .execute();
  const lost = new Map<string, string[]>();
  for (const row of rows) {
    const lostAgent = row.data?.lostAgent ?? operationDefaults.lostAgent;
    const since = row.presence_state === 'offline' ? row.presence_since : row.seen_at + graceMsOf({ lostAgent });
    const due = lostAgent.action === 'requeue' && since + lostAgent.requeueAfterMinutes * 60_000 <= now;
    if (!due && row.active) continue;
    lost.set(row.workspace_id, [...(lost.get(row.workspace_id) ?? []), row.id]);
  }
  return [...lost].map(([workspaceId, conversationIds]) => ({ workspaceId, conversationIds }));
}

/** The rule of a workspace that changed it; what nobody changed is `keep`. */
const mayRequeue = sql<string | null>`operation.data->'lostAgent'->>'action'`;

/** A pause outlives a lost connection, so someone on a pause is looked for by when they were last seen. */
const GONE: ('offline' | 'paused')[] = ['offline', 'paused'];

/** Returns them to their queues. Those that are somebody else's by now are left alone. The caller flushes and distributes. */
export async function requeueLost(unit: WorkUnit, conversationIds: string[]): Promise<void> {
  const rows = await unit.tx.db
    .selectFrom('conversation')
    .innerJoin('person', 'person.id', 'conversation.assignee_id')
    .selectAll('conversation')
    .where('conversation.workspace_id', '=', unit.tx.workspaceId)
    .where('conversation.id', 'in', conversationIds)
    .where('conversation.status', '=', 'open')
    .where('conversation.merged', 'is', null)
    .where((where) => where.or([where('person.active', '=', false), where('person.presence_state', 'in', GONE)]))
    .execute();
  for (const row of rows) {
    const conversation = unit.hold(row);
    const agentId = conversation.assigneeId;
    if (agentId === null) continue;
    const waiting = unit.changeConversation(conversation.id, { ...inQueueAgain(unit, conversation), decision: null });
    unit.addActivity(waiting, { type: 'requeued', agentId }, null);
  }
}
