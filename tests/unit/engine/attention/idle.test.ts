import { expect, it } from 'vitest';
import { createIdleWatch } from '../../../../src-main/engine/attention/idle.ts';
import type { Clock } from '../../../../src-main/engine/clock.ts';
import type { PresenceState } from '../../../../src-shared/protocol/entities.ts';

const MINUTE = 60_000;

/** A machine whose hours pass when told, and a server that takes what it is asked. */
function machine(options: { idleMinutes: number | null; online?: boolean }) {
  let now = 0;
  let due: { at: number; run: () => void } | null = null;
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      due = timer;
      return () => {
        if (due === timer) due = null;
      };
    },
  };
  const state = { presence: 'available' as PresenceState, online: options.online ?? true };
  const asked: string[] = [];
  const watch = createIdleWatch({
    idleMinutes: () => options.idleMinutes,
    presence: () => state.presence,
    async set(wanted) {
      asked.push(wanted);
      if (state.online) state.presence = wanted;
      return state.online;
    },
    clock,
  });
  return {
    watch,
    state,
    asked,
    async pass(minutes: number) {
      const until = now + minutes * MINUTE;
      while (due !== null && due.at <= until) {
        now = due.at;
        due.run();
        await Promise.resolve();
        await Promise.resolve();
      }
      now = until;
    },
  };
}

it('whoever touches nothing for the set minutes is away, once, and back with the first touch', async () => {
  const { watch, state, asked, pass } = machine({ idleMinutes: 10 });
  await pass(9);
  expect(state.presence).toBe('available');
  await pass(30);
  expect(asked).toEqual(['away']);
  watch.seen();
  await pass(0.1);
  expect([state.presence, asked]).toEqual(['available', ['away', 'available']]);
});

it('a touch begins the time anew, in the window or anywhere on the machine', async () => {
  const { watch, state, pass } = machine({ idleMinutes: 10 });
  await pass(9);
  watch.seen();
  await pass(9);
  watch.machineIdle(2 * MINUTE);
  await pass(7);
  expect(state.presence).toBe('available');
  await pass(2);
  expect(state.presence).toBe('away');
});

it('a pause and an absence that the agent chose are theirs to end', async () => {
  const { watch, state, asked, pass } = machine({ idleMinutes: 10 });
  state.presence = 'paused';
  await pass(60);
  watch.seen();
  await pass(1);
  state.presence = 'away';
  await pass(60);
  watch.seen();
  await pass(1);
  expect(asked).toEqual([]);
  expect(state.presence).toBe('away');
});

it('whoever was set away, and then chose a pause, is not brought back', async () => {
  const { watch, state, asked, pass } = machine({ idleMinutes: 10 });
  await pass(11);
  state.presence = 'paused';
  await pass(1);
  state.presence = 'away';
  watch.seen();
  await pass(1);
  expect(asked).toEqual(['away']);
});

it('without a line it is asked again later, and never when it is switched off', async () => {
  const offline = machine({ idleMinutes: 1, online: false });
  await offline.pass(2);
  offline.state.online = true;
  await offline.pass(1);
  expect(offline.state.presence).toBe('away');
  const off = machine({ idleMinutes: null });
  await off.pass(600);
  expect(off.asked).toEqual([]);
});
