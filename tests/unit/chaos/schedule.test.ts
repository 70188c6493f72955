import { expect, test } from 'vitest';
import { faults } from '../../chaos/faults/faults.ts';
import { parseChaosOptions } from '../../chaos/options.ts';
import { planStrikes } from '../../chaos/schedule.ts';

const planOf = (seed: number, lastsMs: number) =>
  planStrikes(faults, seed, lastsMs).map(({ at, fault, seed: own }) => ({ at, name: fault.name, own }));

test('a seed gives the same misfortunes at the same times, another seed others', () => {
  expect(planOf(7, 120_000)).toEqual(planOf(7, 120_000));
  expect(planOf(7, 120_000)).not.toEqual(planOf(8, 120_000));
});

test('every fault comes at least once in a run of a minute, and the end of a run is calm', () => {
  for (const seed of [1, 2, 3]) {
    const plan = planOf(seed, 60_000);
    expect(new Set(plan.map(({ name }) => name)).size).toBe(faults.length);
    expect(plan.at(-1)?.at).toBeLessThan(60_000 * 0.88);
  }
});

test('a longer run begins anew with all of them, in another order', () => {
  const names = planOf(7, 600_000).map(({ name }) => name);
  const rounds = [names.slice(0, faults.length), names.slice(faults.length, 2 * faults.length)];
  expect(rounds[1]?.toSorted()).toEqual(rounds[0]?.toSorted());
  expect(rounds[1]).not.toEqual(rounds[0]);
});

test('several nodes need a PostgreSQL server, and a call that does not fit is refused', () => {
  expect(parseChaosOptions(['--minutes', '2', '--seed', '7', '--nodes', '3'])).toMatchObject({
    minutes: 2,
    seed: 7,
    nodes: 3,
    postgres: true,
    json: false,
  });
  expect(parseChaosOptions(['--seed', '7'])).toMatchObject({ nodes: 1, postgres: false });
  expect(parseChaosOptions(['--nodes', 'três'])).toBeNull();
  expect(parseChaosOptions(['--sed', '7'])).toBeNull();
});
