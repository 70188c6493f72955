import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgentState, chooseAgent } from '../../../src-backend/routing/choose-agent.ts';

const agent = (fields: Partial<AgentState>): AgentState => ({
  id: 'ana',
  available: true,
  open: 0,
  capacity: 5,
  lastStartedAt: 0,
  ...fields,
});

describe('who gets the next conversation of a queue', () => {
  it('is nobody when everyone is full, paused or absent', () => {
    expect(chooseAgent([])).toBeNull();
    expect(chooseAgent([agent({ open: 5 }), agent({ id: 'bruno', available: false })])).toBeNull();
    expect(chooseAgent([agent({ capacity: 0 })])).toBeNull();
  });

  it('is the least loaded for their capacity, not the one with fewest conversations', () => {
    const ana = agent({ id: 'ana', open: 2, capacity: 3 });
    const bruno = agent({ id: 'bruno', open: 4, capacity: 10 });
    expect(chooseAgent([ana, bruno])?.id).toBe('bruno');
  });

  it('is, among equals, whoever has gone longest without a new one', () => {
    const ana = agent({ id: 'ana', open: 1, lastStartedAt: 200 });
    const bruno = agent({ id: 'bruno', open: 1, lastStartedAt: 100 });
    expect(chooseAgent([ana, bruno])?.id).toBe('bruno');
  });

  it('is never over capacity, never someone who is not available, and the same for the same state in any order', () => {
    const agents = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        available: fc.boolean(),
        open: fc.nat(12),
        capacity: fc.nat(10),
        lastStartedAt: fc.nat(5),
      }),
      { selector: (state) => state.id },
    );
    fc.assert(
      fc.property(agents, (states) => {
        const chosen = chooseAgent(states);
        const free = states.filter((state) => state.available && state.open < state.capacity);
        if (chosen === null) expect(free).toEqual([]);
        else expect(free).toContain(chosen);
        expect(chooseAgent([...states].reverse())?.id).toBe(chosen?.id);
      }),
    );
  });
});
