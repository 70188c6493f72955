import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChatItem } from '../../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import type { Desktop } from '../../simulators/desktop.ts';
import { openProduct, type Product } from '../harness.ts';
import { conversationOf } from './inbox.ts';

const DAY = 24 * 60 * 60_000;
/** How far the server's clock is behind: what happens now happened so long ago when it is set right. */
let behind = 0;
let product: Product;

beforeEach(async () => {
  behind = 200 * DAY;
  product = await openProduct({
    now: () => Date.now() - behind,
    people: [{ name: 'Ana Souza', departments: ['Suporte'] }],
  });
});
afterEach(() => product[Symbol.asyncDispose]());

const texts = (items: readonly ChatItem[]) =>
  items.flatMap((item) => (item.type === 'message' ? (item.message.text ?? []) : []));

const finished = {
  filter: { ...plainFilterLists, tab: 'all', status: 'finished', order: 'newest' },
  text: '',
  from: null,
  to: null,
  after: null,
} as const;

/** A customer was served 200 days ago; Ana has a new machine today. */
async function longAgo() {
  const first = await product.agent('Ana Souza');
  const customer = await product.customer();
  await customer.says('a geladeira não gela');
  const conversationId = await conversationOf(first, 'a geladeira não gela');
  await first.act('server.message.send', { conversationId, text: 'vou ver', mediaId: null, quotedMessageId: null });
  await expect.poll(() => customer.heard()).toContain('vou ver');
  await first.act('server.conversation.finish', { conversationId, reasonId: null, description: 'trocada' });
  await first.until('conversation', { conversationId }, (view) => view?.status === 'finished' && !view.pendingFinish);
  await first.close();
  behind = 0;
  return { conversationId, customer, ana: await product.agent('Ana Souza') };
}

const offline = (desktop: Desktop) => desktop.until('connection', {}, ({ state }) => state === 'offline');

test('a conversation of long ago is not on a new machine; found on the server it is read, and stays without a network', async () => {
  const { ana, conversationId } = await longAgo();
  expect(await ana.see('conversation', { conversationId })).toBeNull();
  const found = await ana.query('archive.list', finished);
  expect(found).toMatchObject({
    ok: true,
    value: { rows: [{ id: conversationId, description: 'trocada' }], next: null },
  });
  expect(await ana.act('archive.open', { conversationId, position: null })).toEqual({ ok: true });
  const chat = await ana.see('conversation.chat', { conversationId, limit: 50 });
  expect(texts(chat.items)).toEqual(['a geladeira não gela', 'vou ver']);
  expect(await ana.query('archive.list', finished)).toMatchObject({ ok: true, value: { rows: [] } });

  product.network.down();
  await offline(ana);
  expect(await ana.act('archive.open', { conversationId, position: null })).toEqual({ ok: true });
  expect((await ana.see('conversation', { conversationId }))?.status).toBe('finished');
  const { id } = { id: '00000000-0000-7000-8000-000000000000' };
  expect(await ana.act('archive.open', { conversationId: id, position: null })).toEqual({
    ok: false,
    reason: 'offline',
  });
});

test('what was served as one long ago is brought as one, whichever of it is opened, and stays as one', async () => {
  const first = await product.agent('Ana Souza');
  await product.receive([
    { from: 'João', text: 'tem no tamanho 40?' },
    { from: 'João do site', text: 'e a entrega?' },
  ]);
  const root = await conversationOf(first, 'tem no tamanho 40?');
  const part = await conversationOf(first, 'e a entrega?');
  const contactOf = async (conversationId: string) => (await first.see('conversation', { conversationId }))?.contactId;
  const [intoId = '', fromId = ''] = [await contactOf(root), await contactOf(part)];
  expect(await first.act('server.contact.merge', { intoId, fromId, choices: {} })).toMatchObject({ ok: true });
  expect(await first.act('server.conversation.merge', { intoId: root, fromId: part })).toMatchObject({ ok: true });
  await first.act('server.conversation.finish', { conversationId: root, reasonId: null, description: null });
  await first.until('conversation', { conversationId: root }, (view) => view?.status === 'finished');
  await first.close();
  behind = 0;

  const both = ['e a entrega?', 'tem no tamanho 40?'];
  const read = async (desktop: Desktop) =>
    texts((await desktop.see('conversation.chat', { conversationId: root, limit: 50 })).items).sort();
  const ana = await product.agent('Ana Souza');
  expect(await ana.act('archive.open', { conversationId: root, position: null })).toEqual({ ok: true });
  expect(await read(ana)).toEqual(both);
  const another = await product.agent('Ana Souza');
  expect(await another.act('archive.open', { conversationId: part, position: null })).toEqual({ ok: true });
  expect(await read(another)).toEqual(both);
});

test('a customer who returns after long comes with their name and their history, and the word is told', async () => {
  const { ana, conversationId, customer } = await longAgo();
  await customer.says('quebrou de novo');
  const now = await conversationOf(ana, 'quebrou de novo');
  const head = await ana.see('conversation', { conversationId: now });
  expect(head?.title).not.toBe(head?.protocol);
  const chat = await ana.see('conversation.chat', { conversationId: now, limit: 50 });
  expect([texts(chat.items), chat.beyond]).toEqual([['quebrou de novo'], true]);
  expect(await ana.act('archive.earlier', { conversationId: now })).toEqual({ ok: true, more: false });
  const whole = await ana.until(
    'conversation.chat',
    { conversationId: now, limit: 50 },
    ({ beyond }) => beyond !== true,
  );
  expect(texts(whole.items)).toEqual(['a geladeira não gela', 'vou ver', 'quebrou de novo']);
  expect(await ana.see('archive.held', { conversationIds: [conversationId, now] })).toHaveLength(2);
});

test('a longer period brings what it covers; the transcript of one that is not here is fetched first', async () => {
  const { ana, conversationId } = await longAgo();
  expect(await ana.act('transcript.export', { conversationId })).toMatchObject({ ok: true });
  expect(await ana.act('storage.free', {})).toMatchObject({ ok: true });
  expect(await ana.see('conversation', { conversationId })).toBeNull();
  await ana.act('preferences.set', { keepDays: 365 });
  await ana.until('conversation', { conversationId }, (view) => view !== null, 20_000);
  const storage = await ana.query('storage', {});
  expect(storage?.conversations).toEqual({ unfinished: 0, period: 1, asked: 0 });
});
