import type { Conversation } from '../../../src-shared/protocol/entities.ts';
import { idIn, type Operation, type Plan } from '../core/operation.ts';

/** A busy workspace for tests of many nodes: two queues that share some of their people. */
export const crowdPlan = {
  departments: [
    { id: 'suporte', automatic: true },
    { id: 'vendas', automatic: true },
  ],
  people: Array.from({ length: 8 }, (_, index) => ({
    id: `agente-${index}`,
    departments: index < 3 ? ['suporte'] : index < 6 ? ['vendas'] : ['suporte', 'vendas'],
    capacity: 1 + (index % 4),
  })),
} satisfies Plan;

/** The states of every conversation in the order of the log. */
async function history({ store, workspaceId }: Operation): Promise<Conversation[]> {
  const rows = await store.db
    .selectFrom('event')
    .select('body')
    .where('workspace_id', '=', workspaceId)
    .orderBy('seq')
    .execute();
  return rows.flatMap(({ body }) => (body.type === 'conversation' ? [body.conversation] : []));
}

/**
 * Walks through everything that ever happened: the most that each person had at any moment beyond their capacity (by their
 * short id; nobody when all is well).
 */
export async function everOverCapacity(operation: Operation, plan: Plan): Promise<string[]> {
  const capacity = new Map(plan.people.map((person) => [idIn(operation, person.id), person.capacity ?? 5]));
  const owner = new Map<string, string>();
  const open = new Map<string, number>();
  const over = new Set<string>();
  for (const { id, status, assigneeId } of await history(operation)) {
    const before = owner.get(id);
    const now = status === 'open' && assigneeId !== null ? assigneeId : undefined;
    if (before === now) continue;
    if (before !== undefined) open.set(before, (open.get(before) ?? 0) - 1);
    owner.delete(id);
    if (now === undefined) continue;
    owner.set(id, now);
    open.set(now, (open.get(now) ?? 0) + 1);
    if ((open.get(now) ?? 0) > (capacity.get(now) ?? 0)) over.add(now.slice(now.indexOf(':') + 1));
  }
  return [...over];
}

/** Conversations that are neither somebody's, nor a queue's, nor finished. */
export async function ownerless({ store, workspaceId }: Operation): Promise<string[]> {
  const rows = await store.db
    .selectFrom('conversation')
    .select(['protocol', 'status', 'assignee_id', 'queued_at', 'finished_at'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  return rows
    .filter((row) => {
      if (row.status === 'open') return row.assignee_id === null;
      if (row.status === 'queued') return row.assignee_id !== null || row.queued_at === null;
      return row.status !== 'finished' || row.finished_at === null;
    })
    .map((row) => row.protocol);
}
