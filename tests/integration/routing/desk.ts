import { operationDefaults, type Operation as Settings } from '../../../src-shared/protocol/operation.ts';
import { conversations, idIn, messages, type Operation } from '../core/operation.ts';

/** A moment on the wall clock of São Paulo, in epoch milliseconds. */
export const at = (clock: string): number =>
  Temporal.PlainDateTime.from(clock).toZonedDateTime('America/Sao_Paulo').epochMilliseconds;

type Data = Omit<Settings, 'id' | 'timeZone' | 'version'>;

/** Changes how the workspace works, as the settings screens store it. */
export async function arrange({ store, workspaceId }: Operation, change: Partial<Data>): Promise<void> {
  const data = JSON.stringify({ ...operationDefaults, ...change });
  await store.db
    .insertInto('operation')
    .values({ workspace_id: workspaceId, data, version: 1 })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet({ data, version: 2 }))
    .execute();
}

/** How a department distributes. */
export async function ruleOf(
  operation: Operation,
  department: string,
  change: {
    rule?: 'leastBusy' | 'longestIdle' | 'roundRobin';
    accept_seconds?: number | null;
    distribution?: 'automatic' | 'manual';
  },
): Promise<void> {
  await operation.store.db
    .updateTable('department')
    .set(change)
    .where('id', '=', idIn(operation, department))
    .execute();
}

/** The newest conversation: whose it is, by what cause, and how that was decided. Ids of people without the workspace. */
export async function newest(operation: Operation) {
  const all = await conversations(operation);
  const row = all.at(-1);
  if (row === undefined) throw new Error('there is no conversation yet');
  const short = (id: string | null) => (id === null ? null : id.slice(id.indexOf(':') + 1));
  return {
    id: row.id,
    status: row.status,
    with: short(row.assignee_id),
    cause: row.assignment_cause,
    rule: row.decision?.rule ?? null,
    continuity: row.decision?.affinity
      ? `${short(row.decision.affinity.agentId)}: ${row.decision.affinity.outcome}`
      : null,
    among: row.decision?.among ?? null,
    queuedAt: row.queued_at,
    offerUntil: row.offer_until,
  };
}

/** The history's lines of a conversation, in order, with short ids. */
export async function happened(operation: Operation, conversationId: string): Promise<string[]> {
  const short = (id: string | null) => (id === null ? '-' : id.slice(id.indexOf(':') + 1));
  return (await messages(operation, conversationId)).flatMap(({ activity }) => {
    if (activity === null) return [];
    switch (activity.type) {
      case 'assigned':
        return [`${short(activity.toId)} by ${activity.cause}`];
      case 'declined':
        return [`${activity.unanswered ? 'no answer from' : 'declined by'} ${short(activity.agentId)}`];
      case 'requeued':
        return [`lost by ${short(activity.agentId)}`];
      default:
        return [activity.type];
    }
  });
}

export const finish = (operation: Operation, who: string, conversationId: string) =>
  operation.command(who, 'conversation.finish', { conversationId, reasonId: null, description: null });
