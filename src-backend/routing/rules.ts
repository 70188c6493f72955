import type { Department } from '../../src-shared/protocol/entities.ts';
import type { AgentState } from './state.ts';

/**
 * Who of several agents with room is next, by the department's rule. Total orders that end with the id, so the same state
 * gives the same answer whatever the order it is read in.
 *
 * - `leastBusy`: the least loaded for their capacity; among equals whoever is idle longest.
 * - `longestIdle`: whoever has gone longest without receiving or finishing a conversation; among equals the least loaded.
 * - `roundRobin`: the next by id after `lastTurn`, around the table; who has no room loses the turn.
 */
export function nextBy(
  rule: Department['rule'],
  free: readonly AgentState[],
  lastTurn: string | undefined,
): AgentState | null {
  const before = orders[rule](lastTurn);
  let best: AgentState | null = null;
  for (const agent of free) if (best === null || before(agent, best)) best = agent;
  return best;
}

type Before = (a: AgentState, b: AgentState) => boolean;

const orders: Record<Department['rule'], (lastTurn: string | undefined) => Before> = {
  leastBusy: () => (a, b) => first(byLoad(a, b), a.idleSince - b.idleSince, a, b),
  longestIdle: () => (a, b) => first(a.idleSince - b.idleSince, byLoad(a, b), a, b),
  roundRobin: (lastTurn) => (a, b) => {
    const aWaits = lastTurn === undefined || a.id > lastTurn;
    const bWaits = lastTurn === undefined || b.id > lastTurn;
    return aWaits === bWaits ? a.id < b.id : aWaits;
  },
};

/** Cross-multiplied, so that loads compare without a division. */
const byLoad = (a: AgentState, b: AgentState): number => a.load * b.capacity - b.load * a.capacity;

function first(decisive: number, second: number, a: AgentState, b: AgentState): boolean {
  if (decisive !== 0) return decisive < 0;
  return second !== 0 ? second < 0 : a.id < b.id;
}
