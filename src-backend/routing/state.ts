import type { Decision, Department, PresenceState } from '../../src-shared/protocol/entities.ts';

/** All that a decision of the distribution depends on. Moments are epoch milliseconds. */
export interface RoutingState {
  now: number;
  /** Continuity of the same day is switched on (F2), and whether the special hours suspend it now (F3). */
  continuity: 'on' | 'off' | 'special-hours';
  waiting: WaitingConversation[];
  agents: AgentState[];
  /** By department, who was last given a conversation in turn (`roundRobin`). */
  turns: ReadonlyMap<string, string>;
}

/** A conversation in a queue. */
export interface WaitingConversation {
  id: string;
  departmentId: string;
  distribution: Department['distribution'];
  rule: Department['rule'];
  queuedAt: number;
  /** How much of a capacity it takes, by its channel. */
  weight: number;
  /** Who served this customer last today; null: nobody. */
  servedBy: string | null;
  /** Who passed it on (declined, let it expire, or transferred it), and until when it is not offered to them again. */
  passedBy: { agentId: string; until: number }[];
}

export interface AgentState {
  id: string;
  presence: PresenceState;
  departmentIds: string[];
  /** The weights of their open conversations, added up. */
  load: number;
  capacity: number;
  /** When they last received or finished a conversation; 0: never. */
  idleSince: number;
}

/** `agentId` null: it stays in the queue. */
export interface Verdict {
  conversationId: string;
  departmentId: string;
  agentId: string | null;
  decision: Decision;
}

/** Weights may be fractions, whose sums are not exact. */
const EPSILON = 1e-9;

/** What the agent could still take, in weights; never negative. */
export const roomOf = (agent: Pick<AgentState, 'load' | 'capacity'>): number =>
  Math.max(0, agent.capacity - agent.load);

/**
 * Whether a conversation still fits beside what the agent serves. One that weighs more than the whole capacity takes all of
 * it: else nobody could ever be given it. A capacity of 0 is given nothing, not even what weighs nothing.
 */
export function fits(agent: Pick<AgentState, 'load' | 'capacity'>, weight: number): boolean {
  return agent.capacity > 0 && agent.load + Math.min(weight, agent.capacity) <= agent.capacity + EPSILON;
}
