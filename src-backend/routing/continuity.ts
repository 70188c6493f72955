import type { Decision } from '../../src-shared/protocol/entities.ts';
import { type AgentState, fits, type RoutingState, type WaitingConversation } from './state.ts';

type Continuity = Decision['affinity'];

/**
 * What becomes of the continuity of the same day for one conversation (F2–F4): `used` when whoever served the customer last
 * today gets it, else the first reason against it. null: nobody served them today, or continuity is switched off.
 *
 * Someone of another department does not keep the customer: who transfers to, or writes to, another department expects that
 * department's people. Someone who passed this very conversation on is not handed it back by continuity.
 */
export function continuityOf(
  waiting: WaitingConversation,
  continuity: RoutingState['continuity'],
  agent: AgentState | undefined,
  held: boolean,
): Continuity {
  const agentId = waiting.servedBy;
  if (agentId === null || continuity === 'off') return null;
  const not = (outcome: NonNullable<Continuity>['outcome']): Continuity => ({ agentId, outcome });
  if (continuity === 'special-hours') return not('special-hours');
  // Not among the people who work here now.
  if (agent === undefined) return not('offline');
  if (!agent.departmentIds.includes(waiting.departmentId)) return not('not-member');
  if (waiting.passedBy.some((passed) => passed.agentId === agentId)) return not('declined');
  if (agent.presence !== 'available') return not(agent.presence);
  if (held || !fits(agent, waiting.weight)) return not('full');
  return { agentId, outcome: 'used' };
}
