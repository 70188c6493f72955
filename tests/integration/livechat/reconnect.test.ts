import { afterEach, describe, expect, it } from 'vitest';
import { type Memory, passingMemory } from '../../../src-backend/channels/livechat/widget/memory.ts';
import { createOutbox } from '../../../src-backend/channels/livechat/widget/outbox.ts';
import { createSession, type Session } from '../../../src-backend/channels/livechat/widget/session.ts';
import { createFaultyProxy, type FaultyProxy } from '../../simulators/network/faulty-proxy.ts';
import { storeOpener } from '../stores.ts';
import { eventually, type LiveChatDesk, makeVisitorSecret, openLiveChatDesk } from './live-chat-desk.ts';

/** The widget's own session in this process, over real sockets through a network that fails. */
describe('A visitor whose network fails', () => {
  const openTestStore = storeOpener('embedded');
  const open: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  const openAll = async (): Promise<{ desk: LiveChatDesk; network: FaultyProxy }> => {
    const rates = { messages: { burst: 1_000, perSecond: 100 }, handshakes: { burst: 1_000, perSecond: 100 } };
    const desk = await openLiveChatDesk((await openTestStore()).store, { rates });
    open.push(() => desk.close());
    const network = await createFaultyProxy({ target: desk.url });
    open.push(() => network.close());
    return { desk, network };
  };

  const widget = (desk: LiveChatDesk, origin: string, memory: Memory, secret: string): Session => {
    const session = createSession({
      origin,
      connectionId: desk.connection.id,
      secret,
      outbox: createOutbox(memory, 'outbox'),
      upload: () => Promise.reject(new Error('no images here')),
      patience: { first: 20, longest: 60, answer: 400 },
    });
    open.push(() => session.close());
    session.start();
    return session;
  };
  const online = (session: Session): Promise<void> => eventually(() => expect(session.state().line).toBe('online'));
  const texts = (session: Session): (string | null)[] =>
    session.state().entries.map((entry) => ('text' in entry ? entry.text : entry.kind));
  const visitorOf = (desk: LiveChatDesk): string => desk.door.messages()[0]?.sender.address ?? '';

  it('loses and doubles nothing while the line is cut over and over, both ways', async () => {
    const { desk, network } = await openAll();
    const session = widget(desk, network.url, passingMemory(), makeVisitorSecret());
    await online(session);
    session.sendText('primeira');
    await eventually(() => expect(desk.door.messages()).toHaveLength(1));

    const mine: string[] = [];
    const theirs: string[] = [];
    for (let round = 0; round < 40; round += 1) {
      mine.push(`v${round}`);
      theirs.push(`a${round}`);
      session.sendText(`v${round}`);
      const reply = desk.reply(visitorOf(desk), `a${round}`);
      if (round % 3 === 0) network.cut();
      await reply;
      if (round % 3 === 1) network.cut();
      await new Promise((resolve) => setTimeout(resolve, (round * 7) % 30));
    }
    await eventually(() => {
      expect(session.state().outgoing).toEqual([]);
      expect(texts(session).filter((text) => text?.startsWith('a'))).toEqual(theirs);
    });
    expect(desk.door.messages().map(({ text }) => text)).toEqual(['primeira', ...mine]);
    expect(texts(session).filter((text) => text?.startsWith('v'))).toEqual(mine);
    expect(network.taken()).toBeGreaterThan(5);
  });

  it('sends once what was accepted but whose answer never came', async () => {
    const { desk, network } = await openAll();
    const session = widget(desk, network.url, passingMemory(), makeVisitorSecret());
    await online(session);
    network.hold('toClient');
    session.sendText('foi?');
    await eventually(() => expect(desk.door.messages()).toHaveLength(1));
    expect(session.state().outgoing).toHaveLength(1);
    network.cut();
    network.release();
    await eventually(() => expect(session.state().outgoing).toEqual([]));
    expect(desk.door.messages().map(({ text }) => text)).toEqual(['foi?']);
    expect(texts(session)).toEqual(['foi?']);
  });

  it('notices a line that is open and swallows everything, and loses nothing to it', async () => {
    const { desk, network } = await openAll();
    const session = widget(desk, network.url, passingMemory(), makeVisitorSecret());
    await online(session);
    network.hold('both');
    session.sendText('um');
    session.sendText('dois');
    await eventually(() => expect(session.state().line).toBe('offline'));
    network.cut();
    network.release();
    await eventually(() => expect(session.state().outgoing).toEqual([]));
    expect(desk.door.messages().map(({ text }) => text)).toEqual(['um', 'dois']);
  });

  it('goes on at another server when its own dies', async () => {
    const { desk, network } = await openAll();
    const { store } = await openTestStore();
    const session = widget(desk, network.url, passingMemory(), makeVisitorSecret());
    await online(session);
    session.sendText('antes');
    await eventually(() => expect(session.state().outgoing).toEqual([]));
    const other = await openLiveChatDesk(store, { connectionId: desk.connection.id, door: desk.door });
    open.push(() => other.close());
    network.down();
    await eventually(() => expect(session.state().line).toBe('offline'));
    session.sendText('depois');
    await other.reply(visitorOf(desk), 'do outro servidor');
    network.retarget(other.url);
    network.up();
    await eventually(() => expect(texts(session)).toEqual(['antes', 'do outro servidor', 'depois']));
    expect(desk.door.messages().map(({ text }) => text)).toEqual(['antes', 'depois']);
  });

  it('keeps what was written without a network over a reload, and brings what came meanwhile', async () => {
    const { desk, network } = await openAll();
    const memory = passingMemory();
    const secret = makeVisitorSecret();
    const before = widget(desk, network.url, memory, secret);
    await online(before);
    before.sendText('Oi');
    await eventually(() => expect(before.state().outgoing).toEqual([]));
    network.down();
    await eventually(() => expect(before.state().line).toBe('offline'));
    before.sendText('tem alguém aí?');
    before.sendText('alô?');
    before.close();
    await desk.reply(visitorOf(desk), 'Estou aqui');

    network.up();
    const after = widget(desk, network.url, memory, secret);
    await online(after);
    await eventually(() => expect(after.state().outgoing).toEqual([]));
    expect(texts(after)).toEqual(['Oi', 'Estou aqui', 'tem alguém aí?', 'alô?']);
    expect(after.state().unread).toBe(1);
  });

  it('waits as long as it is told to when it writes too fast, and then sends the rest', async () => {
    const desk = await openLiveChatDesk((await openTestStore()).store, {
      rates: { messages: { burst: 2, perSecond: 10 } },
    });
    open.push(() => desk.close());
    const session = widget(desk, desk.url, passingMemory(), makeVisitorSecret());
    await online(session);
    const words = ['1', '2', '3', '4', '5'];
    for (const word of words) session.sendText(word);
    await eventually(() => expect(desk.door.messages().map(({ text }) => text)).toEqual(words));
  });

  it('tells the agent «delivered» while the panel is closed and «read» when it is opened, even if the line broke between', async () => {
    const { desk, network } = await openAll();
    const session = widget(desk, network.url, passingMemory(), makeVisitorSecret());
    await online(session);
    session.sendText('Oi');
    await eventually(() => expect(desk.door.messages()).toHaveLength(1));
    await desk.reply(visitorOf(desk), 'Olá');
    await eventually(() => expect(desk.door.statuses().map(({ status }) => status)).toEqual(['delivered']));
    network.down();
    await eventually(() => expect(session.state().line).toBe('offline'));
    session.setWatched(true);
    network.up();
    await eventually(() => expect(desk.door.statuses().map(({ status }) => status)).toEqual(['delivered', 'read']));
    await eventually(() => expect(session.state().unread).toBe(0));
  });

  it('says that the chat is not available when its connection does not exist', async () => {
    const { desk, network } = await openAll();
    const session = widget(
      { ...desk, connection: { ...desk.connection, id: 'nenhuma' } },
      network.url,
      passingMemory(),
      makeVisitorSecret(),
    );
    await eventually(() => expect(session.state()).toMatchObject({ line: 'refused', refusal: 'unknown-connection' }));
  });
});
