import type { WorkUnit } from '../conversations/work-unit.ts';
import { toConversation } from '../store/entities/conversation.ts';
import { type AgentState, chooseAgent } from './choose-agent.ts';

/**
 * Gives the oldest waiting conversations of the departments with automatic distribution to available agents, until the
 * queues are empty or nobody has a free place. Runs inside the transaction that changed something it depends on (a new
 * conversation, a finished one, an agent who became available), under the workspace's lock, so capacity is exact.
 * Flush what else the unit changed before calling; what this assigns is flushed by the caller.
 */
export async function distribute(unit: WorkUnit): Promise<string[]> {
  const { db, workspaceId, now } = unit.tx;
  const waiting = await db
    .selectFrom('conversation')
    .innerJoin('department', 'department.id', 'conversation.department_id')
    .selectAll('conversation')
    .where('conversation.workspace_id', '=', workspaceId)
    .where('conversation.status', '=', 'queued')
    .where('department.distribution', '=', 'automatic')
    .orderBy('conversation.queued_at')
    .orderBy('conversation.id')
    .limit(200)
    .execute();
  if (waiting.length === 0) return [];

  const members = await agentStates(unit);
  const assigned: string[] = [];
  for (const row of waiting) {
    const agents = members.get(row.department_id) ?? [];
    const agent = chooseAgent(agents);
    if (agent === null) continue;
    agent.open += 1;
    agent.lastStartedAt = now;
    const conversation = (await unit.conversation(row.id)) ?? toConversation(row);
    const next = unit.changeConversation(conversation.id, {
      status: 'open',
      assigneeId: agent.id,
      assignmentCause: 'distributed',
      queuedAt: null,
    });
    unit.addActivity(next, { type: 'assigned', toId: agent.id, cause: 'distributed' }, null);
    assigned.push(conversation.id);
  }
  return assigned;
}

/** Agents by department; one agent in two departments is one object in both, so a place is counted once. */
async function agentStates(unit: WorkUnit): Promise<Map<string, AgentState[]>> {
  const { db, workspaceId } = unit.tx;
  const people = await db
    .selectFrom('person')
    .select(['id', 'capacity', 'presence_state'])
    .where('workspace_id', '=', workspaceId)
    .where('active', '=', true)
    .where('presence_state', '=', 'available')
    .execute();
  const loads = await db
    .selectFrom('conversation')
    .select(['assignee_id', (eb) => eb.fn.countAll<number>().as('open'), (eb) => eb.fn.max('created_at').as('last')])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'open')
    .where('assignee_id', 'is not', null)
    .groupBy('assignee_id')
    .execute();
  const loadOf = new Map(loads.map((row) => [row.assignee_id, row]));
  const states = new Map<string, AgentState>(
    people.map((person) => {
      const load = loadOf.get(person.id);
      return [
        person.id,
        {
          id: person.id,
          available: true,
          open: Number(load?.open ?? 0),
          capacity: person.capacity,
          lastStartedAt: load?.last ?? 0,
        },
      ];
    }),
  );
  const memberships = await db
    .selectFrom('person_department')
    .select(['person_id', 'department_id'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  const byDepartment = new Map<string, AgentState[]>();
  for (const membership of memberships) {
    const state = states.get(membership.person_id);
    if (state === undefined) continue;
    const list = byDepartment.get(membership.department_id) ?? [];
    list.push(state);
    byDepartment.set(membership.department_id, list);
  }
  return byDepartment;
}
