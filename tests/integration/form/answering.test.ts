import { expect, it } from 'vitest';
import { toConversation } from '../../../src-backend/store/entities/conversation.ts';
import { conversations, idIn, messages, type Operation, openOperation, type Plan } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';

const plan = {
  departments: [{ id: 'suporte' }],
  people: [
    { id: 'ana', departments: ['suporte'], capacity: 1 },
    { id: 'bia', departments: ['suporte'], capacity: 5 },
  ],
  channels: ['form', 'email'] as const,
};
const TERESA = 'teresa@casa.test';
const MOBILE = '5511987654321';

describeOnStores('answering a form', (openTestStore) => {
  /** Ana serves Teresa's form; she may serve one customer at a time. */
  async function served(phone: string | null = MOBILE, capabilities: Plan['capabilities'] = {}) {
    const desk = await openOperation((await openTestStore()).store, {
      ...plan,
      channels: [...plan.channels],
      capabilities,
    });
    const at = (channel: string) => idIn(desk, `connection-suporte${channel === 'whatsapp' ? '' : `-${channel}`}`);
    await desk.store.db
      .updateTable('connection')
      .set({ answered_by: JSON.stringify([at('email'), at('whatsapp')]) })
      .where('id', '=', at('form'))
      .execute();
    const teresa = desk.customer('Teresa', { channel: 'form', address: TERESA, phone });
    await teresa.writes('Quero trocar o tênis');
    const form = await of(desk, 'form');
    const taken = await desk.command('ana', 'conversation.take', { conversationId: form.id });
    expect(taken.ok).toBe(true);
    const answerBy = (channel: string, address: string, by = 'ana') =>
      desk.command(by, 'conversation.answerBy', { conversationId: form.id, connectionId: at(channel), address });
    return { desk, form, teresa, at, answerBy };
  }
  const all = async (desk: Operation) => (await conversations(desk)).map(toConversation);
  const of = async (desk: Operation, channel: string) => {
    const found = (await all(desk)).findLast((one) => one.channel === channel);
    if (found === undefined) throw new Error(`nothing came by ${channel}`);
    return found;
  };
  const send = (conversationId: string, text: string) => ({
    conversationId,
    text,
    mediaId: null,
    quotedMessageId: null,
  });

  it('is refused in the form itself, which only receives', async () => {
    const { desk, form } = await served();
    expect(await desk.command('ana', 'message.send', send(form.id, 'Oi!'))).toMatchObject({
      ok: false,
      reason: 'not-supported',
    });
    await desk.close();
  });

  it('goes by e-mail to the address that was typed, under the form’s name, and is served as one with it', async () => {
    const { desk, form, answerBy } = await served(MOBILE, { windowMs: null });
    const reply = await answerBy('email', TERESA);
    const mail = await of(desk, 'email');
    expect(reply).toMatchObject({ ok: true, conversationId: mail.id });
    expect(mail).toMatchObject({ status: 'open', assigneeId: idIn(desk, 'ana'), merged: { intoId: form.id } });
    // Asked again, by a button pressed twice, it is the same.
    expect(await answerBy('email', TERESA)).toMatchObject({ ok: true, conversationId: mail.id });
    expect(await all(desk)).toHaveLength(2);

    const envelope = { subject: null, cc: [], bcc: [], quoteHistory: true };
    expect(await desk.command('ana', 'message.send', { ...send(mail.id, 'Claro!'), email: envelope })).toMatchObject({
      ok: true,
    });
    await expect.poll(() => desk.sent.length).toBe(1);
    expect(desk.sent[0]).toMatchObject({ to: { address: TERESA }, text: 'Claro!' });
    const [written] = (await messages(desk, mail.id)).filter(({ direction }) => direction === 'outbound');
    expect(written?.content).toMatchObject({ subject: 'Re: Fale conosco', to: [{ address: TERESA }] });
    expect((await of(desk, 'form')).awaitingSince).toBeNull();
    await desk.close();
  });

  it('goes on in the same place when the customer answers the mail, who is then proved', async () => {
    const { desk, form, answerBy } = await served();
    await answerBy('email', TERESA);
    await desk.customer('Teresa', { channel: 'email', address: TERESA }).writes('Obrigada!');
    expect(await all(desk)).toHaveLength(2);
    const root = (await all(desk)).find(({ id }) => id === form.id);
    expect(root).toMatchObject({ status: 'open', assigneeId: idIn(desk, 'ana'), lastMessage: { text: 'Obrigada!' } });
    const identities = await desk.store.db
      .selectFrom('identity')
      .select(['channel', 'proved'])
      .where('workspace_id', '=', desk.workspaceId)
      .orderBy('channel')
      .execute();
    expect(identities).toEqual([
      { channel: 'email', proved: true },
      { channel: 'form', proved: false },
    ]);
    await desk.close();
  });

  it('goes by WhatsApp within what its window allows', async () => {
    const { desk, answerBy } = await served();
    expect(await answerBy('whatsapp', MOBILE)).toMatchObject({ ok: true });
    const chat = await of(desk, 'whatsapp');
    expect(await desk.command('ana', 'message.send', send(chat.id, 'Oi!'))).toMatchObject({ reason: 'window-closed' });
    await desk.customer('Teresa', { address: MOBILE }).writes('sou eu');
    expect(await desk.command('ana', 'message.send', send(chat.id, 'Oi!'))).toMatchObject({ ok: true });
    await desk.close();
  });

  it('takes no other address than those of the customer, and no other connection than the form’s', async () => {
    const { desk, form, at, answerBy } = await served(null);
    expect(await answerBy('email', 'outra@casa.test')).toMatchObject({ reason: 'not-supported' });
    expect(await answerBy('whatsapp', MOBILE)).toMatchObject({ reason: 'not-supported' });
    const own = { conversationId: form.id, connectionId: at('form'), address: TERESA };
    expect(await desk.command('ana', 'conversation.answerBy', own)).toMatchObject({ reason: 'not-supported' });
    expect(await answerBy('email', TERESA, 'bia')).toMatchObject({ reason: 'not-assigned' });
    expect(await all(desk)).toHaveLength(1);
    await desk.close();
  });

  it('asks first whether two are one where the typed address is another customer’s', async () => {
    const { desk, answerBy } = await served();
    const other = desk.customer('Teresa Prado', { channel: 'email', address: TERESA });
    await other.writes('Onde está meu pedido?');
    const mail = await of(desk, 'email');
    expect(await answerBy('email', TERESA)).toMatchObject({ reason: 'name-taken', detail: mail.contactId });

    const form = await of(desk, 'form');
    const suggested = await desk.store.db
      .selectFrom('suggestion')
      .selectAll()
      .where('workspace_id', '=', desk.workspaceId)
      .execute();
    expect(suggested).toHaveLength(1);
    const merge = { intoId: mail.contactId, fromId: form.contactId, choices: {} };
    expect(await desk.command('bia', 'contact.merge', merge)).toMatchObject({ ok: true });
    expect(await answerBy('email', TERESA)).toMatchObject({ ok: true, conversationId: mail.id });
    // What waited is Ana's now, as one with the form.
    expect(await of(desk, 'email')).toMatchObject({ assigneeId: idIn(desk, 'ana'), merged: { intoId: form.id } });
    await desk.close();
  });

  it('leaves alone what a colleague serves', async () => {
    const { desk, form, answerBy } = await served();
    await answerBy('email', TERESA);
    const mail = await of(desk, 'email');
    const unmerge = { mergeId: mail.merged?.id ?? '' };
    expect(await desk.command('ana', 'conversation.unmerge', unmerge)).toMatchObject({ ok: true });
    const transfer = { conversationId: mail.id, to: { kind: 'agent' as const, id: idIn(desk, 'bia') }, note: null };
    expect(await desk.command('ana', 'conversation.transfer', transfer)).toMatchObject({ ok: true });
    expect(await answerBy('email', TERESA)).toMatchObject({ reason: 'served-by-other', detail: idIn(desk, 'bia') });
    expect((await all(desk)).find(({ id }) => id === form.id)?.merged).toBeNull();
    await desk.close();
  });
});
