import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { operationDefaults } from '../../../src-shared/protocol/operation.ts';
import { conversations, idIn, type Operation } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { ana, change, history, lastItem, openSettings, suporte } from './desk.ts';

const special = (from: string, to: string) => ({
  ...operationDefaults.affinity.specialHours,
  mon: [{ from, to }],
});

describeOnStores('settings of the operation', (openTestStore) => {
  let operation: Operation;
  beforeEach(async () => {
    operation = await openSettings((await openTestStore()).store);
  });
  afterEach(() => operation.close());

  it('a supervisor changes how a department distributes, and everybody hears of it', async () => {
    const id = idIn(operation, 'suporte');
    const seen = suporte(operation);
    const value = { ...seen, rule: 'roundRobin' as const, acceptSeconds: 30, inactivityMinutes: 120 };
    expect(await operation.command('sofia', 'department.save', { id, seen, value })).toMatchObject({ ok: true });
    expect(await lastItem(operation, 'department')).toMatchObject({
      department: { id, rule: 'roundRobin', acceptSeconds: 30, inactivityMinutes: 120 },
    });
    expect(await history(operation)).toMatchObject([
      { kind: 'department', entityId: id, byId: idIn(operation, 'sofia'), before: seen, after: value, undoOf: null },
    ]);
  });

  it('an agent changes nothing, and reads no history', async () => {
    const id = idIn(operation, 'suporte');
    const seen = suporte(operation);
    const asked = [
      operation.command('ana', 'department.save', { id, seen, value: { ...seen, name: 'Meu' } }),
      operation.command('ana', 'operation.save', {
        section: 'idle',
        seen: { idleMinutes: 10 },
        value: { idleMinutes: null },
      }),
      operation.command('ana', 'tag.save', {
        id: randomUUID(),
        seen: null,
        value: { name: 'VIP', color: '#aa5500', active: true },
      }),
      operation.command('ana', 'tag.remove', { id: randomUUID() }),
      operation.command('ana', 'settings.undo', { changeId: randomUUID() }),
      operation.command('ana', 'person.save', {
        id: idIn(operation, 'ana'),
        seen: ana(operation),
        value: { ...ana(operation), capacity: 50 },
      }),
    ];
    for (const reply of await Promise.all(asked)) expect(reply).toMatchObject({ ok: false, reason: 'forbidden' });
    await expect(history(operation, 'ana')).rejects.toThrow('forbidden');
  });

  it('what somebody else changed meanwhile is never overwritten: the fields are named', async () => {
    const id = idIn(operation, 'suporte');
    const seen = suporte(operation);
    await operation.command('alice', 'department.save', { id, seen, value: { ...seen, rule: 'longestIdle' } });
    expect(
      await operation.command('sofia', 'department.save', { id, seen, value: { ...seen, acceptSeconds: 20 } }),
    ).toMatchObject({ ok: false, reason: 'stale', detail: 'rule' });
    expect(await lastItem(operation, 'department')).toMatchObject({
      department: { rule: 'longestIdle', acceptSeconds: null },
    });
  });

  it('sections of the operation are stale each for itself', async () => {
    const affinity = operationDefaults.affinity;
    const changed = { ...affinity, specialHours: special('09:00', '10:00') };
    await operation.command('alice', 'operation.save', {
      section: 'idle',
      seen: { idleMinutes: 10 },
      value: { idleMinutes: 5 },
    });
    const reply = await operation.command('sofia', 'operation.save', {
      section: 'affinity',
      seen: { affinity },
      value: { affinity: changed },
    });
    expect(reply).toMatchObject({ ok: true });
    expect(await lastItem(operation, 'operation')).toMatchObject({
      operation: { idleMinutes: 5, affinity: changed, timeZone: 'America/Sao_Paulo' },
    });
    expect(
      await operation.command('sofia', 'operation.save', {
        section: 'affinity',
        seen: { affinity },
        value: { affinity: { ...affinity, enabled: false } },
      }),
    ).toMatchObject({ ok: false, reason: 'stale', detail: 'affinity' });
  });

  it('special hours that overlap are refused with their place; half-open neighbours may touch', async () => {
    const { affinity } = operationDefaults;
    const save = (mon: { from: string; to: string }[]) =>
      operation.command('sofia', 'operation.save', {
        section: 'affinity',
        seen: { affinity },
        value: { affinity: { ...affinity, specialHours: { ...affinity.specialHours, mon } } },
      });
    expect(
      await save([
        { from: '08:00', to: '10:00' },
        { from: '09:59', to: '11:00' },
      ]),
    ).toMatchObject({ ok: false, reason: 'invalid', detail: 'value.affinity.specialHours.mon.1' });
    expect(await save([{ from: '10:00', to: '08:00' }])).toMatchObject({
      detail: 'value.affinity.specialHours.mon.0',
    });
    expect(
      await save([
        { from: '10:00', to: '24:00' },
        { from: '08:00', to: '10:00' },
      ]),
    ).toMatchObject({ ok: true });
  });

  it('an undo puts back what was there, and is a change of its own that can be undone', async () => {
    const id = idIn(operation, 'suporte');
    const seen = suporte(operation);
    const made = await change(operation, 'sofia', 'department.save', {
      id,
      seen,
      value: { ...seen, name: 'Ajuda', memberIds: [idIn(operation, 'bruno')] },
    });
    const undone = await change(operation, 'alice', 'settings.undo', { changeId: made.changeId });
    expect(undone).toMatchObject({ ok: true });
    expect(await lastItem(operation, 'department')).toMatchObject({ department: { name: 'suporte' } });
    expect(await history(operation)).toMatchObject([
      { id: undone.changeId, undoOf: made.changeId, byId: idIn(operation, 'alice'), after: seen },
      { id: made.changeId, undoneById: undone.changeId },
    ]);
    expect(await operation.command('sofia', 'settings.undo', { changeId: undone.changeId })).toMatchObject({
      ok: true,
    });
    expect(await lastItem(operation, 'department')).toMatchObject({ department: { name: 'Ajuda' } });
  });

  it('an undo of something that was changed again since is refused', async () => {
    const id = idIn(operation, 'suporte');
    const seen = suporte(operation);
    const first = { ...seen, acceptSeconds: 20 };
    const made = await change(operation, 'sofia', 'department.save', { id, seen, value: first });
    await operation.command('alice', 'department.save', { id, seen: first, value: { ...first, acceptSeconds: 40 } });
    expect(await operation.command('sofia', 'settings.undo', { changeId: made.changeId })).toMatchObject({
      ok: false,
      reason: 'stale',
      detail: 'acceptSeconds',
    });
  });

  it('a new department has members at once, takes no name twice, and has no undo', async () => {
    const id = randomUUID();
    const value = { ...suporte(operation), name: 'Financeiro', memberIds: [idIn(operation, 'bruno')] };
    const made = await change(operation, 'sofia', 'department.save', { id, seen: null, value });
    expect(made).toMatchObject({ ok: true });
    expect(await lastItem(operation, 'person')).toMatchObject({
      person: { id: idIn(operation, 'bruno'), departmentIds: [id, idIn(operation, 'vendas')].sort() },
    });
    expect(
      await operation.command('sofia', 'department.save', {
        id: randomUUID(),
        seen: null,
        value: { ...value, name: 'FINANCEIRO' },
      }),
    ).toMatchObject({ ok: false, reason: 'name-taken', detail: 'name' });
    expect(await operation.command('sofia', 'settings.undo', { changeId: made.changeId })).toMatchObject({
      ok: false,
      reason: 'not-supported',
    });
    expect(
      await operation.command('sofia', 'department.save', {
        id: randomUUID(),
        seen: null,
        value: { ...value, name: 'Outro', memberIds: ['ninguém'] },
      }),
    ).toMatchObject({ ok: false, reason: 'not-found', detail: 'memberIds' });
  });

  it('whoever joins a department that distributes gets what waits there', async () => {
    const customer = operation.customer('Cliente', { department: 'suporte' });
    const seen = suporte(operation);
    const id = idIn(operation, 'suporte');
    await operation.command('sofia', 'department.save', { id, seen, value: { ...seen, memberIds: [] } });
    await customer.writes('Oi');
    expect((await conversations(operation))[0]).toMatchObject({ status: 'queued' });
    await operation.command('sofia', 'department.save', {
      id,
      seen: { ...seen, memberIds: [] },
      value: { ...seen, memberIds: [idIn(operation, 'bruno')] },
    });
    expect((await conversations(operation))[0]).toMatchObject({
      status: 'open',
      assignee_id: idIn(operation, 'bruno'),
    });
  });

  it('history comes newest first, page by page', async () => {
    const id = idIn(operation, 'suporte');
    let seen = suporte(operation);
    for (const acceptSeconds of [10, 20, 30]) {
      const value = { ...seen, acceptSeconds };
      await operation.command('sofia', 'department.save', { id, seen, value });
      seen = value;
    }
    const [newest, middle] = await history(operation, 'alice', { before: null, limit: 2 });
    expect([newest?.after.acceptSeconds, middle?.after.acceptSeconds]).toEqual([30, 20]);
    const older = await history(operation, 'alice', { before: middle?.position ?? 0, limit: 2 });
    expect(older.map((one) => one.after.acceptSeconds)).toEqual([10]);
  });

  it('saving what is already so changes nothing and leaves no trace', async () => {
    const seen = suporte(operation);
    const id = idIn(operation, 'suporte');
    expect(await operation.command('sofia', 'department.save', { id, seen, value: seen })).toMatchObject({ ok: true });
    expect(await history(operation)).toEqual([]);
  });

  it('one workspace does not reach into another', async () => {
    const other = await openSettings(operation.store);
    const id = idIn(other, 'suporte');
    const seen = suporte(other);
    expect(
      await operation.command('sofia', 'department.save', { id, seen, value: { ...seen, name: 'x' } }),
    ).toMatchObject({
      ok: false,
      reason: 'not-found',
    });
    expect(await operation.command('sofia', 'department.save', { id, seen: null, value: seen })).toMatchObject({
      ok: false,
      reason: 'not-found',
    });
    const made = await change(other, 'sofia', 'department.save', { id, seen, value: { ...seen, acceptSeconds: 9 } });
    expect(made.ok).toBe(true);
    expect(await operation.command('alice', 'settings.undo', { changeId: made.changeId })).toMatchObject({
      ok: false,
      reason: 'not-found',
    });
    expect(await history(operation)).toEqual([]);
    await other.close();
  });
});
