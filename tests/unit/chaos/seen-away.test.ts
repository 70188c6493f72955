import { expect, test } from 'vitest';
import { longestAway } from '../../chaos/check/seen-away.ts';

const lines = [
  { at: 0, state: 'connecting' as const },
  { at: 900, state: 'online' as const },
  { at: 2_000, state: 'offline' as const },
  { at: 2_400, state: 'online' as const },
  { at: 5_000, state: 'offline' as const },
];

test('what counts is the longest time in one go that the line was not up, within the span and to its end', () => {
  expect(longestAway(lines, 1_000, 4_000)).toBe(400);
  expect(longestAway(lines, 2_100, 4_000)).toBe(300);
  expect(longestAway(lines, 1_000, 6_500)).toBe(1_500);
  expect(longestAway(lines, 2_500, 4_900)).toBe(0);
});

test('a line that only connects is away too, and so is one of which nothing was ever told', () => {
  expect(longestAway(lines, 0, 1_000)).toBe(900);
  expect(longestAway([], 0, 1_000)).toBe(1_000);
});
