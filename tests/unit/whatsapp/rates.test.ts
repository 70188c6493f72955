import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRates } from '../../../src-backend/channels/meta/rates.ts';
import { createAllowance } from '../../simulators/graph-api/limits.ts';

it('what our rates let through is never refused by the provider’s, in any order and at any pace', () => {
  const step = fc.record({ afterMs: fc.integer({ min: 0, max: 3_000 }), customer: fc.integer({ min: 0, max: 3 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      let at = 0;
      const rates = createRates(() => at);
      const perNumber = createAllowance(80, 1000 / 80, () => at);
      const perPair = createAllowance(45, 6_000, () => at);
      for (const { afterMs, customer } of steps) {
        at += afterMs;
        const pair = `customer ${customer}`;
        if (rates.ask('number', pair) > 0) continue;
        expect(perNumber.take('number') && perPair.take(pair)).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

it('whoever waits as long as they are told gets their place', () => {
  let at = 0;
  const rates = createRates(() => at);
  for (let sent = 0; sent < 45; sent += 1) expect(rates.ask('number', 'pair')).toBe(0);
  const waitMs = rates.ask('number', 'pair');
  expect(waitMs).toBe(6_000);
  at += waitMs - 1;
  expect(rates.ask('number', 'pair')).toBe(1);
  at += 1;
  expect(rates.ask('number', 'pair')).toBe(0);
});

it('a number sends eighty in a second, to however many customers', () => {
  let at = 0;
  const rates = createRates(() => at);
  let sent = 0;
  for (; at < 1_000; at += 1) if (rates.ask('number', `customer ${at}`) === 0) sent += 1;
  expect(sent).toBeLessThanOrEqual(160);
  for (let customer = 0; rates.ask('number', `late ${customer}`) === 0; customer += 1);
  const waitMs = rates.ask('number', 'one more');
  expect(waitMs).toBeGreaterThan(0);
  expect(waitMs).toBeLessThanOrEqual(13);
});
