import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { seedCache } from '../../../scripts/seeding/cache.ts';
import { parseSeedArguments } from '../../../scripts/seeding/request.ts';
import { seedDatabase } from '../../../src-backend/demo/seed/into-database.ts';
import { openStore } from '../../../src-backend/store/open.ts';
import type { InboxFilter } from '../../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import { type Desktop, openDesktop } from '../../simulators/desktop.ts';
import { emailOf, openProduct, PASSWORD } from '../harness.ts';
import { silent } from '../stores.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'turno-seed-'));
  folders.push(folder);
  return folder;
}

/** Of the last weeks, so a desktop holds all of it. */
const request = { conversations: 300, messages: 3_000, seed: 1, now: Date.now() };
const rowsOf = (status: InboxFilter['status']): { filter: InboxFilter; start: number; count: number } => ({
  filter: { tab: 'all', status, order: 'newest', ...plainFilterLists },
  start: 0,
  count: 10,
});
const noWords = () => {};

async function conversationsOn(desktop: Desktop): Promise<number> {
  const open = await desktop.see('inbox.list', rowsOf('open'));
  const finished = await desktop.see('inbox.list', rowsOf('finished'));
  return open.total + finished.total;
}

test('a seeded desktop opens without a server, signed in and with the whole history', async () => {
  const folder = join(await newFolder(), 'desktop');
  const serverUrl = 'http://127.0.0.1:9';
  await seedCache(folder, request, { serverUrl, role: 'supervisor', say: noWords });
  await using desktop = await openDesktop({ serverUrl, folder, keyring: false });
  await desktop.until('session', {}, ({ phase }) => phase === 'ready');
  expect(await conversationsOn(desktop)).toBe(300);
  await expect(seedCache(folder, request, { serverUrl, role: 'supervisor', say: noWords })).rejects.toThrow('already');
});

test('a seeded backend gives its history to who signs in, and refuses a second one', async () => {
  const location = { kind: 'embedded', folder: join(await newFolder(), 'database') } as const;
  const people = [{ name: 'Gabriela Monteiro', departments: ['Suporte', 'Vendas'], role: 'supervisor' as const }];
  const options = { location, people };
  await (await openProduct(options))[Symbol.asyncDispose]();
  const store = await openStore(location, { log: silent });
  if (!store.ok) throw new Error('the database did not open');
  const workspace = await store.store.db.selectFrom('workspace').select('id').executeTakeFirstOrThrow();
  await seedDatabase(store.store, workspace.id, request, noWords);
  await expect(seedDatabase(store.store, workspace.id, request, noWords)).rejects.toThrow('already');
  await store.store.close();
  await using product = await openProduct(options);
  await using desktop = await openDesktop({ serverUrl: product.network.url });
  expect(await desktop.signIn(PASSWORD, emailOf('Gabriela Monteiro'))).toEqual({ ok: true });
  await desktop.online();
  expect(await conversationsOn(desktop)).toBe(300);
});

test.each([
  ['no counts', []],
  ['fewer messages than conversations', ['--conversations', '10', '--messages', '9']],
  ['both places', ['--conversations', '1', '--messages', '9', '--data', 'a', '--cache', 'b']],
  ['more under way than there are', ['--conversations', '10', '--messages', '10', '--open', '9', '--queued', '2']],
  ['an unknown switch', ['--conversation', '10']],
])('%s is refused with words', (_what, args) => {
  expect(parseSeedArguments(args, 0)).toMatchObject({ ok: false, words: expect.stringContaining('Usage') });
});

test('how many are under way may be said', () => {
  const args = ['--conversations', '10', '--messages', '90', '--open', '3', '--queued', '2'];
  expect(parseSeedArguments(args, 7)).toMatchObject({ request: { now: 7, open: { assigned: 3, queued: 2 } } });
});
