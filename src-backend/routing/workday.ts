import { type Week, weekdays } from '../../src-shared/protocol/operation.ts';

/** The days and clock times of a workspace, in its own time zone. Moments are epoch milliseconds; everything here is pure. */

/**
 * When the day of `at` began in the zone: midnight, or the first moment after it where the clocks skip midnight (as they
 * did in São Paulo until 2018). Continuity starts anew here (F2).
 */
export function startOfWorkday(at: number, timeZone: string): number {
  return local(at, timeZone).startOfDay().epochMilliseconds;
}

/**
 * Whether the zone's wall clock shows a time inside one of the weekday's intervals. Half open: an interval holds its first
 * second and not its last (F3). In the hour that clocks repeat in autumn a time on the wall counts both times.
 */
export function isWithin(at: number, timeZone: string, week: Week): boolean {
  const now = local(at, timeZone);
  const weekday = weekdays[now.dayOfWeek - 1] ?? 'mon';
  const minute = now.hour * 60 + now.minute;
  return week[weekday].some(({ from, to }) => minute >= minuteOf(from) && minute < minuteOf(to));
}

function local(at: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
}

/** Intervals begin and end on whole minutes, so whole minutes decide to the second. */
function minuteOf(clock: string): number {
  const [hours = '0', minutes = '0'] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
}
