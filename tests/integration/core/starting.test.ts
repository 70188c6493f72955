import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { conversations, idIn, messages, type Plan, until } from './operation.ts';
import {
  activitiesIn,
  chosen,
  DAY,
  type Desk,
  finishes,
  NUMBER,
  onlyConversation,
  openDesk,
  PHONE,
  plan,
  words,
} from './starting.ts';

describeOnStores('beginning a conversation', (openTestStore) => {
  let desk: Desk;
  afterEach(() => desk.close());
  const open = async (more: Partial<Plan> = {}) => {
    desk = await openDesk((await openTestStore()).store, { ...plan, ...more });
  };
  const only = () => onlyConversation(desk);
  const finish = (person: string, conversationId: string) => finishes(desk, person, conversationId);
  const activities = (conversationId: string) => activitiesIn(desk, conversationId);

  it('a number nobody knows gets a template, which becomes its first message and stays as it was sent', async () => {
    await open();
    const templateId = await desk.template();
    expect(await desk.check('ana', NUMBER)).toEqual({
      ok: true,
      value: { allowed: true, window: 'closed', lastInboundAt: null, contactTitle: null, conversationId: null },
    });
    expect(await desk.start('ana', NUMBER)).toMatchObject({ ok: false, reason: 'window-closed' });
    expect(await conversations(desk)).toEqual([]);

    const id = randomUUID();
    const reply = await desk.start('ana', NUMBER, { template: chosen(templateId, words), id });
    const row = await only();
    expect(reply).toMatchObject({ ok: true, conversationId: row.id });
    expect(row).toMatchObject({
      status: 'open',
      assignee_id: idIn(desk, 'ana'),
      assignment_cause: 'started',
      department_id: idIn(desk, 'suporte'),
      last_inbound_at: null,
      queued_at: null,
      awaiting_since: null,
      last_message: { id, kind: 'template', text: 'Olá, Mariana! Podemos continuar?' },
    });
    expect(await activities(row.id)).toEqual([
      { type: 'started', toId: idIn(desk, 'ana'), from: 'new', fromDepartmentId: null },
    ]);
    const message = (await messages(desk, row.id)).find((candidate) => candidate.id === id);
    expect(message).toMatchObject({
      direction: 'outbound',
      kind: 'template',
      text: 'Olá, Mariana! Podemos continuar?',
      author_id: idIn(desk, 'ana'),
      content: {
        type: 'template',
        templateId,
        name: 'retomar_contato',
        language: 'pt_BR',
        header: null,
        footer: 'Loja Aurora',
        buttons: [{ kind: 'reply', text: 'Sim' }],
        values: { body: { '1': 'Mariana' } },
      },
    });
    await until(() => desk.sent.length === 1);
    expect(desk.sent[0]).toMatchObject({ id, to: { address: PHONE, phone: PHONE, profileName: null } });
    const identity = await desk.store.db
      .selectFrom('identity')
      .selectAll()
      .where('workspace_id', '=', desk.workspaceId)
      .execute();
    expect(identity).toMatchObject([{ address: PHONE, phone: PHONE, channel: 'whatsapp', profile_name: null }]);
  });

  it('the same request again is the same conversation and the same message', async () => {
    await open();
    const template = chosen(await desk.template(), words);
    const id = randomUUID();
    const replies = await Promise.all([1, 2, 3].map(() => desk.start('ana', NUMBER, { template, id })));
    for (const reply of replies) expect(reply).toEqual(replies[0]);
    expect(replies[0]).toMatchObject({ ok: true });
    const row = await only();
    expect((await messages(desk, row.id)).filter((message) => message.kind === 'template')).toHaveLength(1);
  });

  it('inside 24 hours a new conversation begins with the window of the last one, and the agent may write freely', async () => {
    await open();
    await desk.writes(PHONE, 'oi');
    const earlier = await only();
    await desk.command('ana', 'conversation.take', { conversationId: earlier.id });
    await finish('ana', earlier.id);
    desk.later(DAY - 1);
    expect(await desk.check('ana', NUMBER)).toMatchObject({
      value: {
        allowed: true,
        window: 'open',
        lastInboundAt: earlier.last_inbound_at,
        contactTitle: 'Mariana',
        conversationId: earlier.id,
      },
    });
    const reply = await desk.start('ana', NUMBER);
    const [, begun] = await conversations(desk);
    expect(reply).toMatchObject({ ok: true, conversationId: begun?.id });
    expect(begun).toMatchObject({
      status: 'open',
      contact_id: earlier.contact_id,
      identity_id: earlier.identity_id,
      last_inbound_at: earlier.last_inbound_at,
      last_message: null,
    });
    const answer = { conversationId: begun?.id ?? '', text: 'olá', mediaId: null, quotedMessageId: null };
    expect(await desk.command('ana', 'message.send', answer)).toMatchObject({ ok: true });
    desk.later(1);
    expect(await desk.command('ana', 'message.send', answer)).toMatchObject({ ok: false, reason: 'window-closed' });
  });

  it('at exactly 24 hours a template is needed', async () => {
    await open();
    await desk.writes(PHONE, 'oi');
    const earlier = await only();
    await desk.command('ana', 'conversation.take', { conversationId: earlier.id });
    await finish('ana', earlier.id);
    desk.later(DAY);
    expect(await desk.check('ana', NUMBER)).toMatchObject({ value: { allowed: true, window: 'closed' } });
    expect(await desk.start('ana', NUMBER)).toMatchObject({ ok: false, reason: 'window-closed' });
    const template = chosen(await desk.template(), words);
    expect(await desk.start('ana', NUMBER, { template })).toMatchObject({ ok: true });
  });

  it('the window of one connection is not the window of another', async () => {
    await open();
    await desk.writes(PHONE, 'oi', { department: 'vendas' });
    expect(await desk.check('ana', NUMBER)).toMatchObject({ value: { allowed: true, window: 'closed' } });
  });

  it("one's own open conversation opens as it is, full or not", async () => {
    await open({ people: [{ id: 'ana', departments: ['suporte'], capacity: 1 }] });
    await desk.writes(PHONE, 'oi');
    const { id } = await only();
    await desk.command('ana', 'conversation.take', { conversationId: id });
    const before = await messages(desk, id);
    expect(await desk.check('ana', NUMBER)).toMatchObject({
      value: { allowed: true, window: 'open', conversationId: id },
    });
    expect(await desk.start('ana', NUMBER)).toMatchObject({ ok: true, conversationId: id });
    expect(await messages(desk, id)).toEqual(before);
    await only();
  });

  it('a template goes into one’s own conversation after its window closed, and the answer opens it again', async () => {
    await open({ people: [{ id: 'ana', departments: ['suporte'], capacity: 1 }] });
    await desk.writes(PHONE, 'oi');
    const { id } = await only();
    await desk.command('ana', 'conversation.take', { conversationId: id });
    desk.later(DAY + 1);
    const template = chosen(await desk.template(), words);
    expect(await desk.start('ana', NUMBER)).toMatchObject({ ok: false, reason: 'window-closed' });
    expect(await desk.start('ana', NUMBER, { template })).toMatchObject({ ok: true, conversationId: id });
    expect((await activities(id)).filter((activity) => activity.type === 'started')).toEqual([]);
    const answer = { conversationId: id, text: 'olá', mediaId: null, quotedMessageId: null };
    expect(await desk.command('ana', 'message.send', answer)).toMatchObject({ reason: 'window-closed' });
    await desk.writes(PHONE, 'sim');
    expect(await desk.command('ana', 'message.send', answer)).toMatchObject({ ok: true });
  });

  it('a landline is only itself', async () => {
    await open();
    await desk.writes('551140000000', 'oi');
    expect(await desk.check('ana', '1140000000')).toMatchObject({ value: { window: 'open' } });
    expect(await desk.check('ana', '11940000000')).toMatchObject({ value: { window: 'closed' } });
  });

  it('an account without a number as its address is found by the number it is known by', async () => {
    await open();
    await desk.writes('BR.1502000', 'oi', { phone: PHONE });
    const { id } = await only();
    expect(await desk.start('ana', NUMBER)).toMatchObject({ ok: true, conversationId: id });
  });

  it('goes to a known identity only for whoever sees the contact', async () => {
    await open();
    await desk.writes(PHONE, 'oi');
    const { identity_id, id } = await only();
    const to = { kind: 'identity', identityId: identity_id } as const;
    expect(await desk.check('vera', to)).toEqual({ ok: false, reason: 'not-found' });
    expect(await desk.start('vera', to)).toMatchObject({ ok: false, reason: 'not-found' });
    expect(await desk.start('ana', { kind: 'identity', identityId: 'nobody' })).toMatchObject({ reason: 'not-found' });
    expect(await desk.start('ana', to)).toMatchObject({ ok: true, conversationId: id });
  });

  it('tells nobody the name of a customer they may not see', async () => {
    await open();
    await desk.writes(PHONE, 'oi');
    expect(await desk.check('vera', NUMBER)).toMatchObject({
      value: { allowed: true, window: 'open', contactTitle: null, conversationId: null },
    });
  });
});
