import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { type CustomerDesk, openCustomerDesk } from './customers.ts';
import { idIn } from './operation.ts';

describeOnStores('a customer’s record', (openTestStore) => {
  let desk: CustomerDesk;
  let contactId: string;
  beforeEach(async () => {
    desk = await openCustomerDesk((await openTestStore()).store);
    await desk.customer('Mariana').writes('oi');
    contactId = await desk.contactOf('Mariana');
  });
  afterEach(() => desk.close());
  const shown = async () => (await desk.record(contactId)).shown;

  it('has fields that are checked, kept plainly, and not overwritten unseen', async () => {
    const fieldId = await desk.field('cpf', 'CPF');
    const write = (seen: string | null, value: string | null, by = 'ana') =>
      desk.command(by, 'contact.field', { contactId, fieldId, seen, value });
    expect(await write(null, '529.982.247-26')).toMatchObject({ ok: false, reason: 'invalid', detail: 'cpf' });
    expect(await write(null, '529.982.247-25')).toMatchObject({ ok: true });
    expect((await shown()).fields).toEqual({ [fieldId]: '52998224725' });
    expect(await write(null, '11144477735')).toMatchObject({ ok: false, reason: 'stale', detail: fieldId });
    // What both wanted is no conflict.
    expect(await write(null, '52998224725')).toMatchObject({ ok: true });
    expect(await write('52998224725', null)).toMatchObject({ ok: true });
    expect((await shown()).fields).toEqual({});
    expect(await write(null, '52998224725', 'bruno')).toMatchObject({ ok: false, reason: 'not-found' });
    expect(
      await desk.command('ana', 'contact.field', { contactId, fieldId: randomUUID(), seen: null, value: 'x' }),
    ).toMatchObject({ reason: 'not-found', detail: 'field' });
    expect(await desk.events(contactId)).toEqual([
      { type: 'field', fieldId, from: null, to: '52998224725' },
      { type: 'field', fieldId, from: '52998224725', to: null },
    ]);
  });

  it('has a name that people give, and tells who changed it', async () => {
    expect(await desk.command('ana', 'contact.rename', { contactId, name: 'Mariana Alves' })).toMatchObject({
      ok: true,
    });
    await desk.customer('Outra', { address: 'x' }).writes('oi');
    expect((await shown()).name).toBe('Mariana Alves');
    expect(await desk.events(contactId)).toEqual([{ type: 'named', from: 'Mariana', to: 'Mariana Alves' }]);
    const event = await desk.store.db
      .selectFrom('contact_event')
      .select(['by_id', 'at'])
      .where('contact_id', '=', contactId)
      .executeTakeFirstOrThrow();
    expect(event).toEqual({ by_id: idIn(desk, 'ana'), at: desk.clock.now });
  });

  it('has notes, which their author takes back, and a supervisor any', async () => {
    const write = (id: string, by: string) =>
      desk.command(by, 'contact.note', { contactId, id, text: 'Prefere à tarde' });
    const [first, second] = [randomUUID(), randomUUID()];
    await write(first, 'ana');
    await write(second, 'sonia');
    expect(await write(first, 'ana')).toMatchObject({ ok: false, reason: 'invalid' });
    expect((await shown()).notes).toMatchObject([
      { id: first, text: 'Prefere à tarde', authorId: idIn(desk, 'ana') },
      { id: second, authorId: idIn(desk, 'sonia') },
    ]);
    const remove = (id: string, by: string) => desk.command(by, 'contact.noteRemove', { contactId, id });
    expect(await remove(second, 'ana')).toMatchObject({ ok: false, reason: 'forbidden' });
    expect(await remove(first, 'sonia')).toMatchObject({ ok: true });
    expect(await remove(second, 'sonia')).toMatchObject({ ok: true });
    expect((await shown()).notes).toEqual([]);
  });

  it('has addresses that people add, vouch for and remove; one that the customer wrote through stays', async () => {
    const add = (channel: 'email' | 'whatsapp' | 'livechat', address: string, id: string = randomUUID()) =>
      desk.command('ana', 'contact.identityAdd', { contactId, id, channel, address });
    const id = randomUUID();
    expect(await add('email', 'Mari@Exemplo.com', id)).toMatchObject({ ok: true });
    expect(await add('email', 'mari@exemplo.com')).toMatchObject({ ok: true });
    expect(await add('email', 'mari@')).toMatchObject({ ok: false, reason: 'invalid', detail: 'address' });
    expect(await add('livechat', 'visitante')).toMatchObject({ ok: false, reason: 'invalid' });
    const written = (await shown()).identities.find(({ channel }) => channel === 'whatsapp');
    expect(written).toMatchObject({ proved: true, verified: null });
    expect((await shown()).identities).toContainEqual(
      expect.objectContaining({ id, address: 'mari@exemplo.com', proved: false, shared: false }),
    );
    const mark = (of: { verified?: boolean; shared?: boolean }) =>
      desk.command('ana', 'contact.identityMark', { contactId, identityId: id, ...of });
    expect(await mark({ verified: true })).toMatchObject({ ok: true });
    expect(await mark({ shared: true })).toMatchObject({ ok: true });
    expect((await shown()).identities.find((one) => one.id === id)).toMatchObject({
      verified: { byId: idIn(desk, 'ana'), at: desk.clock.now },
      shared: true,
    });
    const remove = (identityId: string) => desk.command('ana', 'contact.identityRemove', { contactId, identityId });
    expect(await remove(written?.id ?? '')).toMatchObject({ ok: false, reason: 'invalid', detail: 'used' });
    expect(await remove(id)).toMatchObject({ ok: true });
    expect((await shown()).identities).toHaveLength(1);
    expect((await desk.events(contactId)).map((what) => (what.type === 'identity' ? what.change : what.type))).toEqual([
      'added',
      'verified',
      'shared',
      'removed',
    ]);
  });

  it('an address that somebody else has is refused with who has it, however the mobile is spelled', async () => {
    await desk.customer('João', { address: '551187654321' }).writes('oi');
    const joao = await desk.contactOf('João');
    const reply = await desk.command('ana', 'contact.identityAdd', {
      ...{ contactId, id: randomUUID(), channel: 'whatsapp', address: '(11) 98765-4321' },
    });
    expect(reply).toMatchObject({ ok: false, reason: 'name-taken', detail: joao });
  });

  it('what happens to tags and deals is told too', async () => {
    const tagId = randomUUID();
    const value = { name: 'VIP', color: '#aa5500', active: true };
    await desk.command('sonia', 'tag.save', { id: tagId, seen: null, value });
    await desk.command('ana', 'contact.tag', { contactId, tagId });
    await desk.command('ana', 'contact.untag', { contactId, tagId });
    const pipelineId = randomUUID();
    const stages = ['Novo', 'Fim'].map((name) => ({ id: randomUUID(), name }));
    const [fresh = '', last = ''] = stages.map(({ id }) => id);
    const pipeline = { name: 'Vendas', position: 0, active: true, stages };
    await desk.command('sonia', 'pipeline.save', { id: pipelineId, seen: null, value: pipeline });
    const id = randomUUID();
    const deal = { contactId, id, title: 'Geladeira', pipelineId, stageId: fresh, amount: null };
    await desk.command('ana', 'deal.save', deal);
    await desk.command('ana', 'deal.move', { contactId, dealId: id, fromStageId: fresh, toStageId: last });
    await desk.command('ana', 'deal.close', { contactId, dealId: id, state: 'won' });
    await desk.command('ana', 'deal.close', { contactId, dealId: id, state: 'open' });
    const told = (await desk.events(contactId)).map((what) => ('change' in what ? what.change : what.type));
    expect(told).toEqual(['added', 'removed', 'created', 'moved', 'won', 'reopened']);
  });
});
