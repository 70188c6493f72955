import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestClock } from '../../simulators/clock.ts';
import { type Desktop, newFolder } from '../../simulators/desktop.ts';
import { createFakeShell } from '../../simulators/shell.ts';
import { emailOf, openProduct, PASSWORD, type Product } from '../harness.ts';
import { createDatabase } from '../stores.ts';
import { conversationOf, messagesIn } from './inbox.ts';

const HOUR_MS = 3_600_000;

let database: Awaited<ReturnType<typeof createDatabase>>;
let product: Product;
let folder: string;
/** What the backend's clock shows beyond the real time, in milliseconds. */
let ahead: number;

beforeEach(async () => {
  ahead = 0;
  folder = await newFolder();
  database = await createDatabase();
  product = await openProduct({
    location: { kind: 'server', url: database.url },
    people: [{ name: 'Ana Souza', departments: ['Suporte', 'Vendas'] }],
    now: () => Date.now() + ahead,
  });
});
afterEach(async () => {
  await product[Symbol.asyncDispose]();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Without a network for so long; the clocks of both sides go on. */
async function away(desktop: Desktop, ms: number): Promise<void> {
  product.network.down();
  await desktop.until('connection', {}, ({ state }) => state === 'offline');
  ahead += ms;
  desktop.clock.sleepFor(ms);
}

describe('a long time without a network', () => {
  test('outlives the access token: everything written meanwhile is applied, and nobody signs in again', async () => {
    const ana = await product.agent('Ana Souza');
    await product.receive([{ from: 'cliente', text: 'até amanhã' }]);
    const conversationId = await conversationOf(ana, 'até amanhã');
    const sessions = ana.record('session', {});
    await away(ana, 9 * HOUR_MS);
    await ana.act('server.note.add', { conversationId, text: 'anotada à noite', mentionIds: [] });
    product.network.up();
    await ana.online(20_000);
    await ana.until('outbox', {}, ({ pending }) => pending.length === 0);
    expect((await messagesIn(ana, conversationId)).map(({ text }) => text)).toEqual(['até amanhã', 'anotada à noite']);
    expect(sessions.every(({ phase }) => phase === 'ready')).toBe(true);
  });

  test('and an answer with new tokens that the network swallowed, minutes before it came back, end no session', async () => {
    const ana = await product.agent('Ana Souza');
    const sessions = ana.record('session', {});
    await away(ana, 9 * HOUR_MS);
    product.network.hold('toClient');
    product.network.up();
    await expect.poll(replacedTokens, { timeout: 20_000 }).toBe(1);
    product.network.cut();
    await away(ana, 5 * 60_000);
    product.network.release();
    product.network.up();
    await ana.online(20_000);
    expect(sessions.every(({ phase }) => phase === 'ready')).toBe(true);
    // Once the new ones are in use, the old one is worth nothing any more.
    await expect.poll(replacedTokens).toBe(0);
  });

  test('that outlives the session itself leads to the sign-in, and drafts and outbox are there after it', async () => {
    const ana = await product.agent('Ana Souza');
    await product.receive([{ from: 'cliente', text: 'boas férias' }]);
    const conversationId = await conversationOf(ana, 'boas férias');
    await away(ana, 40 * 24 * HOUR_MS);
    await ana.act('draft.save', { conversationId, side: 'reply', text: 'obrigada' });
    await ana.act('server.note.add', { conversationId, text: 'de antes das férias', mentionIds: [] });
    product.network.up();
    const view = await ana.until('session', {}, ({ phase }) => phase === 'signed-out', 20_000);
    expect(view).toMatchObject({ notice: 'session-expired', email: emailOf('Ana Souza') });
    expect(await ana.signIn(PASSWORD, emailOf('Ana Souza'))).toEqual({ ok: true });
    await ana.until('outbox', {}, ({ pending }) => pending.length === 0);
    expect((await messagesIn(ana, conversationId)).at(-1)?.text).toBe('de antes das férias');
    expect(await ana.query('draft', { conversationId, side: 'reply' })).toEqual({ text: 'obrigada' });
  });
});

test('signing out ends the session on the server, leads to the sign-in, and leaves only what is encrypted', async () => {
  const shell = createFakeShell({ keyring: true });
  const ana = await product.agent('Ana Souza', { folder, shell });
  await product.receive([{ from: 'cliente', text: 'meu CPF é segredo' }]);
  const conversationId = await conversationOf(ana, 'meu CPF é segredo');
  await ana.act('draft.save', { conversationId, side: 'note', text: 'rascunho particular' });
  expect(await ana.act('server.session.signOut', {})).toMatchObject({ ok: false, reason: 'open-conversations' });
  expect((await ana.see('session', {})).phase).toBe('ready');
  await ana.act('server.conversation.finish', { conversationId, reasonId: null, description: null });
  await ana.until('conversation', { conversationId }, (view) => view?.status === 'finished');

  expect(await openSessions()).toBe(1);
  expect(await ana.act('server.session.signOut', {})).toMatchObject({ ok: true });
  expect(await ana.until('session', {}, ({ phase }) => phase === 'signed-out')).toMatchObject({
    notice: null,
    email: emailOf('Ana Souza'),
  });
  expect(await openSessions()).toBe(0);
  expect(await ana.query('search', { text: 'segredo', limit: 5 })).toEqual({ hits: [] });
  await ana.close();

  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const kept = files.filter((file) => file.isFile());
  expect(kept.map(({ name }) => name)).toEqual(expect.arrayContaining(['cache.db', 'user.db']));
  for (const file of kept) {
    const content = await readFile(join(file.parentPath, file.name));
    for (const secret of ['segredo', 'rascunho particular', 'SQLite format']) {
      expect(content.includes(secret), `«${secret}» in ${file.name}`).toBe(false);
    }
  }

  // The next start asks who it is; the same person finds their draft.
  const next = await product.desktop({ folder, shell, clock: createTestClock() });
  expect((await next.see('session', {})).phase).toBe('signed-out');
  expect(await next.signIn(PASSWORD, emailOf('Ana Souza'))).toEqual({ ok: true });
  expect(await next.query('draft', { conversationId, side: 'note' })).toEqual({ text: 'rascunho particular' });
});

const openSessions = () => sessionsWhere('revoked_at IS NULL');
/** Sessions whose tokens were replaced, and the replacements not used yet. */
const replacedTokens = () => sessionsWhere('previous_hash IS NOT NULL');

async function sessionsWhere(condition: string): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(`SELECT id FROM session WHERE ${condition}`)).rows.length;
  } finally {
    await client.end();
  }
}
