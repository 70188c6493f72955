import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWindowOpen, serverNow, timeLeft, windowEndsAt } from '../../../src-shared/rules/window.ts';

const day = 24 * 60 * 60_000;
const moment = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });

describe('the messaging window', () => {
  it('is open until, and not at, exactly 24 hours after the customer wrote', () => {
    fc.assert(
      fc.property(moment, (lastInboundAt) => {
        const open = (now: number) => isWindowOpen({ lastInboundAt, windowMs: day, now });
        expect(open(lastInboundAt)).toBe(true);
        expect(open(lastInboundAt + day - 1)).toBe(true);
        expect(open(lastInboundAt + day)).toBe(false);
        expect(open(lastInboundAt + day + 1)).toBe(false);
      }),
    );
  });

  it('lasts 24 hours and not a calendar day where the clocks change in between', () => {
    // New York goes to summer time on 8 March 2026 at 2:00: that day has 23 hours by the clock.
    const before = Temporal.ZonedDateTime.from('2026-03-07T12:00[America/New_York]');
    const sameClockNextDay = before.add({ days: 1 }).epochMilliseconds;
    const at = { lastInboundAt: before.epochMilliseconds, windowMs: day };
    expect(isWindowOpen({ ...at, now: sameClockNextDay })).toBe(true);
    expect(isWindowOpen({ ...at, now: before.epochMilliseconds + day })).toBe(false);
    // And back on 1 November: 25 hours by the clock.
    const autumn = Temporal.ZonedDateTime.from('2026-10-31T12:00[America/New_York]');
    const beforeSameClock = autumn.add({ days: 1 }).subtract({ minutes: 30 }).epochMilliseconds;
    expect(isWindowOpen({ lastInboundAt: autumn.epochMilliseconds, windowMs: day, now: beforeSameClock })).toBe(false);
  });

  it('does not exist before the customer ever wrote, and is always open where the channel has none', () => {
    expect(isWindowOpen({ lastInboundAt: null, windowMs: day, now: 0 })).toBe(false);
    expect(isWindowOpen({ lastInboundAt: null, windowMs: null, now: 0 })).toBe(true);
    expect(windowEndsAt(null, day)).toBeNull();
    expect(windowEndsAt(5, null)).toBeNull();
  });

  it('is the same for every desktop whatever its clock says', () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: -2 * day, max: 2 * day }),
        fc.integer({ min: -day, max: day }),
        (lastInboundAt, elapsed, skewMs) => {
          const atServer = lastInboundAt + elapsed;
          const machine = atServer + skewMs;
          const onServer = isWindowOpen({ lastInboundAt, windowMs: day, now: atServer });
          expect(isWindowOpen({ lastInboundAt, windowMs: day, now: serverNow(machine, skewMs) })).toBe(onServer);
        },
      ),
    );
  });
});

describe('the time left', () => {
  it('never shows nothing while writing is still allowed, and nothing once it is not', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: -5_000, max: day }), (endsAt, left) => {
        const shown = timeLeft(endsAt, endsAt - left);
        expect(shown === null).toBe(left <= 0);
        if (shown === null) return;
        const seconds = shown.hours * 3_600 + shown.minutes * 60 + shown.seconds;
        expect(seconds).toBe(Math.ceil(left / 1_000));
        expect(seconds).toBeGreaterThan(0);
        expect(shown.minutes).toBeLessThan(60);
        expect(shown.seconds).toBeLessThan(60);
      }),
    );
  });

  it('is told in hours, then minutes, then seconds', () => {
    expect(timeLeft(day, 0)).toEqual({ hours: 24, minutes: 0, seconds: 0, unit: 'hours' });
    expect(timeLeft(3_600_000, 0)?.unit).toBe('hours');
    expect(timeLeft(3_599_000, 0)).toEqual({ hours: 0, minutes: 59, seconds: 59, unit: 'minutes' });
    expect(timeLeft(59_001, 0)).toEqual({ hours: 0, minutes: 1, seconds: 0, unit: 'minutes' });
    expect(timeLeft(1, 0)).toEqual({ hours: 0, minutes: 0, seconds: 1, unit: 'seconds' });
  });
});
