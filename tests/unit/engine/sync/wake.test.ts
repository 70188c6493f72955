import { expect, test } from 'vitest';
import { watchForSleep } from '../../../../src-main/engine/sync/wake.ts';
import { createManualClock } from '../../../simulators/clock.ts';

test('a night of sleep is noticed within a second of waking, once', () => {
  const clock = createManualClock();
  const woken: number[] = [];
  const stop = watchForSleep(clock, (sleptMs) => woken.push(sleptMs));
  clock.pass(60_000);
  expect(woken).toEqual([]);
  clock.jump(8 * 3_600_000);
  clock.pass(1_000);
  expect(woken).toEqual([8 * 3_600_000]);
  clock.pass(60_000);
  expect(woken).toHaveLength(1);
  stop();
});

test('a clock set back by a day is not sleep', () => {
  const clock = createManualClock();
  const woken: number[] = [];
  watchForSleep(clock, (sleptMs) => woken.push(sleptMs));
  clock.jump(-86_400_000);
  clock.pass(5_000);
  expect(woken).toEqual([]);
});

test('after the engine stopped nothing is watched', () => {
  const clock = createManualClock();
  const woken: number[] = [];
  watchForSleep(clock, (sleptMs) => woken.push(sleptMs))();
  clock.jump(3_600_000);
  clock.pass(5_000);
  expect(woken).toEqual([]);
});
