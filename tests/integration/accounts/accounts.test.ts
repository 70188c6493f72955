import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { createAccounts, IDLE_LIFETIME_MS } from '../../../src-backend/accounts/accounts.ts';
import { LOCK_MS, TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS } from '../../../src-backend/accounts/throttle.ts';
import { ACCESS_LIFETIME_MS } from '../../../src-backend/accounts/tokens.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { describeOnStores, silent, storeOpener } from '../stores.ts';
import { addPerson, addWorkspace } from '../workspaces.ts';

const OFFICE = '203.0.113.7';

async function setUp(store: Store) {
  let time = Date.UTC(2026, 4, 4, 12);
  const clock = {
    now: () => time,
    pass: (ms: number) => {
      time += ms;
    },
  };
  const accounts = await createAccounts({ store, logger: silent, now: clock.now });
  const person = await addPerson(store, await addWorkspace(store));
  const signIn = async () => {
    const result = await accounts.signIn(person.email, person.password, OFFICE);
    if (!result.ok) throw new Error(`signing in was refused: ${result.reason}`);
    return result.value;
  };
  const refresh = async (token: string) => {
    const result = await accounts.refresh(token);
    if (!result.ok) throw new Error(`the refresh was refused: ${result.reason}`);
    return result.value;
  };
  const guess = () => accounts.signIn(person.email, 'errada', OFFICE);
  return { store, clock, accounts, person, signIn, refresh, guess };
}

describeOnStores('accounts', (openTestStore) => {
  const open = async () => setUp((await openTestStore()).store);

  test('a person signs in and is known by their access token, without a change of presence', async () => {
    const { accounts, person, signIn } = await open();
    const session = await signIn();
    expect(session.person).toMatchObject({ id: person.id, name: 'Ana Souza', presence: { state: 'offline' } });
    expect(await accounts.authenticate(session.accessToken)).toMatchObject({
      ok: true,
      personId: person.id,
      workspaceId: session.workspace.id,
      expiresAt: session.accessExpiresAt,
    });
  });

  test('the password is stored as Argon2id and nowhere else', async () => {
    const { store, person } = await open();
    const row = await store.db.selectFrom('person').selectAll().where('id', '=', person.id).executeTakeFirstOrThrow();
    expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(JSON.stringify(row)).not.toContain(person.password);
  });

  test('a wrong password and an unknown e-mail are refused in the same words', async () => {
    const { accounts, guess } = await open();
    expect(await guess()).toEqual({ ok: false, reason: 'wrong-credentials' });
    expect(await accounts.signIn('ninguem@aurora.example', 'x', OFFICE)).toEqual({
      ok: false,
      reason: 'wrong-credentials',
    });
  });

  test('the tenth wrong password locks for a quarter of an hour, the right one included, also after a restart', async () => {
    const { store, clock, accounts, person, guess } = await open();
    for (let n = 1; n < TRIES_PER_ADDRESS; n += 1) expect(await guess()).toMatchObject({ reason: 'wrong-credentials' });
    expect(await guess()).toEqual({ ok: false, reason: 'too-many-attempts', retryAfterMs: LOCK_MS });

    clock.pass(60_000);
    expect(await accounts.signIn(person.email, person.password, OFFICE)).toEqual({
      ok: false,
      reason: 'too-many-attempts',
      retryAfterMs: LOCK_MS - 60_000,
    });
    const restarted = await createAccounts({ store, logger: silent, now: clock.now });
    expect(await restarted.signIn(person.email, person.password, OFFICE)).toMatchObject({
      reason: 'too-many-attempts',
    });
    expect(await restarted.signIn(person.email, person.password, '198.51.100.2')).toMatchObject({ ok: true });

    clock.pass(LOCK_MS);
    expect(await accounts.signIn(person.email, person.password, OFFICE)).toMatchObject({ ok: true });
  });

  test('the right password at the tenth try gets in and begins the count anew', async () => {
    const { signIn, guess } = await open();
    for (let n = 1; n < TRIES_PER_ADDRESS; n += 1) await guess();
    await signIn();
    expect(await guess()).toMatchObject({ reason: 'wrong-credentials' });
  });

  test('tries sent at the same moment are counted one by one', async () => {
    const { guess } = await open();
    const results = await Promise.all(Array.from({ length: 15 }, guess));
    expect(results.filter((result) => !result.ok && result.reason === 'wrong-credentials')).toHaveLength(
      TRIES_PER_ADDRESS - 1,
    );
  });

  test('a deactivated person does not get in and their session ends', async () => {
    const { store, accounts, person, signIn } = await open();
    const session = await signIn();
    await store.db.updateTable('person').set({ active: false }).where('id', '=', person.id).execute();
    expect(await accounts.signIn(person.email, person.password, OFFICE)).toMatchObject({ reason: 'wrong-credentials' });
    expect(await accounts.authenticate(session.accessToken)).toEqual({ ok: false, reason: 'session-revoked' });
    expect(await accounts.refresh(session.refreshToken)).toEqual({ ok: false, reason: 'session-revoked' });
  });

  test('an access token runs out after ten minutes and a refresh gives the next', async () => {
    const { clock, accounts, signIn, refresh } = await open();
    const session = await signIn();
    clock.pass(ACCESS_LIFETIME_MS + 1_000);
    expect(await accounts.authenticate(session.accessToken)).toEqual({ ok: false, reason: 'session-expired' });
    const next = await refresh(session.refreshToken);
    expect(await accounts.authenticate(next.accessToken)).toMatchObject({ ok: true });
    expect(next.refreshToken).not.toBe(session.refreshToken);
  });

  test('tokens survive a restart of the backend', async () => {
    const { store, clock, signIn } = await open();
    const session = await signIn();
    const restarted = await createAccounts({ store, logger: silent, now: clock.now });
    expect(await restarted.authenticate(session.accessToken)).toMatchObject({ ok: true });
    expect(await restarted.refresh(session.refreshToken)).toMatchObject({ ok: true });
  });

  test('a session that was not used for a month has expired', async () => {
    const { clock, accounts, signIn } = await open();
    const session = await signIn();
    clock.pass(IDLE_LIFETIME_MS + 1);
    expect(await accounts.refresh(session.refreshToken)).toEqual({ ok: false, reason: 'session-expired' });
  });

  test('a stolen refresh token used after its owner ends the session for both', async () => {
    const { accounts, signIn, refresh } = await open();
    const revoked = vi.fn<(sessionId: string) => void>();
    accounts.onRevoked(revoked);
    const stolen = await signIn();
    const owner = await refresh(stolen.refreshToken);
    expect(await accounts.authenticate(owner.accessToken)).toMatchObject({ ok: true });
    expect(await accounts.refresh(stolen.refreshToken)).toEqual({ ok: false, reason: 'session-revoked' });
    expect(await accounts.refresh(owner.refreshToken)).toEqual({ ok: false, reason: 'session-revoked' });
    expect(await accounts.authenticate(owner.accessToken)).toEqual({ ok: false, reason: 'session-revoked' });
    expect(revoked.mock.calls.flat().filter((id) => stolen.refreshToken.startsWith(id))).toHaveLength(1);
  });

  test('a token older than the one before the current ends the session at once', async () => {
    const { accounts, signIn, refresh } = await open();
    const first = await signIn();
    const second = await refresh(first.refreshToken);
    await refresh(second.refreshToken);
    expect(await accounts.refresh(first.refreshToken)).toEqual({ ok: false, reason: 'session-revoked' });
  });

  test('a refresh whose answer was lost may be repeated hours later, even twice', async () => {
    const { clock, accounts, signIn, refresh } = await open();
    const session = await signIn();
    await refresh(session.refreshToken);
    clock.pass(8 * 3_600_000);
    await refresh(session.refreshToken);
    clock.pass(10_000);
    const arrived = await refresh(session.refreshToken);
    expect(await accounts.authenticate(arrived.accessToken)).toMatchObject({ ok: true });
    await refresh(arrived.refreshToken);
  });

  test('a thief who was quicker than the owner is found out by the owner’s next refresh', async () => {
    const { accounts, signIn, refresh } = await open();
    const session = await signIn();
    const owner = await refresh(session.refreshToken);
    const thief = await refresh(session.refreshToken);
    expect(await accounts.refresh(owner.refreshToken)).toEqual({ ok: false, reason: 'session-revoked' });
    expect(await accounts.authenticate(thief.accessToken)).toEqual({ ok: false, reason: 'session-revoked' });
  });

  test('signing out ends this session and no other', async () => {
    const { accounts, signIn } = await open();
    const [one, other] = [await signIn(), await signIn()];
    await accounts.signOut(one.refreshToken);
    expect(await accounts.authenticate(one.accessToken)).toEqual({ ok: false, reason: 'session-revoked' });
    expect(await accounts.refresh(one.refreshToken)).toEqual({ ok: false, reason: 'session-revoked' });
    expect(await accounts.authenticate(other.accessToken)).toMatchObject({ ok: true });
  });

  test('all sessions of a person can be ended, and each is heard of once', async () => {
    const { accounts, person, signIn } = await open();
    const revoked = vi.fn<(sessionId: string) => void>();
    accounts.onRevoked(revoked);
    const sessions = [await signIn(), await signIn()];
    await accounts.revokePerson(person.id);
    await accounts.revokePerson(person.id);
    for (const { refreshToken } of sessions) {
      expect(revoked.mock.calls.flat().filter((id) => refreshToken.startsWith(id))).toHaveLength(1);
    }
  });

  test('tokens that are not ours are refused and end nothing', async () => {
    const { accounts, signIn } = await open();
    const session = await signIn();
    const [sessionId] = session.refreshToken.split('.');
    for (const forged of ['', 'x', `${sessionId}.abc.def`, `${session.refreshToken}x`]) {
      expect(await accounts.refresh(forged)).toEqual({ ok: false, reason: 'session-expired' });
    }
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${session.accessToken.split('.')[1]}.`;
    for (const forged of ['', 'x.y.z', unsigned, `${session.accessToken}x`]) {
      expect(await accounts.authenticate(forged)).toEqual({ ok: false, reason: 'session-expired' });
    }
    expect(await accounts.refresh(session.refreshToken)).toMatchObject({ ok: true });
  });

  test('an account guessed at from many addresses is locked as a whole', async () => {
    const { accounts, person } = await open();
    for (let n = 1; n < TRIES_PER_ACCOUNT; n += 1) {
      expect(await accounts.signIn(person.email, 'errada', `198.51.100.${n}`)).toMatchObject({
        reason: 'wrong-credentials',
      });
    }
    expect(await accounts.signIn(person.email, 'errada', '198.51.100.200')).toMatchObject({
      reason: 'too-many-attempts',
    });
    expect(await accounts.signIn(person.email, person.password, OFFICE)).toMatchObject({ reason: 'too-many-attempts' });
  });
});

describe('two nodes', () => {
  const openTestStore = storeOpener('server');

  test('a session ended on one node is dropped by the other within moments', async () => {
    const { store, openNode } = await openTestStore();
    const { accounts, signIn } = await setUp(store);
    const node = await setUp(await openNode());
    const heard = Promise.withResolvers<string>();
    node.accounts.onRevoked(heard.resolve);
    const session = await signIn();
    await accounts.signOut(session.refreshToken);
    const ended = await Promise.race([heard.promise, pause(5_000, 'nothing')]);
    expect(session.refreshToken.startsWith(ended)).toBe(true);
    await accounts.close();
    await node.accounts.close();
  });
});
