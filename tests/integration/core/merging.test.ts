import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { type CustomerDesk, customerPlan, openCustomerDesk } from './customers.ts';
import { conversations, idIn, type Plan } from './operation.ts';

describeOnStores('merged customers', (openTestStore) => {
  let desk: CustomerDesk;
  const open = async (plan: Plan = customerPlan) => {
    desk = await openCustomerDesk((await openTestStore()).store, plan);
  };
  beforeEach(() => open());
  afterEach(() => desk.close());

  const writes = async (name: string, from: Parameters<CustomerDesk['customer']>[1] = {}) => {
    desk.clock.now += 1_000;
    await desk.customer(name, from).writes('oi');
    return desk.contactOf(name);
  };
  const onWhatsApp = () => writes('Mariana', { address: '5511987654321' });
  const byMail = () => writes('M. Alves', { channel: 'email', address: 'mari@exemplo.com', department: 'vendas' });
  const unmerge = (mergeId: string, by = 'sonia') => desk.command(by, 'contact.unmerge', { mergeId });
  const shown = async (contactId: string) => (await desk.record(contactId)).shown;

  it('are shown as one with what was chosen, and separated again each has what was theirs and what came since', async () => {
    const city = await desk.field('text', 'Cidade');
    const [a, b] = [await onWhatsApp(), await byMail()];
    await desk.fill(a, city, 'Rio');
    await desk.fill(b, city, 'Natal');
    const before = [await shown(a), await shown(b)];
    const reply = await desk.command('sonia', 'contact.merge', {
      ...{ intoId: a, fromId: b, choices: { [city]: 'from', name: 'into' } },
    });
    expect(reply).toMatchObject({ ok: true });
    const one = await shown(b);
    expect(one).toMatchObject({ id: a, name: 'Mariana', fields: { [city]: 'Natal' } });
    expect(one.identities.map(({ channel }) => channel)).toEqual(['whatsapp', 'email']);

    const noteId = randomUUID();
    await desk.command('sonia', 'contact.note', { contactId: b, id: noteId, text: 'é a mesma' });
    await byMail();
    const mergeId = (await desk.record(a)).parts[0]?.merged?.id ?? '';
    expect(await unmerge(mergeId)).toMatchObject({ ok: true });
    const after = [await shown(a), await shown(b)];
    const plain = (contact: (typeof after)[number] | undefined) => ({ ...contact, version: 0, notes: [] });
    expect(after.map(plain)).toEqual(before.map(plain));
    expect(after.map(({ notes }) => notes.length)).toEqual([1, 0]);
    const of = await conversations(desk);
    expect(of.map(({ contact_id }) => contact_id)).toEqual([a, b]);
    const told = async (id: string) => (await desk.events(id)).map(({ type }) => type);
    expect((await told(a)).slice(-2)).toEqual(['merged', 'unmerged']);
    expect((await told(b)).at(-1)).toBe('unmerged');
  });

  it('over several steps are one, and each step can be undone for itself, in any order', async () => {
    const [a, b] = [await onWhatsApp(), await byMail()];
    const c = await writes('mari', { channel: 'instagram', address: '178414' });
    const second = await desk.merge(b, c);
    const first = await desk.merge(a, b);
    expect((await shown(c)).identities).toHaveLength(3);
    expect((await shown(c)).id).toBe(a);
    expect(await unmerge(second)).toMatchObject({ ok: true });
    expect([(await shown(a)).id, (await shown(b)).id, (await shown(c)).id]).toEqual([a, a, c]);
    const third = await desk.merge(c, a);
    expect((await shown(b)).id).toBe(c);
    expect(await unmerge(first)).toMatchObject({ ok: true });
    expect([(await shown(a)).id, (await shown(b)).id]).toEqual([c, b]);
    expect(await unmerge(third)).toMatchObject({ ok: true });
    expect(await unmerge(third)).toMatchObject({ ok: false, reason: 'not-found' });
    const roots = await desk.store.db
      .selectFrom('contact')
      .select(['id', 'root_id'])
      .where('workspace_id', '=', desk.workspaceId)
      .execute();
    for (const row of roots) expect(row.root_id).toBe(row.id);
  });

  it('are not merged over what a colleague did meanwhile; the very same twice is once', async () => {
    const [a, b] = [await onWhatsApp(), await byMail()];
    const c = await writes('mari', { channel: 'instagram', address: '178414' });
    const merge = (intoId: string, fromId: string, choices = {}) =>
      desk.command('sonia', 'contact.merge', { intoId, fromId, choices });
    expect(await merge(a, b)).toMatchObject({ ok: true });
    expect(await merge(a, b)).toMatchObject({ ok: true });
    expect(await merge(a, b, { name: 'from' })).toMatchObject({ ok: false, reason: 'stale' });
    expect(await merge(c, b)).toMatchObject({ ok: false, reason: 'stale' });
    expect(await merge(b, a)).toMatchObject({ ok: false, reason: 'stale' });
    expect(await merge(a, randomUUID())).toMatchObject({ ok: false, reason: 'not-found' });
  });

  it('are merged and separated by who sees them; by who sees one of two that are suggested', async () => {
    const phone = await desk.field('phone');
    const [a, b] = [await onWhatsApp(), await byMail()];
    const merge = (by: string) => desk.command(by, 'contact.merge', { intoId: a, fromId: b, choices: {} });
    expect(await merge('ana')).toMatchObject({ ok: false, reason: 'not-found' });
    await desk.fill(b, phone, '11987654321');
    expect(await merge('ana')).toMatchObject({ ok: true });
    expect(await desk.suggestions()).toMatchObject([{ state: 'accepted' }]);
    const merged = (await desk.record(a)).parts[0]?.merged;
    expect(merged).toMatchObject({ byId: idIn(desk, 'ana'), reasons: [{ kind: 'phone', value: '5511987654321' }] });
    expect(await unmerge(merged?.id ?? '', 'bruno')).toMatchObject({ ok: true });
  });

  it('tags, deals and fields are changed where they are, whichever of the two is named', async () => {
    const [a, b] = [await onWhatsApp(), await byMail()];
    const tagIds = await Promise.all(
      ['VIP', 'Atraso'].map(async (name) => {
        const id = randomUUID();
        await desk.command('sonia', 'tag.save', { id, seen: null, value: { name, color: '#aa5500', active: true } });
        return id;
      }),
    );
    const [vip = '', late = ''] = tagIds;
    await desk.command('sonia', 'contact.tag', { contactId: b, tagId: vip });
    const mergeId = await desk.merge(a, b);
    await desk.command('sonia', 'contact.tag', { contactId: b, tagId: late });
    expect((await shown(a)).tagIds.toSorted()).toEqual(tagIds.toSorted());
    await desk.command('sonia', 'contact.untag', { contactId: a, tagId: vip });
    expect((await shown(a)).tagIds).toEqual([late]);
    await unmerge(mergeId);
    expect([(await shown(a)).tagIds, (await shown(b)).tagIds]).toEqual([[late], [vip]]);
  });

  it('come back to who served them today on another channel, and nobody else begins with them meanwhile', async () => {
    await desk.close();
    const agent = (id: string) => ({ id, departments: ['suporte'] });
    const people = [agent('ana'), agent('bia'), { id: 'sonia', departments: ['vendas'], role: 'supervisor' as const }];
    const departments = [{ id: 'suporte', automatic: true }, { id: 'vendas' }];
    await open({ ...customerPlan, departments, people, capabilities: { templates: true } });
    const open_ = async () => (await conversations(desk)).filter(({ status }) => status !== 'finished');
    const who = (row: { assignee_id: string | null } | undefined) =>
      ['ana', 'bia'].find((id) => idIn(desk, id) === row?.assignee_id) ?? '';
    const finish = async () => {
      for (const row of await open_())
        await desk.command('sonia', 'conversation.finish', {
          conversationId: row.id,
          reasonId: null,
          description: null,
        });
    };
    const b = await writes('mari', { channel: 'instagram', address: '178414' });
    await finish();
    // The next day, outside the special hours.
    desk.clock.now += 27 * 3_600_000;
    const a = await onWhatsApp();
    const server = who((await open_())[0]);
    await finish();
    await desk.merge(a, b);
    // Whoever it was is the busier one now.
    const other = server === 'ana' ? 'bia' : 'ana';
    await desk.command(other, 'presence.set', { state: 'away', reason: null });
    await writes('Outra', { address: '5511911112222' });
    await desk.command(other, 'presence.set', { state: 'available', reason: null });
    await writes('mari', { channel: 'instagram', address: '178414' });
    const back = (await open_()).find(({ contact_id }) => contact_id === b);
    expect(back).toMatchObject({ assignee_id: idIn(desk, server), assignment_cause: 'affinity' });

    const to = { kind: 'phone' as const, number: '11987654321' };
    const connectionId = idIn(desk, 'connection-suporte');
    const start = (by: string) => desk.command(by, 'conversation.start', { connectionId, to, template: null });
    expect(await start(other)).toMatchObject({ ok: false, reason: 'served-by-other', detail: idIn(desk, server) });
    expect(await start(server)).toMatchObject({ ok: true });
  });
});
