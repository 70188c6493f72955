import fc from 'fast-check';
import type { AgentState, RoutingState, WaitingConversation } from '../../../src-backend/routing/state.ts';

export const NOW = 1_000_000;

export const agent = (fields: Partial<AgentState> = {}): AgentState => ({
  id: 'ana',
  presence: 'available',
  departmentIds: ['suporte'],
  load: 0,
  capacity: 5,
  idleSince: 0,
  ...fields,
});

export const waiting = (fields: Partial<WaitingConversation> = {}): WaitingConversation => ({
  id: 'c1',
  departmentId: 'suporte',
  distribution: 'automatic',
  rule: 'leastBusy',
  queuedAt: NOW - 60_000,
  weight: 1,
  servedBy: null,
  passedBy: [],
  ...fields,
});

export const state = (fields: Partial<RoutingState> = {}): RoutingState => ({
  now: NOW,
  continuity: 'on',
  waiting: [],
  agents: [],
  turns: new Map(),
  ...fields,
});

const departments = ['suporte', 'vendas', 'financeiro'];
const people = ['ana', 'bruno', 'carla', 'davi', 'eva', 'fabio'];
const weights = [0, 0.1, 0.5, 1, 1, 1, 2, 3];

const agents = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom(...people),
    presence: fc.constantFrom('available', 'available', 'available', 'paused', 'away', 'offline'),
    departmentIds: fc.subarray(departments),
    load: fc.integer({ min: 0, max: 60 }).map((tenths) => tenths / 10),
    capacity: fc.integer({ min: 0, max: 6 }),
    idleSince: fc.nat(9),
  }) satisfies fc.Arbitrary<AgentState>,
  { selector: ({ id }) => id },
);

const item = fc.record({
  id: fc.uuid(),
  departmentId: fc.constantFrom(...departments),
  distribution: fc.constantFrom('automatic', 'automatic', 'automatic', 'manual'),
  rule: fc.constantFrom('leastBusy', 'longestIdle', 'roundRobin'),
  queuedAt: fc.integer({ min: NOW - 50, max: NOW }),
  weight: fc.constantFrom(...weights),
  servedBy: fc.option(fc.constantFrom(...people, 'nobody-here')),
  passedBy: fc.array(
    fc.record({ agentId: fc.constantFrom(...people), until: fc.integer({ min: NOW - 5, max: NOW + 5 }) }),
    { maxLength: 2 },
  ),
}) satisfies fc.Arbitrary<WaitingConversation>;

export const anyState: fc.Arbitrary<RoutingState> = fc.record({
  now: fc.constant(NOW),
  continuity: fc.constantFrom('on', 'on', 'off', 'special-hours'),
  waiting: fc.uniqueArray(item, { selector: ({ id }) => id, maxLength: 25 }),
  agents,
  turns: fc
    .dictionary(fc.constantFrom(...departments), fc.constantFrom(...people))
    .map((turns) => new Map(Object.entries(turns))),
});
