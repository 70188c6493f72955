import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RECONNECTION, waitBefore } from '../../../../src-main/engine/sync/backoff.ts';

test('the first try after a failure comes within half a second, later ones within fifteen', () => {
  expect(waitBefore(RECONNECTION, 0, 0)).toBe(250);
  expect(waitBefore(RECONNECTION, 0, 0.999)).toBeLessThanOrEqual(500);
  expect(waitBefore(RECONNECTION, 40, 0.999)).toBeLessThanOrEqual(15_000);
  expect(waitBefore(RECONNECTION, 40, 0)).toBe(7_500);
});

test('the wait never shrinks with more failures, whatever the chance', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
      expect(waitBefore(RECONNECTION, attempt + 1, random)).toBeGreaterThanOrEqual(
        waitBefore(RECONNECTION, attempt, random),
      );
    }),
  );
});

test('a thousand desktops do not come back in the same instant', () => {
  const waits = new Set(Array.from({ length: 1_000 }, (_, i) => waitBefore(RECONNECTION, 5, i / 1_000)));
  expect(waits.size).toBeGreaterThan(900);
});
