import { expect, it } from 'vitest';
import { type Operation, type Week, weekdays } from '../../../src-shared/protocol/operation.ts';
import { isOpenAt } from '../../../src-shared/rules/business-hours.ts';

const week = (hours: Week['mon'], closed: (keyof Week)[] = []): Week => {
  const day = (name: keyof Week) => (closed.includes(name) ? [] : hours);
  return {
    mon: day('mon'),
    tue: day('tue'),
    wed: day('wed'),
    thu: day('thu'),
    fri: day('fri'),
    sat: day('sat'),
    sun: day('sun'),
  };
};
const operation = (change: Partial<Operation> = {}): Pick<Operation, 'timeZone' | 'businessHours' | 'holidays'> => ({
  timeZone: 'America/Sao_Paulo',
  businessHours: week([{ from: '08:00', to: '18:00' }], ['sun']),
  holidays: [],
  ...change,
});
const at = (local: string, zone = 'America/Sao_Paulo') =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;

it.each([
  ['2026-11-23T07:59:59.999', false],
  ['2026-11-23T08:00', true],
  ['2026-11-23T17:59:59.999', true],
  ['2026-11-23T18:00', false],
  ['2026-11-22T10:00', false],
])('at %s it is %s', (local, open) => {
  expect(isOpenAt(operation(), at(local))).toBe(open);
});

it('without hours it is always open', () => {
  expect(isOpenAt(operation({ businessHours: null }), at('2026-11-22T03:00'))).toBe(true);
});

it('a day may end at midnight', () => {
  const late = operation({ businessHours: week([{ from: '20:00', to: '24:00' }]) });
  expect(isOpenAt(late, at('2026-11-23T23:59:59'))).toBe(true);
  expect(isOpenAt(late, at('2026-11-24T00:00'))).toBe(false);
});

it('a holiday’s hours replace the weekday’s', () => {
  const holidays = [{ date: '2026-12-24', name: 'Véspera de Natal', hours: [{ from: '08:00', to: '12:00' }] }];
  expect(isOpenAt(operation({ holidays }), at('2026-12-24T11:00'))).toBe(true);
  expect(isOpenAt(operation({ holidays }), at('2026-12-24T13:00'))).toBe(false);
});

it('the hours go by the workspace’s clock through changes of summer time', () => {
  const berlin = operation({ timeZone: 'Europe/Berlin', businessHours: week([{ from: '08:00', to: '18:00' }]) });
  for (const day of ['2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25']) {
    expect(isOpenAt(berlin, at(`${day}T08:00`, 'Europe/Berlin'))).toBe(true);
    expect(isOpenAt(berlin, at(`${day}T07:59`, 'Europe/Berlin'))).toBe(false);
  }
  expect(weekdays).toHaveLength(7);
});
