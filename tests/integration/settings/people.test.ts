import { afterEach, beforeEach, expect, it } from 'vitest';
import { conversations, idIn, type Operation } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { ana, change, history, lastItem, openSettings } from './desk.ts';

describeOnStores('settings of people', (openTestStore) => {
  let operation: Operation;
  beforeEach(async () => {
    operation = await openSettings((await openTestStore()).store);
  });
  afterEach(() => operation.close());

  const permissionsAt = async () =>
    (
      await operation.store.db
        .selectFrom('person')
        .select('permissions_at')
        .where('id', '=', idIn(operation, 'ana'))
        .executeTakeFirstOrThrow()
    ).permissions_at;

  it('a supervisor gives an agent more room and another department, which brings a snapshot', async () => {
    const seen = ana(operation);
    const id = idIn(operation, 'ana');
    const room = { ...seen, capacity: 8 };
    expect(await operation.command('sofia', 'person.save', { id, seen, value: room })).toMatchObject({ ok: true });
    expect(await permissionsAt()).toBe(0);
    const moved = { ...room, departmentIds: [idIn(operation, 'vendas'), idIn(operation, 'suporte')] };
    expect(await operation.command('sofia', 'person.save', { id, seen: room, value: moved })).toMatchObject({
      ok: true,
    });
    const item = await lastItem(operation, 'person');
    expect(item).toMatchObject({ person: { capacity: 8, departmentIds: moved.departmentIds.sort() } });
    expect(await permissionsAt()).toBeGreaterThan(0);
  });

  it('a role, a name and an activation are for administrators', async () => {
    const seen = ana(operation);
    const id = idIn(operation, 'ana');
    for (const [field, change] of [
      ['role', { role: 'supervisor' as const }],
      ['name', { name: 'Ana Souza' }],
      ['active', { active: false }],
    ] as const) {
      expect(
        await operation.command('sofia', 'person.save', { id, seen, value: { ...seen, ...change } }),
      ).toMatchObject({
        ok: false,
        reason: 'forbidden',
        detail: field,
      });
    }
    expect(
      await operation.command('alice', 'person.save', { id, seen, value: { ...seen, role: 'supervisor' } }),
    ).toMatchObject({ ok: true });
    expect(await permissionsAt()).toBeGreaterThan(0);
  });

  it('nobody takes their own role or activation away', async () => {
    const id = idIn(operation, 'alice');
    const seen = { name: 'alice', role: 'admin' as const, departmentIds: [], capacity: 5, active: true };
    expect(
      await operation.command('alice', 'person.save', { id, seen, value: { ...seen, role: 'agent' } }),
    ).toMatchObject({ ok: false, reason: 'forbidden', detail: 'role' });
    expect(
      await operation.command('alice', 'person.save', { id, seen, value: { ...seen, active: false } }),
    ).toMatchObject({ ok: false, reason: 'forbidden', detail: 'active' });
    expect(
      await operation.command('alice', 'person.save', { id, seen, value: { ...seen, name: 'Alice', active: false } }),
    ).toMatchObject({ ok: false, reason: 'forbidden', detail: 'active' });
    expect(
      await operation.command('artur', 'person.save', { id, seen, value: { ...seen, role: 'supervisor' } }),
    ).toMatchObject({ ok: true });
  });

  it('a deactivated person is offline and signed out, but not with customers in hand', async () => {
    const id = idIn(operation, 'ana');
    const seen = ana(operation);
    const off = { ...seen, active: false };
    await operation.customer('Cliente', { department: 'suporte' }).writes('Oi');
    expect(await operation.command('alice', 'person.save', { id, seen, value: off })).toMatchObject({
      ok: false,
      reason: 'open-conversations',
      detail: 'active',
    });
    for (const row of await conversations(operation)) {
      await operation.command('ana', 'conversation.finish', {
        conversationId: row.id,
        reasonId: null,
        description: null,
      });
    }
    const made = await change(operation, 'alice', 'person.save', { id, seen, value: off });
    expect(made).toMatchObject({ ok: true });
    expect(operation.endedSessionsOf).toEqual([id]);
    expect(await lastItem(operation, 'person')).toMatchObject({
      person: { active: false, presence: { state: 'offline' } },
    });
    expect(await operation.command('ana', 'presence.set', { state: 'available', reason: null })).toMatchObject({
      ok: false,
      reason: 'forbidden',
    });
    expect(await operation.command('alice', 'settings.undo', { changeId: made.changeId })).toMatchObject({ ok: true });
    expect(await lastItem(operation, 'person')).toMatchObject({ person: { active: true } });
  });

  it('a presence that changes meanwhile makes nobody’s settings stale', async () => {
    const id = idIn(operation, 'ana');
    const seen = ana(operation);
    await operation.command('ana', 'presence.set', { state: 'paused', reason: 'Café' });
    expect(
      await operation.command('sofia', 'person.save', { id, seen, value: { ...seen, capacity: 3 } }),
    ).toMatchObject({ ok: true });
    expect(await lastItem(operation, 'person')).toMatchObject({
      person: { capacity: 3, presence: { state: 'paused', reason: 'Café' } },
    });
    expect(JSON.stringify(await history(operation))).not.toContain('Café');
  });

  it('an administrator’s change is not undone by a supervisor', async () => {
    const id = idIn(operation, 'ana');
    const seen = ana(operation);
    const made = await change(operation, 'alice', 'person.save', { id, seen, value: { ...seen, role: 'supervisor' } });
    expect(await operation.command('sofia', 'settings.undo', { changeId: made.changeId })).toMatchObject({
      ok: false,
      reason: 'forbidden',
      detail: 'role',
    });
  });

  it('a person cannot be made this way, nor put into a department that is none', async () => {
    const seen = ana(operation);
    expect(await operation.command('alice', 'person.save', { id: 'nova', seen: null, value: seen })).toMatchObject({
      ok: false,
      reason: 'not-found',
    });
    expect(
      await operation.command('alice', 'person.save', {
        id: idIn(operation, 'ana'),
        seen,
        value: { ...seen, departmentIds: ['nenhum'] },
      }),
    ).toMatchObject({ ok: false, reason: 'not-found', detail: 'departmentIds' });
  });
});
