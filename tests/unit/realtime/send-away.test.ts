import { expect, test } from 'vitest';
import { sendAway } from '../../../src-backend/realtime/send-away.ts';

/** Guests that go so long after they were told; null: they do not understand. */
function guestsWho(leaveAfterMs: (number | null)[]) {
  const told: (number | null)[] = [];
  let onTheirWay = 0;
  let most = 0;
  const guests = leaveAfterMs.map((ms) => ({
    connected: true,
    emit() {
      told.push(ms);
      onTheirWay += 1;
      most = Math.max(most, onTheirWay);
      const go = () => {
        onTheirWay -= 1;
        this.connected = false;
      };
      if (ms !== null) setTimeout(go, ms);
    },
  }));
  return { guests, told, most: () => most };
}

async function timed(work: Promise<void>): Promise<number> {
  const began = performance.now();
  await work;
  return performance.now() - began;
}

test('the desktops of a node that stops go a few at a time, as fast as the next one takes them, to the last', async () => {
  const { guests, told, most } = guestsWho(Array.from({ length: 60 }, () => 30));
  const took = await timed(sendAway(guests));
  expect(told).toHaveLength(60);
  expect(most()).toBe(8);
  expect(guests.every(({ connected }) => !connected)).toBe(true);
  // Eight rounds of thirty milliseconds.
  expect(took).toBeGreaterThan(230);
  expect(took).toBeLessThan(2_000);
});

test('those that do not go hold up the others for half a second only', async () => {
  const { guests, told } = guestsWho([...Array.from({ length: 8 }, () => null), 10, 10]);
  const took = await timed(sendAway(guests));
  expect(told.slice(8)).toEqual([10, 10]);
  expect(took).toBeGreaterThan(1_400);
  expect(took).toBeLessThan(3_000);
});

test('it waits a second for one that does not go, and not at all when there is nobody', async () => {
  const { guests } = guestsWho([10, null]);
  const took = await timed(sendAway(guests));
  expect(took).toBeGreaterThan(900);
  expect(took).toBeLessThan(2_000);
  expect(await timed(sendAway([]))).toBeLessThan(50);
});
