import { expect, test } from 'vitest';
import { silentLog } from '../../../../src-main/engine/log.ts';
import type { AuthClient, FreshSession } from '../../../../src-main/engine/session/auth-client.ts';
import { createTokens } from '../../../../src-main/engine/session/tokens.ts';
import { aurora, makePerson } from '../../../simulators/backend/entities.ts';
import { createManualClock } from '../../../simulators/clock.ts';

const fresh = (n: number, lifetimeMs = 900_000): FreshSession => ({
  session: {
    accessToken: `access-${n}`,
    accessExpiresAt: 0,
    refreshToken: `refresh-${n}`,
    person: makePerson(),
    workspace: aurora,
  },
  lifetimeMs,
});

function open(options: { store?: (fresh: FreshSession) => Promise<void>; from?: FreshSession | null } = {}) {
  const clock = createManualClock();
  const used: string[] = [];
  const steps: string[] = [];
  const auth: AuthClient = {
    login: async () => ({ ok: false, reason: 'invalid' }),
    async refresh(_server, token) {
      used.push(token);
      steps.push('asked');
      return { ok: true, value: fresh(used.length) };
    },
  };
  const tokens = createTokens({
    auth,
    serverUrl: 'http://x',
    refreshToken: 'refresh-0',
    fresh: options.from ?? null,
    clock,
    log: silentLog,
    store:
      options.store ??
      (async () => {
        steps.push('stored');
      }),
  });
  return { tokens, clock, used, steps };
}

test('many askers at once cost one refresh, for a token used twice ends the session', async () => {
  const { tokens, used } = open();
  const answers = await Promise.all(Array.from({ length: 10 }, () => tokens.access()));
  expect(new Set(answers.map((answer) => (answer.ok ? answer.value : answer.reason)))).toEqual(new Set(['access-1']));
  expect(used).toEqual(['refresh-0']);
});

test('each refresh uses the token of the one before, and it is on the disk before the access token is used', async () => {
  const { tokens, used, steps } = open();
  await tokens.access();
  steps.push('used');
  tokens.invalidate();
  await tokens.access();
  expect(used).toEqual(['refresh-0', 'refresh-1']);
  expect(steps).toEqual(['asked', 'stored', 'used', 'asked', 'stored']);
});

test('a token is used while it lives, renewed a little before its end, and after a sleep that outlived it', async () => {
  const { tokens, clock, used } = open({ from: fresh(0) });
  await tokens.access();
  clock.pass(870_000);
  await tokens.access();
  expect(used).toEqual([]);
  clock.pass(11_000);
  await tokens.access();
  expect(used).toHaveLength(1);
  // Asleep: the monotonic clock stood still.
  clock.jump(8 * 3_600_000);
  await tokens.access();
  expect(used).toHaveLength(2);
});

test('a full disk does not end the session', async () => {
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  const { tokens } = open({ store: () => Promise.reject(full) });
  expect(await tokens.access()).toEqual({ ok: true, value: 'access-1' });
});
