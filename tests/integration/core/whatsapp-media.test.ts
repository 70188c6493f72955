import { afterEach, beforeAll, expect, it } from 'vitest';
import { createMediaStore } from '../../../src-backend/media/media-store.ts';
import type { CommandArgs } from '../../../src-shared/protocol/commands.ts';
import { tinyPng } from '../channels/contract.ts';
import { describeOnStores } from '../stores.ts';
import { conversations, messages, type Plan, until } from './operation.ts';
import { openWithGraph } from './whatsapp-operation.ts';

const plan: Plan = { departments: [{ id: 'suporte' }], people: [{ id: 'ana', departments: ['suporte'] }] };

const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
/** The first page of an Ogg stream with Opus in it. */
const voice = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('OpusHead'), Buffer.alloc(64)]);

describeOnStores('what an agent attaches', (openTestStore) => {
  let operation: Awaited<ReturnType<typeof openWithGraph>>;
  // Opening the database takes its own time on a busy machine, which is none of the tests'.
  beforeAll(async () => void (await openTestStore()));
  afterEach(() => operation.close());

  it('reaches the customer as what it is: picture, document, sound, voice note', async () => {
    operation = await openWithGraph((await openTestStore()).store, plan);
    await operation.graph.customerWrites({ waId: '5511988880001', name: 'Mariana', text: 'oi' }).delivered;
    await until(async () => (await conversations(operation)).length === 1);
    const conversationId = (await conversations(operation))[0]?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    const store = createMediaStore({ store: operation.store, now: () => operation.clock.now });
    const kept = async (bytes: Uint8Array, name: string, claimedMime: string) =>
      (await store.keep({ workspaceId: operation.workspaceId, bytes, name, claimedMime })).id;
    const send = (part: Partial<CommandArgs<'message.send'>>) =>
      operation.command('ana', 'message.send', {
        conversationId,
        text: null,
        mediaId: null,
        quotedMessageId: null,
        ...part,
      });

    const sound = await kept(voice, 'nota.ogg', 'audio/ogg');
    expect(await send({ mediaId: sound, text: 'ouça' })).toMatchObject({
      reason: 'media-not-allowed',
      detail: 'caption',
    });
    expect(await send({ mediaId: await kept(tinyPng, 'a.png', 'image/png'), text: 'foto' })).toMatchObject({
      ok: true,
    });
    expect(await send({ mediaId: await kept(pdf, 'boleto.pdf', 'application/pdf'), text: 'boleto' })).toMatchObject({
      ok: true,
    });
    expect(await send({ mediaId: sound })).toMatchObject({ ok: true });
    expect(await send({ mediaId: await kept(voice, 'b.ogg', 'audio/ogg'), voice: true })).toMatchObject({ ok: true });
    await until(() => operation.graph.businessMessages().length === 4, 20_000);
    expect(operation.graph.businessMessages()).toMatchObject([
      { kind: 'image', text: 'foto', media: { voice: false } },
      { kind: 'document', text: 'boleto', media: { name: 'boleto.pdf', voice: false } },
      { kind: 'audio', text: null, media: { voice: false } },
      { kind: 'audio', text: null, media: { voice: true } },
    ]);
    const sent = (await messages(operation, conversationId)).filter(({ direction }) => direction === 'outbound');
    expect(sent.map(({ kind, media }) => [kind, media?.voice])).toEqual([
      ['image', false],
      ['document', false],
      ['audio', false],
      ['audio', true],
    ]);
  });

  it('a failed message is not tried again once the window is closed', async () => {
    operation = await openWithGraph((await openTestStore()).store, plan);
    await operation.graph.customerWrites({ waId: '5511988880001', name: 'Mariana', text: 'oi' }).delivered;
    await until(async () => (await conversations(operation)).length === 1);
    const conversationId = (await conversations(operation))[0]?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    operation.graph.faults.refuseSends(1, 131026);
    await operation.command('ana', 'message.send', {
      conversationId,
      text: 'oi',
      mediaId: null,
      quotedMessageId: null,
    });
    const failed = async () => (await messages(operation, conversationId)).find(({ status }) => status === 'failed');
    await until(async () => (await failed()) !== undefined, 20_000);
    operation.clock.now += 86_400_000;
    const messageId = (await failed())?.id ?? '';
    expect(await operation.command('ana', 'message.retry', { messageId })).toMatchObject({ reason: 'window-closed' });
  });
});
