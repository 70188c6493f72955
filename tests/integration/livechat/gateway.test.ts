import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { LIVECHAT_PROTOCOL, livechatPushSchema, livechatTypingSchema } from '../../../src-shared/protocol/livechat.ts';
import { describeOnStores } from '../stores.ts';
import {
  enterAs,
  eventually,
  type LiveChatDesk,
  type LiveChatDeskOptions,
  makeVisitorSecret,
  openLiveChatDesk,
  rawSocket,
  to,
} from './live-chat-desk.ts';

describeOnStores('Live chat, visitor’s server', (openTestStore, kind) => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const part of open.splice(0).reverse()) await part.close();
  });
  const openDesk = async (options: LiveChatDeskOptions = {}): Promise<LiveChatDesk> => {
    const { store } = await openTestStore();
    const desk = await openLiveChatDesk(store, options);
    open.push(desk);
    return desk;
  };

  it('knows a visitor again by the secret, and numbers strangers', async () => {
    const desk = await openDesk();
    const secret = makeVisitorSecret();
    const [first, again] = await Promise.all([enterAs(desk, secret), enterAs(desk, secret)]);
    const other = await enterAs(desk);
    expect(again.id).toBe(first.id);
    expect(other.id).not.toBe(first.id);
    await first.send('Oi');
    await other.send('Olá');
    expect(desk.door.messages().map((message) => message.sender.profileName)).toEqual(['Visitante 1', 'Visitante 2']);
  });

  it('hands a message over once, however often it is sent', async () => {
    const desk = await openDesk();
    const visitor = await enterAs(desk);
    const id = randomUUID();
    const replies = [await visitor.send('Cadê meu pedido?', { id }), await visitor.send('Cadê meu pedido?', { id })];
    expect(replies.map((reply) => reply.ok)).toEqual([true, true]);
    expect(desk.door.messages()).toHaveLength(1);
    expect(desk.door.messages()[0]).toMatchObject({ externalId: id, sender: { address: visitor.id } });
    expect(await visitor.resume(null)).toMatchObject({ entries: [{ id, status: 'sent' }] });
  });

  it('does not say «sent» when the core could not store, and takes the repetition', async () => {
    const desk = await openDesk();
    const visitor = await enterAs(desk);
    const id = randomUUID();
    desk.door.failing = true;
    expect(await visitor.send('segredo do cliente', { id })).toEqual({
      ok: false,
      reason: 'unavailable',
      retryAfterMs: 2_000,
    });
    desk.door.failing = false;
    expect(await visitor.send('segredo do cliente', { id })).toMatchObject({ ok: true });
    expect(desk.door.messages()).toHaveLength(1);
    expect(desk.logged.join()).toContain('could not be taken');
    expect(desk.logged.join()).not.toContain('segredo');
  });

  it('keeps the order of messages written in a row', async () => {
    const desk = await openDesk();
    const visitor = await enterAs(desk);
    const words = Array.from({ length: 12 }, (_, index) => `linha ${index}`);
    await Promise.all(words.map((word) => visitor.send(word)));
    expect(desk.door.messages().map((message) => message.text)).toEqual(words);
  });

  it('brings an agent’s message to the open widget, and tells when it arrived and was read', async () => {
    const desk = await openDesk();
    const visitor = await enterAs(desk);
    const pushed: unknown[] = [];
    visitor.socket.on('push', (push) => pushed.push(push));
    const outcome = await desk.reply(visitor.id, 'Olá! Vou verificar.');
    await eventually(() => expect(pushed).toHaveLength(1));
    const push = livechatPushSchema.parse(pushed[0]);
    expect(push.entries).toMatchObject([{ kind: 'agent', text: 'Olá! Vou verificar.', agentName: 'Ana Souza' }]);
    visitor.socket.emit('mark', { status: 'delivered', position: push.entries[0]?.position });
    visitor.socket.emit('mark', { status: 'read', position: push.entries[0]?.position });
    await eventually(() => expect(desk.door.statuses().map(({ status }) => status)).toEqual(['delivered', 'read']));
    expect(outcome).toMatchObject({ outcome: 'accepted', externalId: desk.door.statuses()[0]?.externalId });
  });

  it('keeps an agent’s message for a visitor who is away', async () => {
    const desk = await openDesk();
    const secret = makeVisitorSecret();
    const before = await enterAs(desk, secret);
    before.socket.disconnect();
    await desk.reply(before.id, 'Achei o pedido!');
    await desk.reply(before.id, 'Chega amanhã.');
    const back = await enterAs(desk, secret);
    expect(await back.resume(0)).toMatchObject({ entries: [{ text: 'Achei o pedido!' }, { text: 'Chega amanhã.' }] });
  });

  it('gives a repeated send of the same message once', async () => {
    const desk = await openDesk();
    const visitor = await enterAs(desk);
    const id = randomUUID();
    await Promise.all([desk.reply(visitor.id, 'uma vez', { id }), desk.reply(visitor.id, 'uma vez', { id })]);
    expect(await visitor.resume(0)).toMatchObject({ entries: [{ id, text: 'uma vez' }] });
  });

  it('gives everything after a cursor in pages, and earlier history backwards', async () => {
    const desk = await openDesk();
    const visitor = await enterAs(desk);
    for (let index = 0; index < 120; index += 1) await desk.reply(visitor.id, `n${index}`);
    const got: number[] = [];
    for (let cursor = 0, more = true; more; ) {
      const page = await visitor.resume(cursor);
      if (!page.ok) throw new Error(page.reason);
      got.push(...page.entries.map((entry) => entry.position));
      ({ cursor, more } = page);
    }
    expect(got).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    const newest = await visitor.resume(null);
    expect(newest).toMatchObject({ cursor: 120, earlier: true, more: false });
    const earlier = await visitor.ask('earlier', { before: 71 });
    expect(earlier).toMatchObject({ ok: true, earlier: true });
    expect(await visitor.ask('earlier', { before: 21 })).toMatchObject({ ok: true, earlier: false });
  });

  it('begins anew for a cursor that another database gave', async () => {
    const desk = await openDesk();
    const visitor = await enterAs(desk);
    await visitor.send('Oi');
    expect(await visitor.resume(9_000)).toMatchObject({ ok: true, cursor: 1, entries: [{ text: 'Oi' }] });
  });

  it('shows typing both ways, who came in, that a message was read, and the protocol at the end', async () => {
    const desk = await openDesk();
    const visitor = await enterAs(desk);
    const typing: unknown[] = [];
    visitor.socket.on('typing', (sign) => typing.push(sign));
    const sent = await visitor.send('Oi');
    if (!sent.ok) throw new Error(sent.reason);
    visitor.socket.emit('typing');
    await eventually(() => expect(desk.door.typed).toEqual([visitor.id]));

    const address = to(visitor.id);
    await desk.channel.tell?.(desk.connection, address, { type: 'joined', agentName: 'Ana Souza' });
    await desk.channel.tell?.(desk.connection, address, { type: 'joined', agentName: 'Ana Souza' });
    await desk.channel.markRead?.(desk.connection, address, sent.entry.id);
    await desk.channel.typing?.(desk.connection, address, null);
    await eventually(() => expect(typing).toHaveLength(1));
    expect(livechatTypingSchema.parse(typing[0]).agentName).toBe('Ana Souza');
    await desk.channel.tell?.(desk.connection, address, { type: 'finished', protocol: '2026-0000007' });
    await desk.channel.tell?.(desk.connection, address, { type: 'finished', protocol: '2026-0000007' });
    expect(await visitor.resume(null)).toMatchObject({
      agentName: null,
      entries: [
        { kind: 'visitor', status: 'read' },
        { kind: 'joined', agentName: 'Ana Souza' },
        { kind: 'finished', protocol: '2026-0000007' },
      ],
    });
  });

  it('reaches a visitor whose socket is on another node', async () => {
    const { store, openNode } = await openTestStore();
    const here = await openDesk();
    const there = await openLiveChatDesk(kind === 'server' ? await openNode() : store, {
      connectionId: here.connection.id,
      door: here.door,
      media: here.media,
    });
    open.push(there);
    const visitor = await enterAs(there);
    const pushed: unknown[] = [];
    visitor.socket.on('push', (push) => pushed.push(push));
    await here.reply(visitor.id, 'de outro servidor');
    await eventually(() => expect(pushed).toMatchObject([{ entries: [{ text: 'de outro servidor' }] }]));
  });

  it('finds what changed even when the wake-up was lost', async () => {
    const { store } = await openTestStore();
    const deaf = { ...store, listen: async () => async () => undefined };
    const desk = await openLiveChatDesk(deaf, { lookEveryMs: 50 });
    open.push(desk);
    const visitor = await enterAs(desk);
    const pushed: unknown[] = [];
    visitor.socket.on('push', (push) => pushed.push(push));
    await desk.reply(visitor.id, 'sem aviso');
    await eventually(() => expect(pushed).toHaveLength(1));
  });

  describe('against bad input', () => {
    it.each([
      ['no handshake at all', () => ({}), 'invalid'],
      ['a secret one could guess', (id: string) => ({ ...shake(id), secret: 'maria' }), 'invalid'],
      ['a connection that does not exist', () => shake('outra'), 'unknown-connection'],
      ['another protocol', (id: string) => ({ ...shake(id), protocol: 99 }), 'protocol-mismatch'],
    ])('refuses a handshake with %s', async (_name, auth, reason) => {
      const desk = await openDesk();
      const socket = rawSocket(desk.url, auth(desk.connection.id));
      const error = await new Promise<Error>((resolve) => void socket.once('connect_error', resolve));
      expect(error).toMatchObject({ data: { ok: false, reason } });
      expect(desk.logged.join()).toContain(reason);
    });

    it.each([
      ['100,000 characters', { text: 'a'.repeat(100_000) }, 'text-too-long'],
      ['a text that reorders what is read', { text: 'fatura\u202efdp.exe' }, 'unwanted-characters'],
      ['control characters', { text: 'oi\u0000\u001b[2J' }, 'unwanted-characters'],
      ['an image of somebody else', { text: null, imageId: randomUUID() }, 'unknown-media'],
      ['neither text nor image', { text: null }, 'invalid'],
      ['an id that is none', { id: '../../etc' }, 'invalid'],
      ['a text that is an object', { text: { $gt: '' } }, 'invalid'],
    ])('refuses %s', async (_name, part, reason) => {
      const desk = await openDesk();
      const visitor = await enterAs(desk);
      expect(await visitor.send('Oi', part)).toMatchObject({ ok: false, reason });
      expect(desk.door.events).toEqual([]);
    });

    it('hands script over as the text it is', async () => {
      const desk = await openDesk();
      const visitor = await enterAs(desk);
      const text = '<img src=x onerror=alert(1)><script>alert(2)</script>';
      expect(await visitor.send(text)).toMatchObject({ ok: true });
      expect(desk.door.messages()[0]?.text).toBe(text);
    });

    it('goes on serving after calls of every wrong shape', async () => {
      const desk = await openDesk();
      const visitor = await enterAs(desk);
      for (const event of ['resume', 'earlier', 'send', 'mark', 'typing', 'constructor', 'nothing'])
        for (const raw of [undefined, null, 7, 'x', [], { cursor: -1 }, { before: 'x' }, { status: 'sent' }])
          visitor.socket.emit(event, raw);
      visitor.socket.emit('send', Buffer.from('bytes'), 'not a function');
      expect(await visitor.send('ainda aí?')).toMatchObject({ ok: true });
    });

    it('does not give one visitor another’s entries or id', async () => {
      const desk = await openDesk();
      const [ana, bia] = [await enterAs(desk), await enterAs(desk)];
      const sent = await ana.send('só meu');
      if (!sent.ok) throw new Error(sent.reason);
      expect(await bia.resume(0)).toMatchObject({ entries: [] });
      const outcome = await desk.reply(randomUUID(), 'para ninguém');
      expect(outcome).toEqual({ outcome: 'failed', code: 'unknown-visitor', detail: null });
    });

    it('slows down who writes too fast, and says for how long', async () => {
      const desk = await openDesk({ rates: { messages: { burst: 3, perSecond: 1 } } });
      const visitor = await enterAs(desk);
      const replies = [];
      for (let index = 0; index < 4; index += 1) replies.push(await visitor.send(`m${index}`));
      expect(replies.map((reply) => reply.ok)).toEqual([true, true, true, false]);
      expect(replies[3]).toMatchObject({ reason: 'rate-limited', retryAfterMs: expect.any(Number) });
      expect(desk.door.messages()).toHaveLength(3);
    });

    it('closes a socket that floods', async () => {
      const desk = await openDesk({ rates: { packets: { burst: 50, perSecond: 1 } } });
      const visitor = await enterAs(desk);
      const closed = new Promise((resolve) => visitor.socket.once('disconnect', resolve));
      for (let index = 0; index < 200; index += 1) visitor.socket.emit('typing');
      await closed;
    });
  });
});

const shake = (connectionId: string) => ({ protocol: LIVECHAT_PROTOCOL, connectionId, secret: makeVisitorSecret() });
