import type { Selectable } from 'kysely';
import type { Department } from '../../src-shared/protocol/entities.ts';
import type { Operation } from '../../src-shared/protocol/operation.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import type { ConversationTable } from '../store/database.ts';
import { loadOperation } from '../store/entities/directory.ts';
import { loadsOf, weightOf } from './capacity.ts';
import type { AgentState, RoutingState, WaitingConversation } from './state.ts';
import { isWithin, startOfWorkday } from './workday.ts';

/** Whoever passed a conversation on is not offered it again for this long, unless it comes to others first (milliseconds). */
export const PASSED_MS = 5 * 60_000;

/** Of each department, the oldest so many are looked at in one round; more rounds follow while they find somebody. */
export const PER_ROUND = 50;

export type WaitingRow = Selectable<ConversationTable> & {
  distribution: Department['distribution'];
  rule: Department['rule'];
  accept_seconds: number | null;
  /** Who was last given one in turn. */
  turn: string | null;
};

export interface ReadState {
  state: RoutingState;
  rows: Map<string, WaitingRow>;
}

/**
 * Reads what a round of the distribution depends on, under the workspace's lock: five queries, and none but the first when
 * nothing waits. null: nothing waits.
 */
export async function readState(unit: WorkUnit): Promise<ReadState | null> {
  const { tx } = unit;
  const rows = await waitingRows(unit);
  if (rows.length === 0) return null;
  const operation = await loadOperation(tx.db, tx.workspaceId);
  const { timeZone } = operation;
  const servedBy = operation.affinity.enabled
    ? await lastServers(unit, rows, startOfWorkday(tx.now, timeZone))
    : new Map<string, string>();
  const departmentIds = [...new Set(rows.map((row) => row.department_id))];
  const agents = await agentStates(unit, operation, departmentIds, [...new Set(servedBy.values())]);
  const turns = new Map<string, string>();
  for (const row of rows) if (row.turn !== null) turns.set(row.department_id, row.turn);
  const special = () => isWithin(tx.now, timeZone, operation.affinity.specialHours);
  return {
    rows: new Map(rows.map((row) => [row.id, row])),
    state: {
      now: tx.now,
      continuity: !operation.affinity.enabled ? 'off' : special() ? 'special-hours' : 'on',
      waiting: rows.map((row) => waitingOf(row, operation, servedBy.get(row.contact_id) ?? null)),
      agents,
      turns,
    },
  };
}

function waitingOf(row: WaitingRow, operation: Operation, servedBy: string | null): WaitingConversation {
  return {
    id: row.id,
    departmentId: row.department_id,
    distribution: row.distribution,
    rule: row.rule,
    queuedAt: row.queued_at ?? row.created_at,
    weight: weightOf(operation, row.channel),
    servedBy,
    passedBy: (row.passed_by ?? []).map(({ agentId, at }) => ({ agentId, until: at + PASSED_MS })),
  };
}

/**
 * The oldest of every department with automatic distribution, each with places of its own: a long queue of one department
 * never keeps another's from being looked at. Of manual departments only what this unit has in hand: there the distribution
 * has a word when a conversation comes (continuity), and afterwards people take what they want.
 */
async function waitingRows(unit: WorkUnit): Promise<WaitingRow[]> {
  const { db, workspaceId } = unit.tx;
  const inHand = unit.touchedConversations().filter((one) => one.status === 'queued' && one.merged === null);
  return db
    .selectFrom('department')
    .leftJoin('routing_turn', 'routing_turn.department_id', 'department.id')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('conversation')
          .selectAll('conversation')
          .whereRef('conversation.department_id', '=', 'department.id')
          .where('conversation.status', '=', 'queued')
          .where('conversation.merged', 'is', null)
          .where((where) =>
            inHand.length === 0
              ? where('department.distribution', '=', 'automatic')
              : where.or([
                  where('department.distribution', '=', 'automatic'),
                  where(
                    'conversation.id',
                    'in',
                    inHand.map((one) => one.id),
                  ),
                ]),
          )
          .orderBy('conversation.queued_at')
          .orderBy('conversation.id')
          .limit(PER_ROUND)
          .as('waiting'),
      (join) => join.onTrue(),
    )
    .selectAll('waiting')
    .select([
      'department.distribution',
      'department.rule',
      'department.accept_seconds',
      'routing_turn.agent_id as turn',
    ])
    .where('department.workspace_id', '=', workspaceId)
    .execute();
}

/**
 * By contact, who served the customer last today: was the assignee of any conversation of theirs since the day began, on any
 * channel known to be the same customer's. The conversation that waits counts too (it may have been transferred to this
 * queue, or its owner's machine is gone).
 */
async function lastServers(unit: WorkUnit, rows: WaitingRow[], dayBegan: number): Promise<Map<string, string>> {
  const found = await unit.tx.db
    .selectFrom('contact as waiting')
    .innerJoin('contact as member', (join) =>
      join.onRef('member.workspace_id', '=', 'waiting.workspace_id').onRef('member.root_id', '=', 'waiting.root_id'),
    )
    .innerJoin('conversation', 'conversation.contact_id', 'member.id')
    .select(['waiting.id as contact_id', 'conversation.served_by'])
    .where('waiting.workspace_id', '=', unit.tx.workspaceId)
    .where('waiting.id', 'in', [...new Set(rows.map((row) => row.contact_id))])
    .where('conversation.served_by', 'is not', null)
    .where((where) =>
      where.or([
        where('conversation.served_until', '>=', dayBegan),
        // Nothing happened in it today, and yet it is somebody's.
        where.and([where('conversation.status', '=', 'open'), where('conversation.offer_until', 'is', null)]),
      ]),
    )
    .orderBy('conversation.served_until')
    .execute();
  const servers = new Map<string, string>();
  for (const row of found) if (row.served_by !== null) servers.set(row.contact_id, row.served_by);
  return servers;
}

/** Available members of these departments, and, whatever they do, these people (to say why they do not get what waits). */
async function agentStates(
  unit: WorkUnit,
  operation: Operation,
  departmentIds: string[],
  personIds: string[],
): Promise<AgentState[]> {
  const { tx } = unit;
  const rows = await tx.db
    .selectFrom('person')
    .leftJoin('person_department', 'person_department.person_id', 'person.id')
    .select([
      'person.id',
      'person.capacity',
      'person.presence_state',
      'person.idle_since',
      'person_department.department_id',
    ])
    .where('person.workspace_id', '=', tx.workspaceId)
    .where('person.active', '=', true)
    .where((where) => {
      const members = where.and([
        where('person.presence_state', '=', 'available'),
        where('person_department.department_id', 'in', departmentIds),
      ]);
      return personIds.length === 0 ? members : where.or([members, where('person.id', 'in', personIds)]);
    })
    .execute();
  if (rows.length === 0) return [];
  const loads = await loadsOf(tx, operation, null);
  const agents = new Map<string, AgentState>();
  for (const row of rows) {
    const known = agents.get(row.id);
    if (known !== undefined) {
      if (row.department_id !== null) known.departmentIds.push(row.department_id);
      continue;
    }
    agents.set(row.id, {
      id: row.id,
      presence: row.presence_state,
      departmentIds: row.department_id === null ? [] : [row.department_id],
      load: loads.get(row.id) ?? 0,
      capacity: row.capacity,
      idleSince: row.idle_since,
    });
  }
  return [...agents.values()];
}
