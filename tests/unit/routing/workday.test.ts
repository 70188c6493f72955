import { describe, expect, it } from 'vitest';
import { isWithin, startOfWorkday } from '../../../src-backend/routing/workday.ts';
import { operationDefaults, type Week } from '../../../src-shared/protocol/operation.ts';

const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;
const iso = (ms: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' });

describe('the day of a workspace', () => {
  it('begins at midnight in its own zone, not in UTC', () => {
    const zone = 'America/Sao_Paulo';
    expect(iso(startOfWorkday(at('2026-11-22T23:59:59.999[America/Sao_Paulo]'), zone), zone)).toBe(
      '2026-11-22T00:00:00-03:00',
    );
    expect(iso(startOfWorkday(at('2026-11-23T00:00:00[America/Sao_Paulo]'), zone), zone)).toBe(
      '2026-11-23T00:00:00-03:00',
    );
  });

  it('is its own day at the same moment in each zone', () => {
    const moment = at('2026-11-22T22:30:00[America/Sao_Paulo]');
    expect(iso(startOfWorkday(moment, 'America/Sao_Paulo'), 'UTC')).toBe('2026-11-22T03:00:00+00:00');
    expect(iso(startOfWorkday(moment, 'America/Noronha'), 'UTC')).toBe('2026-11-22T02:00:00+00:00');
    expect(iso(startOfWorkday(moment, 'Europe/Lisbon'), 'UTC')).toBe('2026-11-23T00:00:00+00:00');
  });

  it('begins at one o’clock where the clocks skipped midnight, as in São Paulo in 2018', () => {
    const zone = 'America/Sao_Paulo';
    const noon = at('2018-11-04T12:00:00[America/Sao_Paulo]');
    expect(iso(startOfWorkday(noon, zone), zone)).toBe('2018-11-04T01:00:00-02:00');
    // The last second before it still belongs to the day before.
    expect(iso(startOfWorkday(startOfWorkday(noon, zone) - 1, zone), zone)).toBe('2018-11-03T00:00:00-03:00');
  });

  it('is 23 or 25 hours long when clocks change, and begins once', () => {
    const zone = 'America/New_York';
    const hours = (day: string, next: string) =>
      (startOfWorkday(at(`${next}T12:00[America/New_York]`), zone) -
        startOfWorkday(at(`${day}T12:00[America/New_York]`), zone)) /
      3_600_000;
    expect(hours('2026-03-08', '2026-03-09')).toBe(23);
    expect(hours('2026-11-01', '2026-11-02')).toBe(25);
    // 01:30 comes twice on that night; both belong to the same day.
    const first = at('2026-11-01T01:30:00-04:00[America/New_York]');
    const second = at('2026-11-01T01:30:00-05:00[America/New_York]');
    expect(second - first).toBe(3_600_000);
    expect(startOfWorkday(first, zone)).toBe(startOfWorkday(second, zone));
  });
});

describe('special hours', () => {
  const week = operationDefaults.affinity.specialHours;
  const within = (clock: string, day = '2026-11-23', zone = 'America/Sao_Paulo', hours: Week = week) =>
    isWithin(at(`${day}T${clock}[${zone}]`), zone, hours);

  it('hold their first second and not their last: [08:00, 09:15), [11:50, 13:20), [13:20, 14:30)', () => {
    expect(
      [
        '07:59:59.999',
        '08:00:00',
        '09:14:59.999',
        '09:15:00',
        '11:49:59.999',
        '11:50:00',
        '13:19:59.999',
        '13:20:00',
        '14:29:59.999',
        '14:30:00',
      ].map((clock) => within(clock)),
    ).toEqual([false, true, true, false, false, true, true, true, true, false]);
  });

  it('are those of the weekday in the zone', () => {
    const mondayOnly: Week = {
      ...week,
      mon: [{ from: '22:00', to: '24:00' }],
      tue: [],
      wed: [],
      thu: [],
      fri: [],
      sat: [],
      sun: [],
    };
    expect(within('23:59:59', '2026-11-23', 'America/Sao_Paulo', mondayOnly)).toBe(true);
    // Tuesday in UTC already, still Monday in São Paulo; and Tuesday there a second later.
    expect(within('00:00:00', '2026-11-24', 'America/Sao_Paulo', mondayOnly)).toBe(false);
    expect(within('22:00:00', '2026-11-22', 'America/Sao_Paulo', mondayOnly)).toBe(false);
  });

  it('follow the clock on the wall when it is put forward or back', () => {
    const night: Week = { ...week, sun: [{ from: '01:00', to: '02:00' }] };
    const zone = 'America/New_York';
    // 2026-11-01 is a Sunday: the hour from one to two comes twice, and both times count.
    expect(isWithin(at('2026-11-01T01:30:00-04:00[America/New_York]'), zone, night)).toBe(true);
    expect(isWithin(at('2026-11-01T01:30:00-05:00[America/New_York]'), zone, night)).toBe(true);
    expect(isWithin(at('2026-11-01T02:00:00[America/New_York]'), zone, night)).toBe(false);
    // 2026-03-08: from 01:59:59 the clock goes to 03:00.
    const skipped: Week = { ...week, sun: [{ from: '02:00', to: '03:00' }] };
    expect(isWithin(at('2026-03-08T01:59:59[America/New_York]'), zone, skipped)).toBe(false);
    expect(isWithin(at('2026-03-08T01:59:59[America/New_York]') + 1_000, zone, skipped)).toBe(false);
  });
});
