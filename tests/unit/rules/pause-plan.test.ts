import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operationDefaults } from '../../../src-shared/protocol/operation.ts';
import { planPauses, type TakenPause } from '../../../src-shared/rules/pause-plan.ts';

const plan = operationDefaults.pausePlan;
const MINUTE = 60_000;
const workFrom = Date.UTC(2026, 10, 23, 11);
const at = (minutes: number) => workFrom + minutes * MINUTE;
const took = (kind: TakenPause['kind'], from: number, minutes: number): TakenPause => ({
  kind,
  from: at(from),
  to: at(from + minutes),
});

describe('the pauses of a six-hour day (NR-17, annex II)', () => {
  it('are a rest, a meal and a rest, spread over the day', () => {
    const { remaining, taken } = planPauses({ plan, workFrom, taken: [], now: at(0) });
    expect(remaining.map(({ kind }) => kind)).toEqual(['rest', 'meal', 'rest']);
    expect(taken).toEqual({ rest: 0, meal: 0 });
    expect(remaining[0]).toMatchObject({ earliest: at(60), latest: at(290), minutes: 10, state: 'later' });
    expect(remaining[1]).toMatchObject({ earliest: at(0), latest: at(340), minutes: 20 });
  });

  it('do not count in the first and last hour, nor when they were cut short', () => {
    const early = planPauses({ plan, workFrom, taken: [took('rest', 30, 10)], now: at(50) });
    expect(early.taken.rest).toBe(0);
    const short = planPauses({ plan, workFrom, taken: [took('rest', 100, 9)], now: at(120) });
    expect(short.taken.rest).toBe(0);
    const late = planPauses({ plan, workFrom, taken: [took('rest', 295, 10)], now: at(310) });
    expect(late.taken.rest).toBe(0);
    const good = planPauses({ plan, workFrom, taken: [took('rest', 290, 10)], now: at(301) });
    expect(good.taken.rest).toBe(1);
  });

  it('are overdue when they can no longer be taken where the rule wants them', () => {
    const { remaining } = planPauses({ plan, workFrom, taken: [took('meal', 150, 20)], now: at(291) });
    expect(remaining.map(({ state }) => state)).toEqual(['overdue', 'overdue']);
  });

  it('count while they last, and other pauses never', () => {
    const going = planPauses({ plan, workFrom, taken: [{ kind: 'rest', from: at(90), to: null }], now: at(93) });
    expect(going.taken.rest).toBe(1);
    const bathroom = planPauses({ plan, workFrom, taken: [took('other', 90, 15)], now: at(120) });
    expect(bathroom.remaining).toHaveLength(3);
  });

  it('end with the last one taken', () => {
    const taken = [took('rest', 90, 10), took('meal', 170, 20), took('rest', 250, 12)];
    expect(planPauses({ plan, workFrom, taken, now: at(300) })).toEqual({
      remaining: [],
      next: null,
      taken: { rest: 2, meal: 1 },
    });
  });
});

const plans = fc.record({
  dayMinutes: fc.integer({ min: 60, max: 720 }),
  restMinutes: fc.integer({ min: 0, max: 60 }),
  restTimes: fc.integer({ min: 0, max: 6 }),
  edgeMinutes: fc.integer({ min: 0, max: 120 }),
  mealMinutes: fc.integer({ min: 0, max: 120 }),
});
const pauses = fc.array(
  fc.record({
    kind: fc.constantFrom('rest' as const, 'meal' as const, 'other' as const),
    from: fc.integer({ min: -60, max: 720 }).map(at),
    minutes: fc.integer({ min: 0, max: 90 }),
  }),
  { maxLength: 8 },
);
const days = fc.record({
  plan: plans,
  workFrom: fc.constant(workFrom),
  taken: pauses.map((all): TakenPause[] =>
    all.map(({ kind, from, minutes }) => ({ kind, from, to: from + minutes * MINUTE })),
  ),
  now: fc.integer({ min: 0, max: 800 }).map(at),
});

describe('whatever the plan and the day', () => {
  it('what was taken and what remains make the plan', () => {
    fc.assert(
      fc.property(days, (day) => {
        const { remaining, taken } = planPauses(day);
        const rests = day.plan.restMinutes > 0 ? day.plan.restTimes : 0;
        const meals = day.plan.mealMinutes > 0 ? 1 : 0;
        expect(remaining.filter(({ kind }) => kind === 'rest').length + taken.rest).toBe(rests);
        expect(remaining.filter(({ kind }) => kind === 'meal').length + taken.meal).toBe(meals);
      }),
    );
  });

  it('each is due inside the period it must begin in, and the next is the first of them', () => {
    fc.assert(
      fc.property(days, (day) => {
        const { remaining, next } = planPauses(day);
        for (const pause of remaining) {
          expect(pause.earliest).toBeLessThanOrEqual(pause.due);
          expect(pause.due).toBeLessThanOrEqual(pause.latest);
          expect(pause.state).toBe(day.now > pause.latest ? 'overdue' : day.now >= pause.earliest ? 'open' : 'later');
        }
        expect(next).toEqual(remaining[0] ?? null);
        expect(remaining.map(({ due }) => due)).toEqual(remaining.map(({ due }) => due).toSorted((a, b) => a - b));
      }),
    );
  });

  it('a rest of a day that has room for it lies outside the first and last minutes', () => {
    fc.assert(
      fc.property(days, (day) => {
        const { dayMinutes, edgeMinutes, restMinutes } = day.plan;
        if (2 * edgeMinutes + restMinutes > dayMinutes) return;
        for (const pause of planPauses(day).remaining) {
          if (pause.kind !== 'rest') continue;
          expect(pause.due).toBeGreaterThanOrEqual(at(edgeMinutes));
          expect(pause.due + restMinutes * MINUTE).toBeLessThanOrEqual(at(dayMinutes - edgeMinutes));
        }
      }),
    );
  });

  it('a pause more never makes more of them remain, and the same day gives the same answer', () => {
    fc.assert(
      fc.property(days, (day) => {
        const [, ...fewer] = day.taken;
        expect(planPauses(day).remaining.length).toBeLessThanOrEqual(
          planPauses({ ...day, taken: fewer }).remaining.length,
        );
        expect(planPauses(day)).toEqual(planPauses(structuredClone(day)));
      }),
    );
  });
});
