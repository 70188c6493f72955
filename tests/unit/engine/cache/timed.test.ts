import { expect, it } from 'vitest';
import { createTimed } from '../../../../src-main/engine/cache/timed.ts';
import { silentLog } from '../../../../src-main/engine/log.ts';
import { manualClock } from '../live/manual-clock.ts';

it('a call of the database that takes longer than 40 ms is told with its name, a shorter one is not', () => {
  const time = manualClock();
  const told: unknown[] = [];
  const timed = createTimed(time.clock, { ...silentLog, warn: (event, fields) => told.push([event, fields]) });
  expect(timed('search', () => 'found')).toBe('found');
  timed('search', () => time.pass(40));
  expect(told).toEqual([]);
  timed('search', () => time.pass(41));
  expect(told).toEqual([['slow-database-call', { name: 'search', ms: 41 }]]);
  expect(() =>
    timed('history', () => {
      time.pass(50);
      throw new Error('also told');
    }),
  ).toThrow('also told');
  expect(told).toHaveLength(2);
});
