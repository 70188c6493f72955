import { expect, test } from 'vitest';
import { createLiveChatLimits, LIVECHAT_RATES } from '../../../src-backend/channels/livechat/limits.ts';
import { createRates } from '../../../src-backend/channels/meta/rates.ts';
import { createSteadyTime } from '../../../src-backend/steady-time.ts';

const HOUR_MS = 3_600_000;

test('when the clock is set back, time goes on from where it was', () => {
  let clock = 1_000;
  const time = createSteadyTime(() => clock);
  expect(time()).toBe(1_000);
  clock += 500;
  expect(time()).toBe(1_500);
  clock -= HOUR_MS;
  expect(time()).toBe(1_500);
  clock += 20;
  expect(time()).toBe(1_520);
  clock += HOUR_MS;
  expect(time()).toBe(1_520 + HOUR_MS);
});

test('a server whose clock was set back by an hour lets visitors in and sends to customers as before', () => {
  let clock = 10 * HOUR_MS;
  const now = () => clock;
  const { handshakes } = createLiveChatLimits(LIVECHAT_RATES, now);
  const rates = createRates(now);
  for (let n = 0; n < LIVECHAT_RATES.handshakes.burst; n += 1) handshakes.take('10.0.0.1');
  for (let n = 0; n < 45; n += 1) rates.ask('number', 'pair');

  clock -= HOUR_MS;
  expect(handshakes.take('10.0.0.1')).toBeLessThanOrEqual(500);
  expect(rates.ask('number', 'pair')).toBeLessThanOrEqual(6_000);
  clock += 6_000;
  expect(handshakes.take('10.0.0.1')).toBe(0);
  expect(rates.ask('number', 'pair')).toBe(0);
});
