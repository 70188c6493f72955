import { afterEach, beforeAll, expect, it } from 'vitest';
import { demoTemplates } from '../../simulators/graph-api/demo-templates.ts';
import { describeOnStores } from '../stores.ts';
import { conversations, idIn, messages, type Plan, until } from './operation.ts';
import { openWithGraph } from './whatsapp-operation.ts';

const plan: Plan = {
  departments: [{ id: 'suporte' }],
  people: [
    { id: 'ana', departments: ['suporte'] },
    { id: 'gabi', role: 'supervisor', departments: ['suporte'] },
  ],
};
const waId = '5511988880001';

describeOnStores('what WhatsApp gives a workspace', (openTestStore) => {
  let operation: Awaited<ReturnType<typeof openWithGraph>>;
  // Opening the database takes its own time on a busy machine, which is none of the tests'.
  beforeAll(async () => void (await openTestStore()));
  afterEach(() => operation.close());
  const open = async (options: Parameters<typeof openWithGraph>[2] = {}) => {
    operation = await openWithGraph((await openTestStore()).store, plan, { templates: demoTemplates, ...options });
    return operation;
  };

  const stored = async () =>
    (
      await operation.store.db
        .selectFrom('template')
        .select('data')
        .where('workspace_id', '=', operation.workspaceId)
        .execute()
    ).map((row) => row.data);
  const named = async (name: string) => (await stored()).find((template) => template.name === name);
  const items = async (type: string) =>
    (
      await operation.store.db
        .selectFrom('event')
        .select(['body', 'seq'])
        .where('workspace_id', '=', operation.workspaceId)
        .orderBy('seq')
        .execute()
    ).flatMap(({ body }) => (body.type === type ? [body] : []));
  const copied = () => until(async () => (await stored()).length === demoTemplates.length, 15_000);
  const problem = async () => (await items('connection')).at(-1);

  const served = async () => {
    await operation.graph.customerWrites({ waId, name: 'Mariana', text: 'oi' }).delivered;
    await until(async () => (await conversations(operation)).length === 1);
    const conversationId = (await conversations(operation))[0]?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    return conversationId;
  };
  const said = (conversationId: string, text: string) =>
    operation.command('ana', 'message.send', { conversationId, text, mediaId: null, quotedMessageId: null });

  it('templates are there soon after the start, in every state, as one log item each', async () => {
    await open();
    await copied();
    expect(await named('oferta_relampago')).toMatchObject({ status: 'paused', quality: 'low' });
    expect(await named('ganhe_um_premio')).toMatchObject({ status: 'rejected', reason: 'PROMOTIONAL' });
    expect(await named('pedido_a_caminho')).toMatchObject({
      format: 'named',
      connectionId: idIn(operation, 'connection-suporte'),
    });
    expect(await items('template')).toHaveLength(demoTemplates.length);
  });

  it('the provider’s news about one writes that one, and a copy without changes writes nothing', async () => {
    await open();
    await copied();
    const before = (await items('template')).length;
    await operation.graph.review.change({ name: 'boas_vindas' }, { status: 'PAUSED' }).delivered;
    await until(async () => (await named('boas_vindas'))?.status === 'paused', 15_000);
    await operation.graph.review.change({ name: 'boas_vindas' }, { quality: 'RED' }).delivered;
    await until(async () => (await named('boas_vindas'))?.quality === 'low', 15_000);
    expect(await items('template')).toHaveLength(before + 2);
    await operation.graph.review.remove('como_montar').delivered;
    await until(async () => (await named('como_montar'))?.status === 'deleted', 15_000);
    expect(
      await operation.command('gabi', 'template.sync', { connectionId: idIn(operation, 'connection-suporte') }),
    ).toMatchObject({ ok: true });
    operation.graph.templates.add({
      name: 'nova',
      language: 'pt_BR',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Oi' }],
    });
    await until(async () => (await named('nova')) !== undefined, 15_000).catch(async () => {
      // The copy that was asked for may have come before the new one was there.
      await operation.command('gabi', 'template.sync', { connectionId: idIn(operation, 'connection-suporte') });
      await until(async () => (await named('nova')) !== undefined, 15_000);
    });
    expect(await items('template')).toHaveLength(before + 4);
  });

  it('only a supervisor may ask for a copy, and only of a connection of their own', async () => {
    await open();
    const connectionId = idIn(operation, 'connection-suporte');
    expect(await operation.command('ana', 'template.sync', { connectionId })).toMatchObject({ reason: 'forbidden' });
    expect(await operation.command('gabi', 'template.sync', { connectionId: 'another' })).toMatchObject({
      reason: 'not-found',
    });
  });

  it('a template reaches the customer filled in, outside the window too; one paused meanwhile does not', async () => {
    await open();
    await copied();
    const template = await named('pedido_a_caminho');
    const values = {
      header: {},
      body: { nome: 'Mariana', pedido: 'AU-1', previsao: 'sexta' },
      buttons: { '0': 'AU-1' },
      mediaId: null,
      location: null,
    };
    const start = (number: string) =>
      operation.command('ana', 'conversation.start', {
        connectionId: idIn(operation, 'connection-suporte'),
        to: { kind: 'phone', number },
        template: { templateId: template?.id ?? '', values },
      });
    expect(await start('11988880002')).toMatchObject({ ok: true });
    await until(() => operation.graph.businessMessages().length === 1, 15_000);
    expect(operation.graph.businessMessages()[0]).toMatchObject({
      kind: 'template',
      to: '5511988880002',
      text: 'Oi, Mariana! O pedido AU-1 saiu hoje e chega até sexta. Qualquer dúvida, é só responder esta mensagem.',
      template: {
        name: 'pedido_a_caminho',
        header: 'Seu pedido saiu para entrega',
        buttons: [{ type: 'URL', value: 'https://aurora.example/rastreio/AU-1' }],
      },
    });

    // Paused at the provider, and chosen before we heard of it.
    operation.graph.templates
      .named('pedido_a_caminho')
      .map(({ id }) => operation.graph.templates.change(id, { status: 'PAUSED' }));
    expect(await start('11988880003')).toMatchObject({ ok: true });
    const failed = async () => {
      const all = await Promise.all((await conversations(operation)).map(({ id }) => messages(operation, id)));
      return all.flat().find(({ status }) => status === 'failed');
    };
    await until(async () => (await failed()) !== undefined, 15_000);
    expect(await failed()).toMatchObject({ kind: 'template', failure: { code: '132015' } });
    expect(operation.graph.businessMessages()).toHaveLength(1);

    // Heard of, and tried again: refused before it leaves, by the same code.
    await operation.command('gabi', 'template.sync', { connectionId: idIn(operation, 'connection-suporte') });
    await until(async () => (await named('pedido_a_caminho'))?.status === 'paused', 15_000);
    expect(await operation.command('ana', 'message.retry', { messageId: (await failed())?.id ?? '' })).toMatchObject({
      ok: true,
    });
    await until(async () => ((await failed())?.attempts.length ?? 0) === 2, 15_000);
    expect((await failed())?.attempts.map(({ code }) => code)).toEqual(['132015', '132015']);
  });

  it('an account that the provider refuses is a problem of the connection, until a message goes through', async () => {
    await open();
    const conversationId = await served();
    operation.graph.faults.refuseSends(2, 131031);
    expect(await said(conversationId, 'primeira')).toMatchObject({ ok: true });
    await until(async () => (await problem()) !== undefined, 15_000);
    expect(await problem()).toMatchObject({ connection: { problem: { code: '131031' } } });
    await said(conversationId, 'segunda');
    const failures = async () =>
      (await messages(operation, conversationId)).filter(({ status }) => status === 'failed');
    await until(async () => (await failures()).length === 2, 15_000);
    // The same again is no news.
    expect(await items('connection')).toHaveLength(1);
    await said(conversationId, 'terceira');
    await until(async () => (await items('connection')).length === 2, 15_000);
    expect(await problem()).toMatchObject({ connection: { problem: null } });
  });

  it('so is one whose refusal comes with the state of a message that was taken', async () => {
    await open();
    const conversationId = await served();
    operation.graph.faults.failDeliveries(1, 131042);
    await said(conversationId, 'primeira');
    await until(async () => (await problem()) !== undefined, 15_000);
    expect(await problem()).toMatchObject({ connection: { problem: { code: '131042' } } });
  });

  it('an expired token is noticed by the copy of the templates, before any message fails', async () => {
    await open({ accessToken: 'another token' });
    await until(async () => (await problem()) !== undefined, 15_000);
    expect(await problem()).toMatchObject({ connection: { problem: { code: '190' } } });
    expect(await stored()).toEqual([]);
  });

  it('a reaction goes out once, gives way to another, and can be taken back', async () => {
    await open();
    const conversationId = await served();
    const target = (await messages(operation, conversationId)).find(({ direction }) => direction === 'inbound');
    const messageId = target?.id ?? '';
    const react = (emoji: string | null) => operation.command('ana', 'message.react', { messageId, emoji });
    const reactions = async () =>
      (await messages(operation, conversationId)).find(({ id }) => id === messageId)?.reactions;
    const sent = () => operation.graph.businessMessages().map(({ reaction }) => reaction?.emoji);

    expect(await react('👍')).toMatchObject({ ok: true });
    expect(await reactions()).toMatchObject([{ by: 'business', emoji: '👍', authorId: idIn(operation, 'ana') }]);
    await until(async () => (await reactions())?.[0]?.state === 'sent', 15_000);
    expect(await react('👍')).toMatchObject({ ok: true });
    expect(await react('❤️')).toMatchObject({ ok: true });
    await until(async () => (await reactions())?.[0]?.state === 'sent', 15_000);
    expect(await react(null)).toMatchObject({ ok: true });
    expect(await reactions()).toEqual([]);
    await until(() => sent().length === 3, 15_000);
    expect(sent()).toEqual(['👍', '❤️', null]);
    expect(operation.graph.businessMessages()[0]?.reaction?.targetId).toBe(target?.external_id);
  });

  it('a reaction that is refused says so, and one that cannot be taken back returns', async () => {
    await open();
    const conversationId = await served();
    const target = (await messages(operation, conversationId)).find(({ direction }) => direction === 'inbound');
    const messageId = target?.id ?? '';
    const reactions = async () =>
      (await messages(operation, conversationId)).find(({ id }) => id === messageId)?.reactions;
    operation.graph.faults.refuseSends(1, 131026);
    await operation.command('ana', 'message.react', { messageId, emoji: '👍' });
    await until(async () => (await reactions())?.[0]?.state === 'failed', 15_000);
    await operation.command('ana', 'message.react', { messageId, emoji: '👍' });
    await until(async () => (await reactions())?.[0]?.state === 'sent', 15_000);
    operation.graph.faults.refuseSends(1, 131026);
    await operation.command('ana', 'message.react', { messageId, emoji: null });
    await until(async () => (await reactions())?.[0]?.emoji === '👍', 15_000);
    expect(await reactions()).toMatchObject([{ emoji: '👍', state: 'sent' }]);
  });

  it('reactions keep to the rules of writing: one’s own conversation, the customer’s message, the open window', async () => {
    await open();
    const conversationId = await served();
    const inbound = (await messages(operation, conversationId)).find(({ direction }) => direction === 'inbound');
    const react = (person: string, messageId: string) =>
      operation.command(person, 'message.react', { messageId, emoji: '👍' });
    expect(await react('gabi', inbound?.id ?? '')).toMatchObject({ reason: 'not-assigned' });
    await said(conversationId, 'olá');
    const own = (await messages(operation, conversationId)).find(({ direction }) => direction === 'outbound');
    expect(await react('ana', own?.id ?? '')).toMatchObject({ reason: 'not-supported' });
    operation.clock.now += 86_400_000;
    expect(await react('ana', inbound?.id ?? '')).toMatchObject({ reason: 'window-closed' });
  });
});
