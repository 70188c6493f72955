import { type Operation, type Week, weekdays } from '../protocol/operation.ts';

/** Whether a moment falls into the operation's hours, on the workspace's own clock; a holiday's hours replace the weekday's. */
export function isOpenAt(operation: Pick<Operation, 'timeZone' | 'businessHours' | 'holidays'>, at: number): boolean {
  if (operation.businessHours === null) return true;
  const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(operation.timeZone);
  const date = moment.toPlainDate().toString();
  const holiday = operation.holidays.find((day) => day.date === date);
  const hours = holiday?.hours ?? hoursOf(operation.businessHours, moment.dayOfWeek);
  const clock = moment.toPlainTime().toString({ smallestUnit: 'minute' });
  // Texts like «08:30» sort as times do.
  return hours.some(({ from, to }) => from <= clock && clock < to);
}

/** `dayOfWeek`: 1 Monday … 7 Sunday, as Temporal counts. */
function hoursOf(week: Week, dayOfWeek: number): Week[keyof Week] {
  const day = weekdays[dayOfWeek - 1];
  return day === undefined ? [] : week[day];
}
