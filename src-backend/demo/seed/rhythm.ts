import type { Random } from './random.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Brasília time, without daylight saving since 2019. */
const BRASILIA = -3 * HOUR;

/** How much customers write in each local hour: hardly at night, most before lunch and in the afternoon, again at night. */
const byHour = [2, 1, 1, 1, 1, 2, 6, 18, 52, 84, 98, 92, 60, 70, 92, 96, 90, 78, 62, 54, 50, 42, 24, 8];
/** Sunday first. */
const byWeekday = [22, 100, 96, 92, 90, 94, 52];

/** Sorted epoch milliseconds of `count` arrivals in the `days` before `now`, by hour and weekday, growing with time. */
export function arrivalTimes(random: Random, count: number, now: number, days: number): Float64Array {
  const hours = days * 24;
  const first = now - hours * HOUR;
  const upTo = new Float64Array(hours);
  let sum = 0;
  for (let hour = 0; hour < hours; hour += 1) {
    const local = first + hour * HOUR + BRASILIA;
    const ofDay = byHour[Math.floor((local % DAY) / HOUR)] ?? 0;
    // 1 January 1970 was a Thursday.
    const ofWeek = byWeekday[(Math.floor(local / DAY) + 4) % 7] ?? 0;
    sum += ofDay * ofWeek * (1 + (0.6 * hour) / hours);
    upTo[hour] = sum;
  }
  const times = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    const hour = firstAbove(upTo, random.next() * sum);
    // The last hours stay a little before `now`, so that every conversation has room for its messages.
    times[index] = Math.floor(Math.min(first + (hour + random.next()) * HOUR, now - 60_000 - random.below(600_000)));
  }
  return times.sort();
}

function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Splits `total` over `count` shares of at least one, most small and a few very long; they add up exactly. */
export function longTail(random: Random, total: number, count: number): Uint32Array {
  const shares = new Uint32Array(count);
  const weights = new Float64Array(count);
  let sum = 0;
  for (let index = 0; index < count; index += 1) {
    // Log-normal by the sum of uniform draws: near enough, and quick.
    const bell = random.next() + random.next() + random.next() + random.next() - 2;
    weights[index] = Math.exp(bell * 1.5);
    sum += weights[index] ?? 0;
  }
  let reached = 0;
  let given = 0;
  for (let index = 0; index < count; index += 1) {
    reached += weights[index] ?? 0;
    const upTo = index === count - 1 ? total - count : Math.floor((reached / sum) * (total - count));
    shares[index] = 1 + upTo - given;
    given = upTo;
  }
  return shares;
}

/**
 * Shortens the shares from `from` on to at most `most` and gives the rest to the ones before, so the sum stays. With
 * nothing before `from`, nothing can move.
 */
export function shortenLast(random: Random, shares: Uint32Array, from: number, most: number): void {
  if (from <= 0) return;
  for (let index = from; index < shares.length; index += 1) {
    const kept = Math.min(shares[index] ?? 1, random.between(1, most));
    const rest = (shares[index] ?? 1) - kept;
    shares[index] = kept;
    for (let given = 0; given < rest; given += 1) {
      const other = random.below(from);
      shares[other] = (shares[other] ?? 0) + 1;
    }
  }
}
