import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createBackend } from '../../../src-backend/backend.ts';
import type { StoreLocation } from '../../../src-backend/store/open.ts';
import type { CommandArgs, CommandName } from '../../../src-shared/protocol/commands.ts';
import { LIVECHAT_MEDIA_ROUTE, livechatUploadReplySchema } from '../../../src-shared/protocol/livechat.ts';
import { tinyPng } from '../channels/contract.ts';
import { embeddedInMemory } from '../empty-database.ts';
import { createDatabase, silent } from '../stores.ts';
import { emptyWidget, enterAt, eventually, makeVisitorSecret } from './live-chat-desk.ts';

const shop = {
  workspace: { name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' },
  departments: [{ name: 'Vendas', distribution: 'manual' }],
  people: [
    {
      name: 'Ana Souza',
      email: 'ana@aurora.example',
      password: 'segredo-longo',
      role: 'agent',
      departments: ['Vendas'],
      capacity: 5,
    },
  ],
  connections: [{ channel: 'livechat', name: 'Chat do site', department: 'Vendas' }],
};

/** Live chat in the whole backend: conversations, commands, jobs, media in the database. */
describe.each(['PGlite', 'PostgreSQL'])('Live chat in the whole backend (%s)', (database) => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  const place = async (): Promise<StoreLocation> => {
    if (database === 'PGlite') return embeddedInMemory();
    const { url, drop } = await createDatabase();
    open.push(drop);
    return { kind: 'server', url };
  };

  const openBackend = async () => {
    const made = await createBackend({
      location: await place(),
      port: 0,
      host: '127.0.0.1',
      logger: silent,
      widgetFile: await emptyWidget(),
    });
    if (!made.ok) throw new Error(made.reason);
    const { core, url, provision, close } = made.backend;
    open.push(close);
    const provisioned = await provision(shop, {});
    if (!provisioned.ok) throw new Error(provisioned.problems.join());
    const { workspaceId } = provisioned.value;
    const connectionId = core.connections.ofChannel('livechat')[0]?.id ?? '';
    const person = await core.log.write(workspaceId, ({ db }) =>
      db.selectFrom('person').select('id').where('workspace_id', '=', workspaceId).executeTakeFirstOrThrow(),
    );
    const command = <Name extends CommandName>(name: Name, args: CommandArgs<Name>) =>
      core.commands.run({ workspaceId, personId: person.id, sessionId: 's' }, { id: randomUUID(), name, args });
    const conversation = () =>
      core.log.write(workspaceId, ({ db }) =>
        db.selectFrom('conversation').selectAll().where('workspace_id', '=', workspaceId).executeTakeFirst(),
      );
    const messages = () =>
      core.log.write(workspaceId, ({ db }) =>
        db.selectFrom('message').selectAll().where('workspace_id', '=', workspaceId).orderBy('position').execute(),
      );
    return { url, connectionId, command, conversation, messages };
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
  }, 60_000);
});
