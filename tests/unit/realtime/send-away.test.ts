import { expect, test } from 'vitest';
import { sendAway } from '../../../src-backend/realtime/send-away.ts';

/** Guests that go so long after they were told; null: they do not understand. */
function guestsWho(leaveAfterMs: (number | null)[]) {
  const told: number[] = [];
  const guests = leaveAfterMs.map((ms) => ({
    connected: true,
    emit() {
      told.push(performance.now());
      if (ms !== null) setTimeout(() => Object.assign(this, { connected: false }), ms);
    },
  }));
  return { guests, told };
}

async function timed(work: Promise<void>): Promise<number> {
  const began = performance.now();
  await work;
  return performance.now() - began;
}

test('the desktops of a node that stops are told one after the other, and it waits until the last has gone', async () => {
  const { guests, told } = guestsWho(Array.from({ length: 60 }, () => 30));
  const took = await timed(sendAway(guests));
  expect(told).toHaveLength(60);
  // 59 times five milliseconds.
  expect((told.at(-1) ?? 0) - (told[0] ?? 0)).toBeGreaterThan(280);
  expect(guests.every(({ connected }) => !connected)).toBe(true);
  expect(took).toBeLessThan(1_000);
});

test('it waits a second for one that does not go, and not at all when there is nobody', async () => {
  const { guests } = guestsWho([10, null]);
  const took = await timed(sendAway(guests));
  expect(took).toBeGreaterThan(900);
  expect(took).toBeLessThan(2_000);
  expect(await timed(sendAway([]))).toBeLessThan(50);
});
