import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src-backend/routing/decide.ts';
import type { RoutingState, Verdict } from '../../../src-backend/routing/state.ts';
import { agent, anyState, NOW, state, waiting } from './states.ts';

const whoGets = (verdicts: Verdict[]) => verdicts.map(({ conversationId, agentId }) => [conversationId, agentId]);
const find = <T extends { id: string }>(all: T[], id: string | null): T => {
  const found = all.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${id} is not there`);
  return found;
};

describe('the rule of a department', () => {
  it('«least busy» gives to the least loaded for their capacity, and among equals to whoever is idle longest', () => {
    const agents = [
      agent({ id: 'ana', load: 2, capacity: 3 }),
      agent({ id: 'bruno', load: 4, capacity: 10 }),
      agent({ id: 'carla', load: 2, capacity: 5, idleSince: 7 }),
    ];
    expect(decide(state({ agents, waiting: [waiting()] }))[0]).toEqual({
      conversationId: 'c1',
      departmentId: 'suporte',
      agentId: 'bruno',
      decision: { at: NOW, rule: 'leastBusy', affinity: null, among: 3, waitedMs: 60_000 },
    });
  });

  it('«longest idle» gives to whoever received or finished nothing for longest, however loaded they are', () => {
    const agents = [agent({ id: 'ana', load: 0, idleSince: 50 }), agent({ id: 'bruno', load: 4, idleSince: 40 })];
    const verdicts = decide(state({ agents, waiting: [waiting({ rule: 'longestIdle' })] }));
    expect(verdicts[0]).toMatchObject({ agentId: 'bruno', decision: { rule: 'longestIdle', among: 2 } });
  });

  it('«round robin» goes around the table from the last turn, and passes over who has no room', () => {
    const agents = ['ana', 'bruno', 'carla'].map((id) => agent({ id, load: id === 'carla' ? 5 : 0 }));
    const verdicts = decide(
      state({
        agents,
        turns: new Map([['suporte', 'ana']]),
        waiting: ['c1', 'c2', 'c3'].map((id, index) => waiting({ id, rule: 'roundRobin', queuedAt: NOW - 50 + index })),
      }),
    );
    expect(whoGets(verdicts)).toEqual([
      ['c1', 'bruno'],
      ['c2', 'ana'],
      ['c3', 'bruno'],
    ]);
  });
});

describe('continuity of the day', () => {
  const returning = waiting({ servedBy: 'ana' });
  const bruno = agent({ id: 'bruno' });
  const outcome = (fields: Parameters<typeof agent>[0], more: Partial<RoutingState> = {}, item = returning) =>
    decide(state({ waiting: [item], agents: [agent({ load: 4, ...fields }), bruno], ...more }))[0];

  it('brings the customer back to who served them, however busy that person is while there is room', () => {
    expect(outcome({})).toMatchObject({
      agentId: 'ana',
      decision: { rule: 'affinity', affinity: { agentId: 'ana', outcome: 'used' } },
    });
  });

  it.each([
    ['full', { load: 5 }],
    ['away', { presence: 'away' }],
    ['offline', { presence: 'offline' }],
    ['paused', { presence: 'paused' }],
    ['not-member', { departmentIds: ['vendas'] }],
  ] as const)('gives way when the agent is «%s», and says so', (reason, fields) => {
    const given = { ...fields, departmentIds: [...('departmentIds' in fields ? fields.departmentIds : ['suporte'])] };
    expect(outcome(given)).toMatchObject({
      agentId: 'bruno',
      decision: { rule: 'leastBusy', affinity: { agentId: 'ana', outcome: reason } },
    });
  });

  it('is suspended in the special hours, and silent where it is switched off', () => {
    expect(outcome({}, { continuity: 'special-hours' })).toMatchObject({
      agentId: 'bruno',
      decision: { affinity: { agentId: 'ana', outcome: 'special-hours' } },
    });
    expect(outcome({}, { continuity: 'off' })).toMatchObject({ agentId: 'bruno', decision: { affinity: null } });
  });

  it('does not hand a conversation back to who passed it on, not even when the pass is old', () => {
    const passedBy = [{ agentId: 'ana', until: NOW - 1 }];
    expect(outcome({}, {}, waiting({ servedBy: 'ana', passedBy }))?.decision.affinity?.outcome).toBe('declined');
  });

  it('holds in a department of manual distribution too, where nothing else gives conversations away', () => {
    const item = waiting({ servedBy: 'ana', distribution: 'manual' });
    expect(outcome({}, {}, item)).toMatchObject({ agentId: 'ana' });
    expect(outcome({ presence: 'paused' }, {}, item)).toMatchObject({ agentId: null, decision: { rule: 'waiting' } });
  });
});

describe('queues', () => {
  it('a department without a free agent holds up no other', () => {
    const verdicts = decide(
      state({
        agents: [agent({ load: 5 }), agent({ id: 'bruno', departmentIds: ['vendas'] })],
        waiting: [waiting({ id: 'old', queuedAt: 1 }), waiting({ id: 'young', departmentId: 'vendas' })],
      }),
    );
    expect(whoGets(verdicts)).toEqual([
      ['old', null],
      ['young', 'bruno'],
    ]);
  });

  it('a conversation heavier than the room there is holds the place it needs; lighter ones go to others', () => {
    const heavy = waiting({ id: 'heavy', queuedAt: 1, weight: 3 });
    const light = ['l1', 'l2'].map((id) => waiting({ id }));
    const agents = [agent({ load: 3 }), agent({ id: 'bruno', load: 4 })];
    expect(whoGets(decide(state({ agents, waiting: [...light, heavy] })))).toEqual([
      ['heavy', null],
      ['l1', 'bruno'],
      ['l2', null],
    ]);
  });

  it('one heavier than anybody’s capacity goes to somebody who is free altogether', () => {
    const heavy = waiting({ weight: 9 });
    expect(decide(state({ agents: [agent({ load: 1 })], waiting: [heavy] }))[0]?.agentId).toBeNull();
    expect(decide(state({ agents: [agent()], waiting: [heavy] }))[0]?.agentId).toBe('ana');
  });

  it('what an agent passed on goes to others, and comes to them again when that is old', () => {
    const passed = (until: number) => waiting({ passedBy: [{ agentId: 'ana', until }] });
    expect(decide(state({ agents: [agent()], waiting: [passed(NOW + 1)] }))[0]?.agentId).toBeNull();
    expect(decide(state({ agents: [agent()], waiting: [passed(NOW)] }))[0]?.agentId).toBe('ana');
  });
});

describe('in any state', () => {
  const always = (check: (given: RoutingState, verdicts: Verdict[]) => void) =>
    fc.assert(
      fc.property(anyState, (given) => check(given, decide(given))),
      { numRuns: 600 },
    );

  it('nobody is given anything beyond their capacity', () => {
    always((given, verdicts) => {
      const loads = new Map(given.agents.map(({ id, load }) => [id, load]));
      for (const { agentId, conversationId } of verdicts) {
        if (agentId === null) continue;
        const { capacity } = find(given.agents, agentId);
        const weight = Math.min(find(given.waiting, conversationId).weight, capacity);
        const load = loads.get(agentId) ?? 0;
        expect(capacity).toBeGreaterThan(0);
        expect(load + weight).toBeLessThanOrEqual(capacity + 1e-6);
        loads.set(agentId, load + weight);
      }
    });
  });

  it('nobody is given anything who is not available, not of the department, or just passed it on', () => {
    always((given, verdicts) => {
      for (const { agentId, conversationId } of verdicts) {
        if (agentId === null) continue;
        const chosen = find(given.agents, agentId);
        const item = find(given.waiting, conversationId);
        expect(chosen.presence).toBe('available');
        expect(chosen.departmentIds).toContain(item.departmentId);
        expect(item.passedBy.some((passed) => passed.agentId === agentId && passed.until > NOW)).toBe(false);
      }
    });
  });

  it('every waiting conversation has one verdict, and the same state in any order has the same ones', () => {
    always((given, verdicts) => {
      expect(verdicts.map((one) => one.conversationId).sort()).toEqual(given.waiting.map((one) => one.id).sort());
      const shuffled = { ...given, waiting: given.waiting.toReversed(), agents: given.agents.toReversed() };
      expect(decide(shuffled)).toEqual(verdicts);
    });
  });

  it('continuity is used exactly when the rules say', () => {
    always((given, verdicts) => {
      const loads = new Map(given.agents.map(({ id, load }) => [id, load]));
      for (const { agentId, conversationId, decision } of verdicts) {
        const item = find(given.waiting, conversationId);
        const candidate = given.agents.find(({ id }) => id === item.servedBy);
        const isUsed = decision.rule === 'affinity';
        expect(isUsed).toBe(decision.affinity?.outcome === 'used');
        if (item.servedBy === null || given.continuity === 'off') expect(decision.affinity).toBeNull();
        else expect(decision.affinity?.agentId).toBe(item.servedBy);
        const mayBe =
          candidate !== undefined &&
          given.continuity === 'on' &&
          candidate.presence === 'available' &&
          candidate.departmentIds.includes(item.departmentId) &&
          !item.passedBy.some((passed) => passed.agentId === candidate.id);
        if (isUsed) expect(mayBe).toBe(true);
        // The one reason left is that they are full, or hold their place for somebody older.
        else if (mayBe) expect(decision.affinity?.outcome).toBe('full');
        if (agentId !== null) loads.set(agentId, (loads.get(agentId) ?? 0) + item.weight);
      }
    });
  });

  it('an older conversation does not wait for a place that a younger one of its queue and weight was given', () => {
    always((given, verdicts) => {
      const plain = verdicts.filter(({ conversationId }) => {
        const item = find(given.waiting, conversationId);
        return item.distribution === 'automatic' && item.passedBy.length === 0;
      });
      for (const [index, older] of plain.entries()) {
        if (older.agentId !== null) continue;
        const weight = find(given.waiting, older.conversationId).weight;
        for (const younger of plain.slice(index + 1)) {
          if (younger.departmentId !== older.departmentId) continue;
          if (find(given.waiting, younger.conversationId).weight < weight) continue;
          expect(younger.agentId).toBeNull();
        }
      }
    });
  });

  it('nothing waits while somebody free could take it, unless an older and heavier one holds that place', () => {
    always((given, verdicts) => {
      const loads = new Map(given.agents.map(({ id, load }) => [id, load]));
      const heavierWaits = verdicts.some(
        ({ agentId, conversationId }) => agentId === null && find(given.waiting, conversationId).weight > 0.1,
      );
      for (const { agentId, conversationId, decision } of verdicts) {
        const item = find(given.waiting, conversationId);
        if (agentId !== null) loads.set(agentId, (loads.get(agentId) ?? 0) + item.weight);
        else if (item.distribution === 'automatic') {
          expect(decision.among).toBe(0);
          const couldTake = given.agents.some(
            (one) =>
              one.presence === 'available' &&
              one.departmentIds.includes(item.departmentId) &&
              !item.passedBy.some((passed) => passed.agentId === one.id && passed.until > NOW) &&
              one.capacity > 0 &&
              (loads.get(one.id) ?? 0) + Math.min(item.weight, one.capacity) <= one.capacity,
          );
          if (couldTake) expect(heavierWaits).toBe(true);
        }
      }
    });
  });
});

describe('over many rounds', () => {
  it('nothing starves: the heavy and the unlucky are served while lighter and younger ones keep coming', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0.5, 1, 2), { minLength: 40, maxLength: 40 }), (stream) => {
        const agents = [
          agent({ capacity: 3 }),
          agent({ id: 'bruno', capacity: 2, departmentIds: ['suporte', 'vendas'] }),
        ];
        const open: { agentId: string; weight: number }[] = [];
        let queue = [waiting({ id: 'heavy', queuedAt: 0, weight: 3 })];
        let servedHeavyIn = -1;
        for (const [round, weight] of stream.entries()) {
          const departmentId = round % 3 === 0 ? 'vendas' : 'suporte';
          queue.push(
            waiting({ id: `a${round}`, queuedAt: round + 1, weight, departmentId }),
            waiting({ id: `b${round}`, queuedAt: round + 1, weight: 0.5 }),
          );
          const verdicts = decide(state({ now: NOW + round, agents, waiting: queue }));
          for (const { conversationId, agentId } of verdicts) {
            if (agentId === null) continue;
            const item = find(queue, conversationId);
            open.push({ agentId, weight: item.weight });
            find(agents, agentId).load += item.weight;
            queue = queue.filter(({ id }) => id !== conversationId);
            if (conversationId === 'heavy') servedHeavyIn = round;
          }
          // One conversation ends each round, the oldest.
          const ended = open.shift();
          if (ended !== undefined) find(agents, ended.agentId).load -= ended.weight;
        }
        expect(servedHeavyIn).toBeGreaterThanOrEqual(0);
        expect(servedHeavyIn).toBeLessThan(20);
      }),
    );
  });
});
