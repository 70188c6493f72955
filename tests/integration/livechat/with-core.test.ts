import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { createPasswords } from '../../../src-backend/accounts/passwords.ts';
import { createLiveChat } from '../../../src-backend/channels/livechat/livechat.ts';
import { createCore } from '../../../src-backend/core.ts';
import { createWorkspaceLog } from '../../../src-backend/log/write.ts';
import { createMediaStore } from '../../../src-backend/media/media-store.ts';
import { provision } from '../../../src-backend/provision/provision.ts';
import type { CommandArgs, CommandName } from '../../../src-shared/protocol/commands.ts';
import { LIVECHAT_MEDIA_ROUTE, livechatUploadReplySchema } from '../../../src-shared/protocol/livechat.ts';
import { tinyPng } from '../channels/contract.ts';
import { describeOnStores, silent } from '../stores.ts';
import { emptyWidget, enterAt, eventually, makeVisitorSecret } from './live-chat-desk.ts';

/** Live chat on the backend's real core: conversations, commands, jobs, media in the database. */
describeOnStores('Live chat in the whole backend', (openTestStore) => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  const openBackend = async () => {
    const { store } = await openTestStore();
    const now = Date.now;
    const media = createMediaStore({ store, now });
    const chat = createLiveChat({ store, media, log: silent });
    const adapters = [chat.adapter];
    const passwords = createPasswords();
    const provisioned = await provision(
      {
        workspace: { name: `Loja Aurora ${randomUUID()}`, timeZone: 'America/Sao_Paulo' },
        departments: [{ name: 'Vendas', distribution: 'manual' }],
        people: [
          {
            name: 'Ana Souza',
            email: `${randomUUID()}@aurora.example`,
            password: 'segredo-longo',
            role: 'agent',
            departments: ['Vendas'],
            capacity: 5,
          },
        ],
        connections: [{ channel: 'livechat', name: 'Chat do site', department: 'Vendas' }],
      },
      {
        store,
        log: createWorkspaceLog({ store, now }),
        now,
        passwords,
        adapters,
        environment: {},
        endSessionsOf: async () => undefined,
      },
    );
    if (!provisioned.ok) throw new Error(provisioned.problems.join());
    const { workspaceId } = provisioned.value;
    const core = await createCore({ store, media, adapters, endSession: async () => undefined, logger: silent, now });
    open.push(() => core.close());
    const app = fastify({ forceCloseConnections: true });
    await app.register(chat.routes({ door: core.door, widgetFile: await emptyWidget() }));
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    open.push(() => app.close());
    const serving = await chat.serve({ http: app.server, door: core.door });
    open.push(() => serving.close());

    const connectionId =
      core.connections.ofChannel('livechat').find((one) => one.workspaceId === workspaceId)?.id ?? '';
    const person = await store.db
      .selectFrom('person')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow();
    const command = <Name extends CommandName>(name: Name, args: CommandArgs<Name>) =>
      core.commands.run({ workspaceId, personId: person.id, sessionId: 's' }, { id: randomUUID(), name, args });
    const conversation = () =>
      store.db.selectFrom('conversation').selectAll().where('workspace_id', '=', workspaceId).executeTakeFirst();
    const messages = () =>
      store.db.selectFrom('message').selectAll().where('workspace_id', '=', workspaceId).orderBy('position').execute();
    return { url, connectionId, workspaceId, media, command, conversation, messages };
  };

  it('carries a conversation from the first word to the protocol number', async () => {
    const backend = await openBackend();
    const secret = makeVisitorSecret();
    const visitor = await enterAt(backend.url, backend.connectionId, secret);
    await visitor.send('Oi, tem o Tênis Orla no 37?');
    await eventually(async () => expect(await backend.conversation()).toMatchObject({ status: 'queued' }));
    const conversationId = (await backend.conversation())?.id ?? '';

    expect(await backend.command('presence.set', { state: 'available', reason: null })).toMatchObject({ ok: true });
    expect(await backend.command('conversation.take', { conversationId })).toMatchObject({ ok: true });
    const answer = { conversationId, text: 'Tem sim!', mediaId: null, quotedMessageId: null };
    expect(await backend.command('message.send', answer)).toMatchObject({ ok: true });
    await eventually(async () =>
      expect(await visitor.resume(null)).toMatchObject({
        agentName: 'Ana Souza',
        entries: expect.arrayContaining([expect.objectContaining({ text: 'Tem sim!', agentName: 'Ana Souza' })]),
      }),
    );

    visitor.socket.emit('mark', { status: 'read', position: 1_000 });
    await eventually(async () =>
      expect((await backend.messages()).find(({ text }) => text === 'Tem sim!')).toMatchObject({ status: 'read' }),
    );

    const upload = await fetch(`${backend.url}${LIVECHAT_MEDIA_ROUTE}?connection=${backend.connectionId}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: Buffer.from(tinyPng),
    });
    const uploaded = livechatUploadReplySchema.parse(await upload.json());
    if (!uploaded.ok) throw new Error(uploaded.reason);
    await visitor.ask('send', { id: randomUUID(), text: 'olha', imageId: uploaded.image.id });
    await eventually(async () =>
      expect((await backend.messages()).at(-1)).toMatchObject({ kind: 'image', media: { state: 'ready', width: 1 } }),
    );

    expect(
      await backend.command('conversation.finish', { conversationId, reasonId: null, description: null }),
    ).toMatchObject({ ok: true });
    const protocol = (await backend.conversation())?.protocol;
    await eventually(async () =>
      expect(await visitor.resume(null)).toMatchObject({
        agentName: null,
        entries: expect.arrayContaining([expect.objectContaining({ kind: 'finished', protocol })]),
      }),
    );
    visitor.socket.disconnect();
  });
});
