import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pauseQueries } from '../../../src-shared/protocol/pauses.ts';
import { conversations, idIn, type Operation } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { openSettings } from './desk.ts';

const MINUTE = 60_000;

describeOnStores('pauses', (openTestStore) => {
  let operation: Operation;
  beforeEach(async () => {
    operation = await openSettings((await openTestStore()).store);
    const value = { name: 'Descanso NR-17', kind: 'rest' as const, limitMinutes: 10, position: 0, active: true };
    await operation.command('sofia', 'pauseReason.save', { id: randomUUID(), seen: null, value });
  });
  afterEach(() => operation.close());

  const ask = async (by: string, name: string, args: unknown) =>
    operation.core.queries.run({ workspaceId: operation.workspaceId, personId: idIn(operation, by) }, { name, args });
  const mine = async (by: string) => {
    const reply = await ask(by, 'pauses.mine', {});
    if (!reply.ok) throw new Error(reply.reason);
    return pauseQueries['pauses.mine'].result.parse(reply.value);
  };
  const set = (state: 'available' | 'paused' | 'away', reason: string | null = null, auto?: boolean) =>
    operation.command('ana', 'presence.set', { state, reason, ...(auto === undefined ? {} : { auto }) });

  it('are recorded from beginning to end, with the kind and the limit of their reason', async () => {
    await set('away');
    const start = operation.clock.now;
    operation.clock.now += 90 * MINUTE;
    expect(await set('paused', 'Descanso NR-17')).toMatchObject({ ok: true });
    expect((await mine('ana')).pauses).toMatchObject([{ kind: 'rest', limitMinutes: 10, to: null }]);
    operation.clock.now += 11 * MINUTE;
    await set('available');
    expect(await mine('ana')).toMatchObject({
      workFrom: start,
      pauses: [{ reason: 'Descanso NR-17', from: start + 90 * MINUTE, to: start + 101 * MINUTE }],
    });
  });

  it('have one of the workspace’s reasons', async () => {
    expect(await set('paused', 'Passear')).toMatchObject({ ok: false, reason: 'not-found', detail: 'reason' });
    expect(await set('paused')).toMatchObject({ ok: false, reason: 'not-found', detail: 'reason' });
    expect((await mine('ana')).pauses).toEqual([]);
  });

  it('are not overruled by a desktop at which nobody is', async () => {
    await set('paused', 'Descanso NR-17');
    expect(await set('away', null, true)).toMatchObject({ ok: true });
    expect(await set('available', null, true)).toMatchObject({ ok: true });
    expect((await mine('ana')).pauses).toMatchObject([{ to: null }]);
    await set('available');
    await set('away', null, true);
    await set('available', null, true);
    const row = await operation.store.db
      .selectFrom('person')
      .select('presence_state')
      .where('id', '=', idIn(operation, 'ana'))
      .executeTakeFirstOrThrow();
    expect(row.presence_state).toBe('available');
  });

  it('stop the distribution, which goes on when they end', async () => {
    await set('paused', 'Descanso NR-17');
    await operation.customer('Cliente', { department: 'suporte' }).writes('Oi');
    expect((await conversations(operation))[0]).toMatchObject({ status: 'queued' });
    await set('available');
    expect((await conversations(operation))[0]).toMatchObject({ status: 'open', assignee_id: idIn(operation, 'ana') });
  });

  it('are listed for supervisors and for whoever took them, and for no colleague', async () => {
    await set('paused', 'Descanso NR-17');
    const period = { from: operation.clock.now - 60 * MINUTE, to: operation.clock.now + 60 * MINUTE, limit: 10 };
    const whole = { personId: null, ...period };
    const hers = { personId: idIn(operation, 'ana'), ...period };
    expect(await ask('sofia', 'pauses.list', whole)).toMatchObject({ ok: true, value: { pauses: [{ kind: 'rest' }] } });
    expect(await ask('ana', 'pauses.list', hers)).toMatchObject({ ok: true, value: { pauses: [{ kind: 'rest' }] } });
    expect(await ask('bruno', 'pauses.list', hers)).toEqual({ ok: false, reason: 'forbidden' });
    expect(await ask('ana', 'pauses.list', whole)).toEqual({ ok: false, reason: 'forbidden' });
    expect((await mine('bruno')).pauses).toEqual([]);
  });

  it('a working day goes on over a lost connection, and begins anew the next morning', async () => {
    await set('away');
    const { workFrom } = await mine('ana');
    const signOutAndReturn = async (minutes: number) => {
      await operation.command('ana', 'session.signOut', {});
      operation.clock.now += minutes * MINUTE;
      await set('available');
      return (await mine('ana')).workFrom;
    };
    expect(await signOutAndReturn(30)).toBe(workFrom);
    expect(await signOutAndReturn(12 * 60)).toBe(operation.clock.now);
  });
});
