import type { Random } from './random.ts';

const HOUR = 3_600_000;

const MINUTE = 60_000;

export type Standing = 'finished' | 'open' | 'queued';

/**
 * Whatever the hour is, somebody looks at the history as at a shop that is at work: whoever waits came within the last
 * three quarters of an hour, more than half of what is open began within five hours, and for some of yesterday's the window
 * ends soon. Times stay sorted.
 */
export function bringNear(
  random: Random,
  times: Float64Array,
  now: number,
  { assigned, queued }: { assigned: number; queued: number },
): void {
  const near = (count: number, from: number, to: number): number[] =>
    Array.from({ length: count }, () => now - random.between(from, to) * MINUTE - random.below(MINUTE));
  const latest = [
    ...near(Math.ceil(assigned * 0.12), 20.2 * 60, 23.5 * 60),
    ...near(Math.ceil(assigned * 0.6), 50, 300),
    ...near(queued, 2, 44),
  ].sort((a, b) => a - b);
  const first = times.length - latest.length;
  for (const [offset, time] of latest.entries()) {
    const index = first + offset;
    if (index >= 0) times[index] = Math.max(times[index] ?? 0, time);
  }
}

/**
 * Which conversations are still under way at `now`: the last ones wait in the queue; of those before, most that are open
 * are of the last hours, some of yesterday with a window (24 hours) that ends soon, and a few whose window is over.
 */
export function chooseStanding(
  random: Random,
  times: Float64Array,
  now: number,
  wanted: { assigned: number; queued: number },
): Standing[] {
  const standing = Array.from(times, (): Standing => 'finished');
  const firstQueued = times.length - wanted.queued;
  standing.fill('queued', firstQueued);
  let left = wanted.assigned;
  const take = (count: number, fromHours: number, toHours: number): void => {
    const old: number[] = [];
    for (let index = firstQueued - 1; index >= 0; index -= 1) {
      const age = (now - (times[index] ?? 0)) / HOUR;
      if (age >= toHours) break;
      if (age >= fromHours && standing[index] === 'finished') old.push(index);
    }
    for (const index of random.shuffle(old).slice(0, Math.min(count, left))) {
      standing[index] = 'open';
      left -= 1;
    }
  };
  take(Math.ceil(wanted.assigned * 0.12), 20, 23.8);
  take(Math.floor(wanted.assigned * 0.08), 25, 40);
  for (let index = firstQueued - 1; index >= 0 && left > 0; index -= 1) {
    if (standing[index] !== 'finished') continue;
    standing[index] = 'open';
    left -= 1;
  }
  return standing;
}
