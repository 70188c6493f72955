import { expect, test } from 'vitest';
import { runFuzz } from '../fuzz/run.ts';
import { targets } from '../fuzz/targets/all.ts';

/** The same cases at every run; `npm run fuzz` takes new ones, and more. */
const CASES = 20_000;
const SEED = 20_261_122;

test('twenty thousand strangers’ words crash nothing, hang nothing and are answered as the protocol says', async () => {
  const results = await runFuzz(targets, { cases: CASES, seed: SEED, tell: () => undefined });
  expect(results.filter(({ failure }) => failure !== null)).toEqual([]);
  expect(results.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThanOrEqual(CASES);
}, 180_000);
