import { afterEach, beforeEach, expect, test } from 'vitest';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import { createScriptedServer, type ScriptedServer } from '../../simulators/backend/scripted-server.ts';
import { type Desktop, newFolder, openDesktop } from '../../simulators/desktop.ts';
import { createFaultyProxy, type FaultyProxy } from '../../simulators/network/faulty-proxy.ts';
import { createFakeShell } from '../../simulators/shell.ts';

let server: ScriptedServer;
let network: FaultyProxy;

beforeEach(async () => {
  server = await createScriptedServer({ conversations: 3 });
  network = await createFaultyProxy({ target: server.url });
});
afterEach(async () => {
  await network.close();
  await server.close();
});

const signedIn = async (options: Partial<Parameters<typeof openDesktop>[0]> = {}) => {
  const desktop = await openDesktop({ serverUrl: network.url, ...options });
  await desktop.signIn(server.password);
  await desktop.online();
  return desktop;
};

const send = (desktop: Desktop, text: string, conversationId = 'v-1') =>
  desktop.act('server.message.send', { conversationId, text, mediaId: null, quotedMessageId: null });

const note = (desktop: Desktop, text: string, conversationId = 'v-1') =>
  desktop.act('server.note.add', { conversationId, text, mentionIds: [] });

const offline = async (desktop: Desktop) => {
  network.down();
  await desktop.until('connection', {}, (line) => line.state === 'offline');
};

const allSent = (desktop: Desktop) => desktop.until('outbox', {}, ({ pending }) => pending.length === 0);

/** What the chat shows of ours, as [text, status]. */
const ours = async (desktop: Desktop, conversationId = 'v-1') =>
  (await desktop.see('conversation.chat', { conversationId, limit: 100 })).items.flatMap((item) =>
    item.type === 'message' && item.message.direction !== 'inbound' ? [[item.message.text, item.message.status]] : [],
  );

test('a message whose answer the network swallowed is sent exactly once', async () => {
  await using desktop = await signedIn();
  network.hold('toClient');
  const result = await send(desktop, 'Seu pedido saiu hoje');
  expect(result).toMatchObject({ ok: true, queued: true });
  // The server has it; its answer and its event are on a line that dies.
  await expect.poll(() => server.applied.length).toBe(1);
  network.cut();
  network.release();
  await allSent(desktop);
  expect(server.commands.length).toBeGreaterThanOrEqual(1);
  expect(server.applied).toHaveLength(1);
  expect(server.events.flat().filter((item) => item.type === 'message')).toHaveLength(1);
  expect(await ours(desktop)).toEqual([['Seu pedido saiu hoje', 'sent']]);
});

test('a server that applies and stays silent gets the same id again, and applies it once', async () => {
  await using desktop = await signedIn();
  server.muteReplies(true);
  await send(desktop, 'oi');
  await expect.poll(() => server.applied.length).toBe(1);
  server.muteReplies(false);
  await expect.poll(() => server.commands.length, { timeout: 20_000 }).toBe(2);
  await allSent(desktop);
  expect(new Set(server.commands.map(({ id }) => id)).size).toBe(1);
  expect(server.applied).toHaveLength(1);
}, 40_000);

test('writing to the customer is refused without a line; what was on its way stays on its way', async () => {
  await using desktop = await signedIn();
  network.hold('both');
  await send(desktop, 'no caminho');
  network.down();
  network.release();
  await desktop.until('connection', {}, (line) => line.state === 'offline');
  expect(await send(desktop, 'sem rede')).toEqual({ ok: false, reason: 'offline', detail: null });
  expect(await ours(desktop)).toEqual([['no caminho', 'pending']]);
  network.up();
  await allSent(desktop);
  expect(server.applied.map(({ args }) => args)).toEqual([expect.objectContaining({ text: 'no caminho' })]);
});

test('notes, tags and a qualification made offline are shown as pending, and applied once, in order', async () => {
  await using desktop = await signedIn();
  await offline(desktop);
  await note(desktop, 'primeira');
  await note(desktop, 'segunda');
  await desktop.act('server.contact.tag', { contactId: 'k-1', tagId: 't-vip' });
  await desktop.act('server.conversation.finish', { conversationId: 'v-1', reasonId: null, description: 'resolvido' });
  const { pending } = await desktop.see('outbox', {});
  expect(pending.map(({ name }) => name)).toEqual(['note.add', 'note.add', 'contact.tag', 'conversation.finish']);
  const conversation = await desktop.see('conversation', { conversationId: 'v-1' });
  expect(conversation?.pendingFinish).toBe(true);
  network.up();
  await allSent(desktop);
  const inConversation = server.applied.filter(({ name }) => name !== 'contact.tag');
  expect(inConversation.map(({ name, args }) => [name, args])).toEqual([
    ['note.add', expect.objectContaining({ text: 'primeira' })],
    ['note.add', expect.objectContaining({ text: 'segunda' })],
    ['conversation.finish', expect.objectContaining({ description: 'resolvido' })],
  ]);
  expect(server.applied).toHaveLength(4);
  await desktop.until('conversation', { conversationId: 'v-1' }, (view) => view?.status === 'finished');
});

test('a sent message never leaves the screen between the outbox and the cache', async () => {
  await using desktop = await signedIn();
  const chats = desktop.record('conversation.chat', { conversationId: 'v-1', limit: 50 });
  await send(desktop, 'fica na tela');
  await allSent(desktop);
  await desktop.until('conversation.chat', { conversationId: 'v-1', limit: 50 }, ({ items }) =>
    items.some((item) => item.type === 'message' && item.message.status === 'sent'),
  );
  const seen = chats.map(({ items }) => items.filter((item) => item.type === 'message').length);
  const first = seen.indexOf(1);
  expect(first).toBeGreaterThanOrEqual(0);
  expect(seen.slice(first).every((count) => count === 1)).toBe(true);
});

test('the next message of a conversation waits for the one before; another conversation does not', async () => {
  await using desktop = await signedIn();
  server.muteReplies(true);
  await send(desktop, 'um', 'v-1');
  await send(desktop, 'dois', 'v-1');
  await send(desktop, 'outro', 'v-2');
  await expect.poll(() => server.commands.length).toBe(2);
  await new Promise((done) => setTimeout(done, 300));
  const texts = () => server.applied.map(({ args }) => (args as { text: string }).text);
  expect(texts().sort()).toEqual(['outro', 'um']);
  server.muteReplies(false);
  network.cut();
  await allSent(desktop);
  expect(texts().indexOf('dois')).toBeGreaterThan(texts().indexOf('um'));
  expect(server.applied).toHaveLength(3);
});

test('a refusal is shown until the agent discards it, and holds up nothing behind it', async () => {
  await using desktop = await signedIn();
  await offline(desktop);
  await desktop.act('server.conversation.finish', { conversationId: 'v-1', reasonId: null, description: null });
  await note(desktop, 'depois');
  server.refuseCommands((name) =>
    name === 'conversation.finish' ? { ok: false, reason: 'already-finished', detail: null } : null,
  );
  network.up();
  const { conflicts } = await desktop.until(
    'outbox',
    {},
    (outbox) => outbox.conflicts.length === 1 && outbox.pending.length === 0,
  );
  expect(conflicts[0]).toMatchObject({
    name: 'conversation.finish',
    reason: 'already-finished',
    conversationId: 'v-1',
  });
  expect(server.applied.map(({ name }) => name)).toEqual(['note.add']);
  await desktop.act('outbox.discard', { id: conflicts[0]?.id ?? '' });
  await desktop.until('outbox', {}, (outbox) => outbox.conflicts.length === 0);
});

test('commands that may not wait are refused offline, and survive a short loss under the same id', async () => {
  await using desktop = await signedIn();
  network.hold('toClient');
  const taking = desktop.act('server.conversation.take', { conversationId: 'v-3' });
  await expect.poll(() => server.applied.length).toBe(1);
  network.cut();
  network.release();
  expect(await taking).toMatchObject({ ok: true, queued: false });
  expect(server.applied.filter(({ name }) => name === 'conversation.take')).toHaveLength(1);
  await offline(desktop);
  expect(await desktop.act('server.conversation.take', { conversationId: 'v-3' })).toEqual({
    ok: false,
    reason: 'offline',
    detail: null,
  });
});

test('what waits in the outbox outlives a restart without a network, and is applied once after it', async () => {
  const folder = await newFolder();
  const shell = createFakeShell({ keyring: true });
  const first = await signedIn({ folder, shell });
  await offline(first);
  await note(first, 'antes de desligar');
  await first.close();
  const second = await openDesktop({ serverUrl: network.url, folder, shell });
  // Without a network: from the disk.
  expect((await second.see('session', {})).phase).toBe('ready');
  expect((await second.see('inbox.list', inbox())).total).toBe(3);
  expect(await ours(second)).toEqual([['antes de desligar', 'pending']]);
  network.up();
  await allSent(second);
  expect(server.applied).toHaveLength(1);
  await second.close();
});

const inbox = () => ({
  filter: {
    tab: 'all' as const,
    status: 'open' as const,
    order: 'newest' as const,
    ...plainFilterLists,
  },
  start: 0,
  count: 50,
});

test('what may not wait goes after what was written before it in the same conversation', async () => {
  await using desktop = await signedIn();
  network.hold('toServer');
  await send(desktop, 'R$ 199, com frete grátis');
  const transferred = desktop.act('server.conversation.transfer', {
    conversationId: 'v-1',
    to: { kind: 'department', id: 'd-suporte' },
    note: null,
  });
  const elsewhere = desktop.act('server.conversation.take', { conversationId: 'v-2' });
  network.release();
  expect(await transferred).toMatchObject({ ok: true });
  await elsewhere;
  const names = server.commands.filter(({ args }) => JSON.stringify(args).includes('v-1')).map(({ name }) => name);
  expect(names).toEqual(['message.send', 'conversation.transfer']);
});
