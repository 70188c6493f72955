import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { type CustomerDesk, openCustomerDesk } from './customers.ts';

const [CPF, OTHER_CPF] = ['52998224725', '11144477735'];
const MOBILE = '5511987654321';

describeOnStores('somebody who writes from elsewhere', (openTestStore) => {
  let desk: CustomerDesk;
  beforeEach(async () => {
    desk = await openCustomerDesk((await openTestStore()).store);
  });
  afterEach(() => desk.close());

  const writes = async (name: string, from: Parameters<CustomerDesk['customer']>[1] = {}) => {
    desk.clock.now += 1_000;
    await desk.customer(name, from).writes('oi');
    return desk.contactOf(name);
  };
  const rootOf = async (contactId: string) => (await desk.record(contactId)).root.id;

  it('is linked by themselves where an address is certain, into the older record, and the timeline says so', async () => {
    const address = 'mari@casa.example';
    const older = await writes('Mariana', { channel: 'livechat', address });
    const [typed] = (await desk.record(older)).root.identities;
    await desk.command('sonia', 'contact.identityMark', {
      ...{ contactId: older, identityId: typed?.id ?? '', verified: true },
    });
    const newer = await writes('mari_cavalcante', { channel: 'email', address });
    const { root, parts } = await desk.record(newer);
    expect([root.id, ...parts.map((part) => part.id)]).toEqual([older, newer]);
    expect(parts[0]?.merged).toMatchObject({
      intoId: older,
      byId: null,
      reasons: [{ kind: 'email', value: address }],
    });
    expect((await desk.events(older)).at(-1)).toMatchObject({
      ...{ type: 'merged', otherId: newer, otherTitle: 'mari_cavalcante' },
      reasons: [{ kind: 'email', value: address }],
    });
    expect(await desk.suggestions()).toEqual([]);
  });

  it('is linked when the same CPF is written into both records', async () => {
    const cpf = await desk.field('cpf');
    const [older, newer] = [await writes('Mariana'), await writes('Mari', { channel: 'email', address: 'm@ex.com' })];
    await desk.fill(older, cpf, CPF);
    expect(await rootOf(newer)).toBe(newer);
    await desk.fill(newer, cpf, CPF);
    expect(await rootOf(newer)).toBe(older);
  });

  it('is suggested, once, when the address was only typed in; with or without the ninth digit', async () => {
    const phone = await desk.field('phone');
    const older = await writes('Mariana', { channel: 'email', address: 'mari@exemplo.com' });
    await desk.fill(older, phone, MOBILE);
    const newer = await writes('Mari', { address: '551187654321' });
    await writes('Mari', { address: '551187654321' });
    expect(await rootOf(newer)).toBe(newer);
    const [suggestion, ...more] = await desk.suggestions();
    expect(more).toEqual([]);
    expect(suggestion).toMatchObject({
      state: 'open',
      contactIds: [older, newer].sort(),
      reasons: [{ kind: 'phone-ninth-digit', value: MOBILE }],
    });
    expect(suggestion?.titles.toSorted()).toEqual(['Mari', 'Mariana']);
  });

  it('is not asked about again once refused, not even when it becomes certain', async () => {
    const [phone, cpf] = [await desk.field('phone'), await desk.field('cpf')];
    const older = await writes('Mariana', { channel: 'email', address: 'mari@exemplo.com' });
    await desk.fill(older, phone, MOBILE);
    const newer = await writes('Mari', { address: MOBILE });
    const [suggestion] = await desk.suggestions();
    expect(await desk.command('ana', 'suggestion.refuse', { id: suggestion?.id ?? '' })).toMatchObject({ ok: true });
    await desk.fill(older, phone, null);
    await desk.fill(older, phone, MOBILE);
    await desk.fill(older, cpf, CPF);
    await desk.fill(newer, cpf, CPF);
    expect(await desk.suggestions()).toMatchObject([{ id: suggestion?.id, state: 'refused' }]);
    expect(await rootOf(newer)).toBe(newer);
  });

  it('is no longer suggested when nothing is in common any more, or the number is several people’s', async () => {
    const phone = await desk.field('phone');
    const older = await writes('Mariana', { channel: 'email', address: 'mari@exemplo.com' });
    await desk.fill(older, phone, MOBILE);
    const newer = await writes('Mari', { address: MOBILE });
    const state = async () => (await desk.suggestions()).map((one) => one.state);
    expect(await state()).toEqual(['open']);
    await desk.fill(older, phone, null);
    expect(await state()).toEqual(['gone']);
    await desk.fill(older, phone, MOBILE);
    expect(await state()).toEqual(['open']);
    const [identity] = (await desk.record(newer)).shown.identities;
    await desk.command('sonia', 'contact.identityMark', {
      ...{ contactId: newer, identityId: identity?.id ?? '', shared: true },
    });
    expect(await state()).toEqual(['gone']);
  });

  it('with another CPF is somebody else', async () => {
    const [phone, cpf] = [await desk.field('phone'), await desk.field('cpf')];
    const older = await writes('Mariana', { channel: 'email', address: 'mari@exemplo.com' });
    await desk.fill(older, cpf, CPF);
    await desk.fill(older, phone, MOBILE);
    const newer = await writes('Mari', { address: MOBILE });
    expect(await desk.suggestions()).toMatchObject([{ state: 'open' }]);
    await desk.fill(newer, cpf, OTHER_CPF);
    expect(await desk.suggestions()).toMatchObject([{ state: 'gone' }]);
  });

  it('whom people separated is not linked again by whatever they have in common', async () => {
    const cpf = await desk.field('cpf');
    const [older, newer] = [await writes('Mariana'), await writes('Mari', { channel: 'email', address: 'm@ex.com' })];
    await desk.fill(older, cpf, CPF);
    await desk.fill(newer, cpf, CPF);
    const mergeId = (await desk.record(newer)).parts[0]?.merged?.id ?? '';
    expect(await desk.command('ana', 'contact.unmerge', { mergeId })).toMatchObject({ ok: true });
    expect(await rootOf(newer)).toBe(newer);
    await desk.fill(newer, cpf, null);
    await desk.fill(newer, cpf, CPF);
    await writes('Mari', { channel: 'email', address: 'm@ex.com' });
    expect(await rootOf(newer)).toBe(newer);
    expect(await desk.suggestions()).toMatchObject([{ state: 'refused' }]);
    // By hand they may be one again.
    await desk.merge(older, newer);
    expect(await desk.suggestions()).toMatchObject([{ state: 'accepted' }]);
  });

  it('says nothing of anybody by a number that a crowd has', async () => {
    const phone = await desk.field('phone');
    for (let index = 0; index < 21; index += 1) {
      const contactId = await writes(`Cliente ${index}`, { channel: 'email', address: `c${index}@exemplo.com` });
      const value = '551130000000';
      await desk.store.db
        .updateTable('contact')
        .set({ fields: JSON.stringify({ [phone]: value }) })
        .where('id', '=', contactId)
        .execute();
      await desk.store.db
        .insertInto('contact_key')
        .values({ workspace_id: desk.workspaceId, kind: 'phone', value, contact_id: contactId })
        .execute();
    }
    const one = await writes('Recepção', { channel: 'email', address: 'recepcao@exemplo.com' });
    await desk.fill(one, phone, '1130000000');
    expect(await desk.suggestions()).toEqual([]);
  });
});
