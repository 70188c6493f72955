import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { loadContacts } from '../../../src-backend/store/entities/contact.ts';
import type { CommandArgs } from '../../../src-shared/protocol/commands.ts';
import type { PipelineValue } from '../../../src-shared/protocol/deals.ts';
import { logItemSchema } from '../../../src-shared/protocol/log.ts';
import { describeOnStores } from '../stores.ts';
import { type Operation, openOperation, type Plan } from './operation.ts';

const plan: Plan = {
  departments: [{ id: 'suporte', automatic: true }, { id: 'vendas' }],
  people: [
    { id: 'ana', departments: ['suporte'] },
    { id: 'bruno', departments: ['vendas'] },
    { id: 'sonia', departments: ['suporte'], role: 'supervisor' },
  ],
};

describeOnStores('deals', (openTestStore) => {
  let operation: Operation;
  afterEach(() => operation.close());

  /** A pipeline of three stages and a customer whom Ana serves. */
  async function open() {
    operation = await openOperation((await openTestStore()).store, plan);
    const pipelineId = randomUUID();
    const [fresh, offer, last] = ['Novo', 'Orçamento', 'Fechamento'].map((name) => ({ id: randomUUID(), name }));
    if (fresh === undefined || offer === undefined || last === undefined) throw new Error('no stages');
    const value: PipelineValue = { name: 'Vendas', position: 0, active: true, stages: [fresh, offer, last] };
    await operation.command('sonia', 'pipeline.save', { id: pipelineId, seen: null, value });
    await operation.customer('Cliente').writes('Quanto custa?');
    const { id: contactId } = await operation.store.db
      .selectFrom('contact')
      .select('id')
      .where('workspace_id', '=', operation.workspaceId)
      .executeTakeFirstOrThrow();
    const id = randomUUID();
    return {
      contactId,
      pipelineId,
      value,
      stages: { fresh, offer, last },
      dealId: id,
      save: (fields: Partial<CommandArgs<'deal.save'>> = {}, by = 'ana') =>
        operation.command(by, 'deal.save', {
          contactId,
          id,
          title: 'Geladeira',
          pipelineId,
          stageId: fresh.id,
          amount: 129_900,
          ...fields,
        }),
      move: (from: { id: string }, to: { id: string }, by = 'ana') =>
        operation.command(by, 'deal.move', { contactId, dealId: id, fromStageId: from.id, toStageId: to.id }),
      close: (state: 'open' | 'won' | 'lost', by = 'ana') =>
        operation.command(by, 'deal.close', { contactId, dealId: id, state }),
      change: (next: Partial<PipelineValue>, seen: PipelineValue = value) =>
        operation.command('sonia', 'pipeline.save', { id: pipelineId, seen, value: { ...seen, ...next } }),
      deals: async () =>
        (await loadContacts(operation.store.db, operation.workspaceId, [contactId])).flatMap(({ deals }) => deals),
    };
  }

  it('are made, moved through the stages and won by who serves the customer, and the log carries the contact with them', async () => {
    const { save, move, close, deals, stages, dealId, pipelineId } = await open();
    expect(await save()).toMatchObject({ ok: true });
    const at = operation.clock.now;
    const made = { id: dealId, title: 'Geladeira', pipelineId, stageId: stages.fresh.id, amount: 129_900 };
    expect(await deals()).toEqual([{ ...made, state: 'open', createdAt: at, updatedAt: at }]);
    operation.clock.now += 1_000;
    expect(await save({ title: 'Geladeira inox', amount: null })).toMatchObject({ ok: true });
    expect(await move(stages.fresh, stages.offer)).toMatchObject({ ok: true });
    expect(await close('won')).toMatchObject({ ok: true });
    const won = { ...made, title: 'Geladeira inox', amount: null, stageId: stages.offer.id, state: 'won' };
    expect(await deals()).toEqual([{ ...won, createdAt: at, updatedAt: at + 1_000 }]);
    const rows = await operation.store.db
      .selectFrom('event')
      .select('body')
      .where('workspace_id', '=', operation.workspaceId)
      .orderBy('seq')
      .execute();
    const items = rows.map(({ body }) => logItemSchema.parse(body));
    const last = items.findLast((item) => item.type === 'contact');
    expect(last).toMatchObject({ contact: { deals: [won] } });
    expect(items.filter((item) => item.type === 'pipeline')).toMatchObject([{ pipeline: { name: 'Vendas' } }]);
  });

  it('moved by a colleague meanwhile are not moved again from where one saw them; nor are closed ones', async () => {
    const { save, move, close, deals, stages } = await open();
    await save();
    await move(stages.fresh, stages.offer, 'sonia');
    expect(await move(stages.fresh, stages.last)).toMatchObject({ ok: false, reason: 'stale' });
    expect(await deals()).toMatchObject([{ stageId: stages.offer.id }]);
    await close('lost', 'sonia');
    expect(await move(stages.offer, stages.last)).toMatchObject({ ok: false, reason: 'stale' });
    expect(await close('open')).toMatchObject({ ok: true });
    expect(await move(stages.offer, stages.last)).toMatchObject({ ok: true });
    expect(await move(stages.last, { id: 'nowhere' })).toMatchObject({ ok: false, reason: 'not-found' });
  });

  it('edited while a colleague moved them stay where the colleague put them, unless both moved them', async () => {
    const { save, move, deals, stages } = await open();
    await save();
    await move(stages.fresh, stages.offer, 'sonia');
    const seen = { fromStageId: stages.fresh.id };
    expect(await save({ ...seen, title: 'Geladeira inox' })).toMatchObject({ ok: true });
    expect(await deals()).toMatchObject([{ title: 'Geladeira inox', stageId: stages.offer.id }]);
    expect(await save({ ...seen, stageId: stages.last.id })).toMatchObject({ ok: false, reason: 'stale' });
    expect(await save({ ...seen, stageId: stages.offer.id, amount: 1 })).toMatchObject({ ok: true });
    expect(await save({ fromStageId: stages.offer.id, stageId: stages.last.id })).toMatchObject({ ok: true });
    expect(await deals()).toMatchObject([{ stageId: stages.last.id }]);
  });

  it('are neither seen nor changed by who does not see the contact', async () => {
    const { save, move, close, deals, stages } = await open();
    expect(await save({}, 'bruno')).toMatchObject({ ok: false, reason: 'not-found' });
    await save();
    expect(await move(stages.fresh, stages.offer, 'bruno')).toMatchObject({ ok: false, reason: 'not-found' });
    expect(await close('lost', 'bruno')).toMatchObject({ ok: false, reason: 'not-found' });
    expect(await deals()).toMatchObject([{ stageId: stages.fresh.id, state: 'open' }]);
  });

  it('are refused in a pipeline or a stage that does not exist, and under the id of another contact’s deal', async () => {
    const { save, deals, dealId } = await open();
    expect(await save({ pipelineId: 'nowhere' })).toMatchObject({ reason: 'not-found', detail: 'pipeline' });
    expect(await save({ stageId: 'nowhere' })).toMatchObject({ reason: 'not-found', detail: 'stage' });
    expect(await save({ amount: -1 })).toMatchObject({ ok: false, reason: 'invalid' });
    expect(await deals()).toEqual([]);
    await save();
    await operation.customer('Outra').writes('Oi');
    const other = await operation.store.db
      .selectFrom('contact')
      .select('id')
      .where('workspace_id', '=', operation.workspaceId)
      .where('name', '=', 'Outra')
      .executeTakeFirstOrThrow();
    expect(await save({ contactId: other.id, id: dealId })).toMatchObject({ reason: 'not-found', detail: 'id' });
  });

  it('keep their stage from being removed while they are open, and their pipeline too', async () => {
    const { save, close, change, deals, stages, value } = await open();
    await save();
    const without = { stages: [stages.offer, stages.last] };
    const inUse = { ok: false, reason: 'stage-in-use', detail: 'stages' };
    expect(await change(without)).toMatchObject(inUse);
    expect(await change({ active: false })).toMatchObject(inUse);
    const renamed = { stages: [stages.last, { ...stages.fresh, name: 'Chegou' }] };
    expect(await change(renamed)).toMatchObject({ ok: true });
    await close('lost');
    expect(await change(without, { ...value, ...renamed })).toMatchObject({ ok: true });
    // Taken up again, it is where the pipeline begins now.
    expect(await close('open')).toMatchObject({ ok: true });
    expect(await deals()).toMatchObject([{ state: 'open', stageId: stages.offer.id }]);
  });

  it('have pipelines that supervisors keep, with names that differ, and that an undo restores', async () => {
    const { change, value, stages, pipelineId } = await open();
    const second = { ...value, stages: [{ id: randomUUID(), name: 'Novo' }] };
    const saveAs = (by: string, next: PipelineValue) =>
      operation.command(by, 'pipeline.save', { id: randomUUID(), seen: null, value: next });
    expect(await saveAs('ana', { ...second, name: 'Meu' })).toMatchObject({ ok: false, reason: 'forbidden' });
    expect(await saveAs('sonia', { ...second, name: 'vendas' })).toMatchObject({ ok: false, reason: 'name-taken' });
    expect(await saveAs('sonia', { ...value, name: 'Outro' })).toMatchObject({ ok: false, reason: 'invalid' });
    const same = { ...second, name: 'Iguais', stages: [...second.stages, { id: randomUUID(), name: 'NOVO' }] };
    expect(await saveAs('sonia', same)).toMatchObject({ ok: false, reason: 'invalid', detail: 'value.stages.1.name' });
    const changeId = randomUUID();
    const next = { ...value, stages: [stages.fresh] };
    await operation.command('sonia', 'pipeline.save', { id: pipelineId, seen: value, value: next }, changeId);
    expect(await change({ name: 'Tarde' })).toMatchObject({ ok: false, reason: 'stale', detail: 'stages' });
    expect(await operation.command('sonia', 'settings.undo', { changeId })).toMatchObject({ ok: true });
    const row = await operation.store.db
      .selectFrom('pipeline')
      .selectAll()
      .where('id', '=', pipelineId)
      .executeTakeFirst();
    expect(row?.stages).toEqual(value.stages);
  });
});
