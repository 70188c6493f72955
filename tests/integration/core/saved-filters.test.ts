import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { snapshotItems } from '../../../src-backend/realtime/snapshot.ts';
import { loadPeople } from '../../../src-backend/store/entities/person.ts';
import type { CommandArgs } from '../../../src-shared/protocol/commands.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import type { SavedFilter } from '../../../src-shared/protocol/inbox-filter.ts';
import { connect, emptyReplica, type Line, type Replica } from '../realtime/replica.ts';
import { describeOnStores } from '../stores.ts';
import { idIn, type Operation, openOperation, type Plan, scriptedAdapter, until } from './operation.ts';

const plan: Plan = {
  departments: [{ id: 'suporte' }, { id: 'vendas' }],
  people: [
    { id: 'ana', departments: ['suporte'] },
    { id: 'bia', departments: ['suporte', 'vendas'] },
    { id: 'caio', departments: ['vendas'] },
    { id: 'sonia', departments: [], role: 'supervisor' },
  ],
};
const everyone = ['ana', 'bia', 'caio', 'sonia'] as const;
type Who = (typeof everyone)[number];

describeOnStores('a saved filter', (openTestStore) => {
  let operation: Operation;
  const lines: Line[] = [];
  afterEach(async () => {
    for (const line of lines.splice(0)) line.stop();
    await operation.close();
  });

  async function open() {
    operation = await openOperation((await openTestStore()).store, plan);
    const replicas = new Map<Who, Replica>(everyone.map((who) => [who, emptyReplica()]));
    for (const who of everyone) lines.push(await connect(operation, who, replicas.get(who) ?? emptyReplica()));
    const id = randomUUID();
    const save = (who: Who, change: Partial<CommandArgs<'filter.save'>> = {}) =>
      operation.command(who, 'filter.save', {
        id,
        name: 'Urgentes',
        departmentId: null,
        filter: { ...plainFilterLists, tab: 'all', status: 'awaiting', order: 'oldest', windowLeft: 'under-1h' },
        ...change,
      });
    const remove = (who: Who) => operation.command(who, 'filter.remove', { id });
    const suporte = idIn(operation, 'suporte');
    let presence: 'available' | 'away' = 'available';
    /** Whose desktop holds it by the log, and who gets it with a snapshot: always the same people. */
    const holders = async () => {
      // Something that everybody sees, so that every desktop's cursor moves at once.
      presence = presence === 'away' ? 'available' : 'away';
      await operation.command('sonia', 'presence.set', { state: presence, reason: null });
      const { head } = await operation.core.reader.identity(operation.workspaceId);
      await until(() => everyone.every((who) => (replicas.get(who)?.cursor ?? 0) >= head));
      const byLog = everyone.filter((who) => replicas.get(who)?.savedFilters.get(id)?.removed === false);
      const bySnapshot = [];
      for (const who of everyone)
        if ((await snapshotOf(operation, who)).some((one) => one.id === id)) bySnapshot.push(who);
      expect(bySnapshot).toEqual(byLog);
      return byLog;
    };
    return { id, save, remove, suporte, holders, replicas };
  }

  it('is its owner’s alone, also before supervisors, until it is shared with a department', async () => {
    const { save, suporte, holders, replicas, id } = await open();
    expect(await save('bia')).toMatchObject({ ok: true });
    expect(await holders()).toEqual(['bia']);
    expect(await save('bia', { departmentId: suporte, name: 'Quase vencendo' })).toMatchObject({ ok: true });
    expect(await holders()).toEqual(['ana', 'bia', 'sonia']);
    expect(replicas.get('ana')?.savedFilters.get(id)).toMatchObject({
      name: 'Quase vencendo',
      filter: { windowLeft: 'under-1h' },
    });
    expect(replicas.get('caio')?.savedFilters.size).toBe(0);
  });

  it('leaves the others’ desktops when the sharing is taken back, or moved, without telling them what it became', async () => {
    const { id, save, suporte, holders, replicas } = await open();
    await save('bia', { departmentId: suporte });
    await save('bia', { departmentId: idIn(operation, 'vendas'), name: 'Só de vendas' });
    expect(await holders()).toEqual(['bia', 'caio', 'sonia']);
    expect(replicas.get('ana')?.savedFilters.get(id)).toMatchObject({ removed: true, name: '—', departmentId: null });
    await save('bia', { name: 'Só meu' });
    expect(await holders()).toEqual(['bia']);
    expect(JSON.stringify([...(replicas.get('sonia')?.savedFilters.values() ?? [])])).not.toContain('Só meu');
  });

  it('follows who comes to the department and who leaves it, by the snapshot that both get', async () => {
    const { id, save, suporte } = await open();
    await save('ana', { departmentId: suporte });
    const departments = (who: string, ids: string[]) =>
      operation.command('sonia', 'person.save', {
        id: idIn(operation, who),
        seen: {
          name: who,
          role: 'agent',
          departmentIds:
            plan.people.find((one) => one.id === who)?.departments.map((one) => idIn(operation, one)) ?? [],
          capacity: 5,
          active: true,
        },
        value: { name: who, role: 'agent', departmentIds: ids, capacity: 5, active: true },
      });
    expect(await departments('caio', [suporte])).toMatchObject({ ok: true });
    expect(await departments('bia', [])).toMatchObject({ ok: true });
    await until(() => lines.filter((line) => line.ended === 'permissions-changed').length === 2);
    expect((await snapshotOf(operation, 'caio')).map((one) => one.id)).toEqual([id]);
    expect(await snapshotOf(operation, 'bia')).toEqual([]);
  });

  it('is changed by its owner only, and shared only with a department of one’s own; supervisors share with any', async () => {
    const { id, save, suporte, holders } = await open();
    const vendas = idIn(operation, 'vendas');
    expect(await save('ana', { departmentId: vendas })).toMatchObject({ reason: 'forbidden', detail: 'department' });
    expect(await save('ana', { departmentId: 'nowhere' })).toMatchObject({ reason: 'not-found' });
    expect(await save('sonia', { id: randomUUID(), departmentId: vendas })).toMatchObject({ ok: true });
    expect(await save('ana', { departmentId: suporte })).toMatchObject({ ok: true });
    expect(await save('bia', { id })).toMatchObject({ ok: false, reason: 'forbidden' });
    expect(await save('sonia', { id })).toMatchObject({ ok: false, reason: 'forbidden' });
    // To whom it is not shown it does not exist.
    expect(await save('caio', { id })).toMatchObject({ ok: false, reason: 'not-found' });
    expect(await holders()).toEqual(['ana', 'bia', 'sonia']);
  });

  it('has a name that none of one’s others has, whatever its capitals', async () => {
    const { save, remove } = await open();
    await save('ana');
    expect(await save('ana', { id: randomUUID(), name: 'URGENTES' })).toMatchObject({ reason: 'name-taken' });
    expect(await save('bia', { id: randomUUID(), name: 'Urgentes' })).toMatchObject({ ok: true });
    await remove('ana');
    expect(await save('ana', { id: randomUUID(), name: 'URGENTES' })).toMatchObject({ ok: true });
  });

  it('is removed by its owner, or by a supervisor once it is shared; saved again it is back', async () => {
    const { save, remove, suporte, holders } = await open();
    await save('ana');
    expect(await remove('sonia')).toMatchObject({ ok: false, reason: 'not-found' });
    await save('ana', { departmentId: suporte });
    expect(await remove('bia')).toMatchObject({ ok: false, reason: 'forbidden' });
    expect(await remove('caio')).toMatchObject({ ok: false, reason: 'not-found' });
    expect(await remove('sonia')).toMatchObject({ ok: true });
    expect(await holders()).toEqual([]);
    expect(await remove('ana')).toMatchObject({ ok: true });
    expect(await save('ana', { departmentId: suporte })).toMatchObject({ ok: true });
    expect(await holders()).toEqual(['ana', 'bia', 'sonia']);
  });

  it('of another workspace is neither changed nor removed', async () => {
    const { id, save } = await open();
    await save('ana');
    const other = operation;
    for (const line of lines.splice(0)) line.stop();
    const { save: saveHere } = await open();
    expect(await saveHere('ana', { id })).toMatchObject({ ok: false, reason: 'not-found' });
    expect(await operation.command('sonia', 'filter.remove', { id })).toMatchObject({ ok: false, reason: 'not-found' });
    await other.close();
  });
});

async function snapshotOf(operation: Operation, who: string): Promise<SavedFilter[]> {
  const { store, workspaceId } = operation;
  const [viewer] = await loadPeople(store.db, workspaceId, [idIn(operation, who)]);
  if (viewer === undefined) throw new Error('no such person');
  const { capabilities } = scriptedAdapter([], []);
  const deps = { capabilitiesOf: () => capabilities, horizon: 0 };
  for await (const items of snapshotItems(store.db, workspaceId, viewer, deps)) {
    return items.flatMap((item) => (item.type === 'savedFilter' ? [item.savedFilter] : []));
  }
  return [];
}
