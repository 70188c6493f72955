import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { logItemSchema } from '../../../src-shared/protocol/log.ts';
import { describeOnStores } from '../stores.ts';
import { idIn, type Operation, openOperation, type Plan } from './operation.ts';

const plan: Plan = {
  departments: [{ id: 'suporte' }],
  people: [
    { id: 'ana', departments: ['suporte'] },
    { id: 'sonia', departments: ['suporte'], role: 'supervisor' },
  ],
};

describeOnStores('saved texts', (openTestStore) => {
  let operation: Operation;
  afterEach(() => operation.close());
  const open = async () => {
    operation = await openOperation((await openTestStore()).store, plan);
  };
  const save = (
    person: string,
    fields: { id?: string; shortcut?: string; text?: string; departmentId?: string | null } = {},
  ) =>
    operation.command(person, 'savedText.save', {
      id: randomUUID(),
      shortcut: 'ola',
      text: 'Olá, {{contato.nome}}!',
      departmentId: null,
      ...fields,
    });
  const stored = () =>
    operation.store.db
      .selectFrom('saved_text')
      .selectAll()
      .where('workspace_id', '=', operation.workspaceId)
      .orderBy('version')
      .execute();
  const said = async () => {
    const rows = await operation.store.db
      .selectFrom('event')
      .select('body')
      .where('workspace_id', '=', operation.workspaceId)
      .orderBy('seq')
      .execute();
    return rows.map((row) => logItemSchema.parse(row.body)).filter((item) => item.type === 'savedText');
  };

  it('are made, changed and removed by a supervisor, and everybody hears of it', async () => {
    await open();
    const id = randomUUID();
    expect(await save('sonia', { id })).toMatchObject({ ok: true });
    expect(await save('sonia', { id, shortcut: 'oi', departmentId: idIn(operation, 'suporte') })).toMatchObject({
      ok: true,
    });
    expect(await stored()).toMatchObject([{ id, shortcut: 'oi', department_id: idIn(operation, 'suporte') }]);
    expect(await operation.command('sonia', 'savedText.remove', { id })).toMatchObject({ ok: true });
    expect(await operation.command('sonia', 'savedText.remove', { id })).toMatchObject({ ok: true });
    expect((await said()).map(({ savedText }) => [savedText.shortcut, savedText.active])).toEqual([
      ['ola', true],
      ['oi', true],
      ['oi', false],
    ]);
  });

  it('are not changed by an agent', async () => {
    await open();
    expect(await save('ana')).toMatchObject({ ok: false, reason: 'forbidden' });
    const id = randomUUID();
    await save('sonia', { id });
    expect(await operation.command('ana', 'savedText.remove', { id })).toMatchObject({ reason: 'forbidden' });
    expect(await stored()).toMatchObject([{ id, active: true }]);
  });

  it('have one shortcut each, whatever its capitals; a removed one sets its shortcut free', async () => {
    await open();
    const id = randomUUID();
    await save('sonia', { id, shortcut: 'saudação' });
    expect(await save('sonia', { shortcut: 'SAUDAÇÃO' })).toMatchObject({ ok: false, reason: 'name-taken' });
    await operation.command('sonia', 'savedText.remove', { id });
    expect(await save('sonia', { shortcut: 'SAUDAÇÃO' })).toMatchObject({ ok: true });
  });

  it('are refused with a variable that nobody could fill in, a department that does not exist, or a shortcut with spaces', async () => {
    await open();
    expect(await save('sonia', { text: 'Seu pedido {{pedido}}' })).toMatchObject({
      reason: 'invalid',
      detail: 'pedido',
    });
    expect(await save('sonia', { departmentId: 'nowhere' })).toMatchObject({ reason: 'not-found' });
    expect(await save('sonia', { shortcut: 'bom dia' })).toMatchObject({ ok: false, reason: 'invalid' });
    expect(await operation.command('sonia', 'savedText.remove', { id: 'nothing' })).toMatchObject({
      reason: 'not-found',
    });
    expect(await stored()).toEqual([]);
  });

  it('of another workspace are neither seen nor changed', async () => {
    await open();
    const id = randomUUID();
    await save('sonia', { id });
    const other = operation;
    await open();
    expect(await save('sonia', { id, shortcut: 'meu' })).toMatchObject({ ok: false, reason: 'not-found' });
    expect(await operation.command('sonia', 'savedText.remove', { id })).toMatchObject({ reason: 'not-found' });
    // The same shortcut in two workspaces is nobody's business.
    expect(await save('sonia')).toMatchObject({ ok: true });
    await other.close();
  });
});
