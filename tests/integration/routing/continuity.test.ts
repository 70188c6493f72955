import { afterEach, expect, it } from 'vitest';
import { idIn, type Operation, openOperation, type Plan } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { arrange, at, finish, newest, ruleOf } from './desk.ts';

const plan: Plan = {
  departments: [{ id: 'suporte', automatic: true }, { id: 'vendas', automatic: true }, { id: 'balcao' }],
  people: [
    { id: 'ana', departments: ['suporte', 'balcao'], capacity: 5 },
    { id: 'bruno', departments: ['suporte', 'vendas'], capacity: 5 },
  ],
};

describeOnStores('continuity of the day (F2, F3, F4)', (openTestStore) => {
  let operation: Operation;
  afterEach(() => operation.close());
  const open = async () => {
    operation = await openOperation((await openTestStore()).store, plan);
    return operation;
  };
  const pause = (who: string) => operation.command(who, 'presence.set', { state: 'paused', reason: 'Almoço' });
  const back = (who: string) => operation.command(who, 'presence.set', { state: 'available', reason: null });

  /** Mariana is served by Ana in the morning, while Bruno is away; then everybody is there, and Ana is the busier one. */
  const servedByAna = async (moment = at('2026-11-23T10:00')) => {
    await open();
    const mariana = operation.customer('Mariana', { department: 'suporte' });
    operation.clock.now = moment;
    await operation.command('bruno', 'presence.set', { state: 'away', reason: null });
    await mariana.writes('bom dia, meu pedido não chegou');
    const served = await newest(operation);
    expect(served).toMatchObject({ with: 'ana', cause: 'distributed', continuity: null });
    for (const name of ['João', 'Lia']) await operation.customer(name, { department: 'suporte' }).writes('oi');
    await finish(operation, 'ana', served.id);
    await back('bruno');
    return mariana;
  };

  it('the rule’s own example: served in the morning, back in the afternoon, in the special hours, and the next day', async () => {
    const mariana = await servedByAna();

    operation.clock.now = at('2026-11-23T15:30');
    await mariana.writes('chegou quebrado');
    const afternoon = await newest(operation);
    expect(afternoon).toMatchObject({ with: 'ana', cause: 'affinity', rule: 'affinity', continuity: 'ana: used' });
    await finish(operation, 'ana', afternoon.id);

    // The last second of the special hours, and the first one after them.
    operation.clock.now = at('2026-11-24T10:00');
    await mariana.writes('bom dia');
    const nextDay = await newest(operation);
    expect(nextDay).toMatchObject({ with: 'bruno', cause: 'distributed', rule: 'leastBusy', continuity: null });
    await finish(operation, 'bruno', nextDay.id);

    // Ana is the less busy one now; Bruno served Mariana today.
    for (const name of ['Rui', 'Téo', 'Eva']) await operation.customer(name, { department: 'vendas' }).writes('oi');
    operation.clock.now = at('2026-11-24T14:29:59');
    await mariana.writes('esqueci de perguntar');
    const special = await newest(operation);
    expect(special).toMatchObject({ with: 'ana', rule: 'leastBusy', continuity: 'bruno: special-hours', among: 2 });
    await finish(operation, 'ana', special.id);

    operation.clock.now = at('2026-11-24T14:30');
    await mariana.writes('só mais uma coisa');
    expect(await newest(operation)).toMatchObject({ with: 'ana', cause: 'affinity', continuity: 'ana: used' });
  });

  it('it begins anew at midnight of the workspace, not of the server', async () => {
    const mariana = await servedByAna(at('2026-11-23T21:30'));
    operation.clock.now = at('2026-11-23T23:59:59');
    await mariana.writes('ainda acordada');
    const beforeMidnight = await newest(operation);
    expect(beforeMidnight).toMatchObject({ with: 'ana', cause: 'affinity' });
    await finish(operation, 'ana', beforeMidnight.id);
    operation.clock.now = at('2026-11-24T00:00:00');
    await mariana.writes('agora é outro dia');
    expect(await newest(operation)).toMatchObject({ with: 'bruno', continuity: null });
  });

  it('a full, paused, away or absent agent is passed over, and the decision says why', async () => {
    const mariana = await servedByAna();
    operation.clock.now = at('2026-11-23T10:30');
    const comesBack = async () => {
      await mariana.writes('oi de novo');
      const conversation = await newest(operation);
      await finish(operation, conversation.with ?? '', conversation.id);
      // Bruno would be the one of the day otherwise.
      await operation.store.db
        .updateTable('conversation')
        .set({ served_by: null })
        .where('id', '=', conversation.id)
        .execute();
      return conversation.continuity;
    };
    await pause('ana');
    expect(await comesBack()).toBe('ana: paused');
    await operation.command('ana', 'presence.set', { state: 'away', reason: null });
    expect(await comesBack()).toBe('ana: away');
    await operation.store.db
      .updateTable('person')
      .set({ presence_state: 'offline' })
      .where('id', '=', idIn(operation, 'ana'))
      .execute();
    expect(await comesBack()).toBe('ana: offline');
    await back('ana');
    await operation.store.db
      .updateTable('person')
      .set({ capacity: 2 })
      .where('id', '=', idIn(operation, 'ana'))
      .execute();
    expect(await comesBack()).toBe('ana: full');
  });

  it('another department’s agents do not keep the customer', async () => {
    await open();
    operation.clock.now = at('2026-11-23T10:00');
    const mariana = operation.customer('Mariana', { department: 'suporte' });
    await operation.command('bruno', 'presence.set', { state: 'away', reason: null });
    await mariana.writes('oi');
    const inSupport = await newest(operation);
    await back('bruno');
    await operation.command('ana', 'conversation.transfer', {
      conversationId: inSupport.id,
      to: { kind: 'department', id: idIn(operation, 'vendas') },
      note: null,
    });
    expect(await newest(operation)).toMatchObject({ with: 'bruno', continuity: 'ana: not-member' });
  });

  it('who transfers a customer back to their own department’s queue is not handed them again', async () => {
    const mariana = await servedByAna();
    operation.clock.now = at('2026-11-23T10:30');
    await mariana.writes('oi de novo');
    const again = await newest(operation);
    expect(again.with).toBe('ana');
    await operation.command('ana', 'conversation.transfer', {
      conversationId: again.id,
      to: { kind: 'department', id: idIn(operation, 'suporte') },
      note: 'não é comigo',
    });
    expect(await newest(operation)).toMatchObject({ with: 'bruno', continuity: 'ana: declined' });
  });

  it('in a department of manual distribution the customer goes to their agent, and everyone else waits to be taken', async () => {
    await open();
    operation.clock.now = at('2026-11-23T10:00');
    const mariana = operation.customer('Mariana', { department: 'balcao' });
    await mariana.writes('oi');
    const first = await newest(operation);
    expect(first).toMatchObject({ status: 'queued', rule: null });
    await operation.command('ana', 'conversation.take', { conversationId: first.id });
    await finish(operation, 'ana', first.id);
    operation.clock.now = at('2026-11-23T11:00');
    await mariana.writes('voltei');
    const second = await newest(operation);
    expect(second).toMatchObject({ with: 'ana', cause: 'affinity' });
    await finish(operation, 'ana', second.id);
    await pause('ana');
    await mariana.writes('e de novo');
    expect(await newest(operation)).toMatchObject({ status: 'queued', rule: 'waiting', continuity: 'ana: paused' });
  });

  it('it follows the contact over channels: another connection of the same customer leads to the same agent', async () => {
    await servedByAna();
    operation.clock.now = at('2026-11-23T10:30');
    const { db } = operation.store;
    const { contact_id } = await db
      .selectFrom('conversation')
      .select('contact_id')
      .where('id', '=', (await newestFinished(operation)).id)
      .executeTakeFirstOrThrow();
    // The other address of the same customer, as a link between channels makes it known.
    const other = operation.customer('Mariana', { department: 'suporte' });
    await db
      .insertInto('identity')
      .values({
        id: `other-${operation.workspaceId}`,
        workspace_id: operation.workspaceId,
        contact_id,
        channel: 'whatsapp',
        address: other.address,
        phone: other.address,
        profile_name: 'Mariana',
      })
      .execute();
    await other.writes('agora pelo outro número');
    expect(await newest(operation)).toMatchObject({ with: 'ana', cause: 'affinity' });
  });

  it('settings decide: switched off, or with special hours of their own by weekday', async () => {
    const mariana = await servedByAna();
    const comes = async (clock: string) => {
      operation.clock.now = at(clock);
      await mariana.writes('oi');
      const conversation = await newest(operation);
      await finish(operation, conversation.with ?? '', conversation.id);
      return conversation.continuity;
    };
    await ruleOf(operation, 'suporte', { rule: 'roundRobin' });
    expect(await comes('2026-11-23T12:00')).toBe('ana: special-hours');
    const never = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    await arrange(operation, {
      affinity: { enabled: true, specialHours: { ...never, mon: [{ from: '16:00', to: '17:00' }] } },
    });
    expect(await comes('2026-11-23T12:01')).toContain(': used');
    expect(await comes('2026-11-23T16:00')).toContain(': special-hours');
    await arrange(operation, { affinity: { enabled: false, specialHours: never } });
    expect(await comes('2026-11-23T12:02')).toBeNull();
  });
});

async function newestFinished(operation: Operation): Promise<{ id: string }> {
  return operation.store.db
    .selectFrom('conversation')
    .select('id')
    .where('workspace_id', '=', operation.workspaceId)
    .where('status', '=', 'finished')
    .orderBy('finished_at', 'desc')
    .executeTakeFirstOrThrow();
}
