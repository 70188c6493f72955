import type { Conversation } from '../../src-shared/protocol/entities.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import { decide } from './decide.ts';
import { PER_ROUND, type ReadState, readState, type WaitingRow } from './read-state.ts';
import type { Verdict } from './state.ts';

/**
 * Gives what waits to the agents it belongs to (decide.ts), until the queues are empty or nobody has a free place. Runs
 * inside the transaction that changed something it depends on (a new conversation, a finished one, an agent who became
 * available), under the workspace's lock, so capacity is exact on any number of nodes. Flush what else the unit changed
 * before calling; what this assigns is flushed by the caller.
 *
 * Where the department asks for acceptance the conversation is offered: it is the agent's until they decline or time is up
 * (offers.ts). Answers with the conversations that are somebody's now, without those only on offer.
 */
export async function distribute(unit: WorkUnit): Promise<string[]> {
  const assigned: string[] = [];
  for (;;) {
    const read = await readState(unit);
    if (read === null) return assigned;
    const verdicts = decide(read.state);
    for (const verdict of verdicts) {
      const row = read.rows.get(verdict.conversationId);
      if (row === undefined) continue;
      const conversation = unit.hold(row);
      if (verdict.agentId === null) explainWaiting(unit, conversation, verdict);
      else if (give(unit, conversation, row, verdict.agentId, verdict)) assigned.push(conversation.id);
    }
    await saveTurns(unit, verdicts);
    if (!moreMayFit(read, verdicts)) return assigned;
    await unit.flush();
  }
}

function give(
  unit: WorkUnit,
  conversation: Conversation,
  row: WaitingRow,
  agentId: string,
  { decision }: Verdict,
): boolean {
  const cause = decision.rule === 'affinity' ? 'affinity' : 'distributed';
  const seconds = row.accept_seconds;
  const next = unit.changeConversation(conversation.id, {
    status: 'open',
    assigneeId: agentId,
    assignmentCause: cause,
    decision,
    offer: seconds === null ? null : { until: unit.tx.now + seconds * 1_000 },
  });
  if (seconds !== null) return false;
  unit.addActivity(next, { type: 'assigned', toId: agentId, cause }, null);
  return true;
}

/** What became of continuity is worth knowing while a conversation waits; that it waits at all is plain to see. */
function explainWaiting(unit: WorkUnit, conversation: Conversation, { decision }: Verdict): void {
  const known = conversation.decision?.rule === 'waiting' ? conversation.decision.affinity : null;
  const { affinity } = decision;
  if (known?.agentId === affinity?.agentId && known?.outcome === affinity?.outcome) return;
  unit.changeConversation(conversation.id, { decision: affinity === null ? null : decision });
}

/** The last turn of each department that distributes in turn. */
async function saveTurns(unit: WorkUnit, verdicts: Verdict[]): Promise<void> {
  const turns = new Map<string, string>();
  for (const { agentId, decision, departmentId } of verdicts)
    if (agentId !== null && decision.rule === 'roundRobin') turns.set(departmentId, agentId);
  if (turns.size === 0) return;
  await unit.tx.db
    .insertInto('routing_turn')
    .values([...turns].map(([department_id, agent_id]) => ({ department_id, agent_id })))
    .onConflict((conflict) =>
      conflict.column('department_id').doUpdateSet((eb) => ({ agent_id: eb.ref('excluded.agent_id') })),
    )
    .execute();
}

/** A department whose whole look found somebody may have more waiting behind it. */
function moreMayFit(read: ReadState, verdicts: Verdict[]): boolean {
  if (read.rows.size < PER_ROUND) return false;
  const of = Map.groupBy(verdicts, (verdict) => verdict.departmentId);
  return [...of.values()].some((all) => all.length >= PER_ROUND && all.every((verdict) => verdict.agentId !== null));
}
