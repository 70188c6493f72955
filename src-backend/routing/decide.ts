import { continuityOf } from './continuity.ts';
import { nextBy } from './rules.ts';
import { type AgentState, fits, type RoutingState, roomOf, type Verdict, type WaitingConversation } from './state.ts';

/**
 * The whole distribution as one pure function: who gets what waits, and why. One verdict for each waiting conversation, the
 * oldest first.
 *
 * - Nobody is given anything beyond their capacity or while not available.
 * - The oldest goes first. One that is too heavy for the room there is holds the agent with the most room: nothing younger,
 *   of whatever department, takes that room away from under it, so it is not overtaken for ever.
 * - A department without a free agent holds up no other.
 * - Departments of manual distribution leave conversations to be taken; only continuity gives them to somebody.
 */
export function decide(state: RoutingState): Verdict[] {
  const agents = new Map(state.agents.map((agent) => [agent.id, { ...agent }]));
  const turns = new Map(state.turns);
  const held = new Set<string>();

  const verdictOn = (waiting: WaitingConversation): Verdict => {
    const { id: conversationId, departmentId } = waiting;
    const eligible = eligibleFor(waiting, agents.values(), state.now);
    const free = eligible.filter((agent) => !held.has(agent.id) && fits(agent, waiting.weight));
    const servedBy = waiting.servedBy ?? '';
    const affinity = continuityOf(waiting, state.continuity, agents.get(servedBy), held.has(servedBy));
    const base = { at: state.now, affinity, among: free.length, waitedMs: Math.max(0, state.now - waiting.queuedAt) };

    if (affinity?.outcome === 'used') {
      give(agents.get(affinity.agentId), waiting.weight);
      return { conversationId, departmentId, agentId: affinity.agentId, decision: { ...base, rule: 'affinity' } };
    }
    const chosen = waiting.distribution === 'automatic' ? nextBy(waiting.rule, free, turns.get(departmentId)) : null;
    if (chosen !== null) {
      give(chosen, waiting.weight);
      if (waiting.rule === 'roundRobin') turns.set(departmentId, chosen.id);
      return { conversationId, departmentId, agentId: chosen.id, decision: { ...base, rule: waiting.rule } };
    }
    if (waiting.distribution === 'automatic') hold(eligible);
    return { conversationId, departmentId, agentId: null, decision: { ...base, rule: 'waiting' } };
  };

  const give = (agent: AgentState | undefined, weight: number): void => {
    if (agent === undefined) return;
    agent.load += weight;
    agent.idleSince = state.now;
  };

  const hold = (eligible: AgentState[]): void => {
    let most: AgentState | null = null;
    for (const agent of eligible) {
      if (held.has(agent.id) || roomOf(agent) === 0) continue;
      const more = most === null ? 1 : roomOf(agent) - roomOf(most);
      if (most === null || more > 0 || (more === 0 && agent.id < most.id)) most = agent;
    }
    if (most !== null) held.add(most.id);
  };

  return [...state.waiting].sort(oldestFirst).map(verdictOn);
}

/** The promised order of a queue: by age, equal ages by id. The desktop shows positions by the same (engine/cache/queues.ts). */
function oldestFirst(a: WaitingConversation, b: WaitingConversation): number {
  if (a.queuedAt !== b.queuedAt) return a.queuedAt - b.queuedAt;
  return a.id < b.id ? -1 : 1;
}

/** Available members of the department who did not just pass it on. */
function eligibleFor(waiting: WaitingConversation, agents: Iterable<AgentState>, now: number): AgentState[] {
  const eligible: AgentState[] = [];
  for (const agent of agents) {
    if (agent.presence !== 'available' || !agent.departmentIds.includes(waiting.departmentId)) continue;
    if (waiting.passedBy.some((passed) => passed.agentId === agent.id && passed.until > now)) continue;
    eligible.push(agent);
  }
  return eligible;
}
