import { expect, it } from 'vitest';
import { createInboxTimer } from '../../../../src-main/engine/live/inbox-timer.ts';
import { manualClock } from './manual-clock.ts';

const hour = 3_600_000;

function timer() {
  const { clock, pass } = manualClock();
  const due: number[] = [];
  const one = createInboxTimer({ clock, onDue: () => due.push(clock.monotonic() - 1_000) });
  return { ...one, pass, due };
}

it('the earliest of the moments that the lists expect wakes them, once', () => {
  const { expects, pass, due } = timer();
  expects(500);
  expects(200);
  expects(900);
  expects(null);
  pass(199);
  expect(due).toEqual([]);
  pass(1);
  expect(due).toEqual([200]);
  pass(10 * hour);
  expect(due).toEqual([200]);
});

it('no timer runs while no filter depends on time', () => {
  const { expects, pass, due } = timer();
  expects(null);
  pass(48 * hour);
  expect(due).toEqual([]);
});

it('a moment far ahead is looked at again every hour, for clocks are set and machines sleep', () => {
  const { expects, pass, due } = timer();
  expects(20 * hour);
  pass(hour);
  expect(due).toEqual([hour]);
});

it('what is expected after it was stopped, as when another person signs in, counts anew', () => {
  const { expects, stop, pass, due } = timer();
  expects(100);
  stop();
  pass(100);
  expect(due).toEqual([]);
  expects(50);
  pass(50);
  expect(due).toEqual([150]);
});
