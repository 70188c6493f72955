import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePerson } from '../../simulators/backend/entities.ts';
import { createScriptedServer, type ScriptedServer } from '../../simulators/backend/scripted-server.ts';
import { newFolder, openDesktop } from '../../simulators/desktop.ts';
import { createFaultyProxy, type FaultyProxy } from '../../simulators/network/faulty-proxy.ts';
import { createFakeShell } from '../../simulators/shell.ts';

let server: ScriptedServer;
let network: FaultyProxy;
let folder: string;

beforeEach(async () => {
  server = await createScriptedServer();
  network = await createFaultyProxy({ target: server.url });
  folder = await newFolder();
});
afterEach(async () => {
  await network.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const profileFolder = async () => {
  const [profile = ''] = await readdir(join(folder, 'profiles'));
  return join(folder, 'profiles', profile);
};

test('a wrong password and too many tries are told apart; nothing is left on the machine', async () => {
  await using desktop = await openDesktop({ serverUrl: network.url, folder });
  expect(await desktop.signIn('errada')).toEqual({ ok: false, reason: 'wrong-credentials' });
  server.refuseHttp({ status: 429, error: { error: 'too-many-attempts', retryAfterMs: 30_000 } });
  expect(await desktop.signIn('errada')).toEqual({ ok: false, reason: 'too-many-attempts', retryAfterMs: 30_000 });
  expect(await readdir(folder)).not.toContain('profiles');
});

test('a server that cannot be reached at the first start is told as such', async () => {
  await using desktop = await openDesktop({ serverUrl: network.url, folder });
  network.down();
  expect(await desktop.signIn(server.password)).toEqual({ ok: false, reason: 'unreachable' });
  expect((await desktop.see('session', {})).phase).toBe('signed-out');
  expect(await desktop.act('session.signIn', { serverUrl: 'ftp://x', email: 'a@b.co', password: 'x' })).toEqual({
    ok: false,
    reason: 'invalid',
  });
});

test('the server and the person are remembered, and the next start needs neither password nor network', async () => {
  const shell = createFakeShell({ keyring: true });
  const first = await openDesktop({ serverUrl: network.url, folder, shell });
  await first.signIn(server.password);
  await first.online();
  await first.close();
  network.down();
  const second = await openDesktop({ serverUrl: null, folder, shell });
  expect(await second.see('session', {})).toMatchObject({
    phase: 'ready',
    email: 'ana@aurora.example',
    person: { name: 'Ana Souza' },
  });
  network.up();
  await second.online(20_000);
  await second.close();
});

test('without a keyring the user chooses; behind a password the files stay locked until it is typed, offline too', async () => {
  const shell = createFakeShell({ keyring: false });
  const first = await openDesktop({ serverUrl: network.url, folder, shell });
  await first.signIn(server.password);
  expect((await first.see('session', {})).phase).toBe('choose-protection');
  expect(await first.act('session.protect', { way: 'password', password: 'outra' })).toEqual({
    ok: false,
    reason: 'wrong-password',
  });
  expect(await first.act('session.protect', { way: 'password', password: server.password })).toEqual({ ok: true });
  await first.online();
  await first.act('draft.save', { conversationId: 'v-1', side: 'reply', text: 'meu rascunho secreto' });
  await first.close();

  network.down();
  const second = await openDesktop({ serverUrl: network.url, folder, shell });
  expect(await second.see('session', {})).toEqual({
    phase: 'locked',
    email: 'ana@aurora.example',
    name: 'Ana Souza',
    serverUrl: network.url,
    signedIn: false,
  });
  expect(await second.query('draft', { conversationId: 'v-1', side: 'reply' })).toEqual({ text: '' });
  expect(await second.act('session.unlock', { password: 'errada' })).toEqual({ ok: false, reason: 'wrong-password' });
  expect(await second.act('session.unlock', { password: server.password })).toEqual({ ok: true });
  expect((await second.see('session', {})).phase).toBe('ready');
  expect(await second.query('draft', { conversationId: 'v-1', side: 'reply' })).toEqual({
    text: 'meu rascunho secreto',
  });
  await second.close();
});

test('a key file is used only after the user chose it knowingly', async () => {
  const shell = createFakeShell({ keyring: false });
  const first = await openDesktop({ serverUrl: network.url, folder, shell });
  await first.signIn(server.password);
  expect(await readdir(folder)).not.toContain('profiles');
  await first.act('session.protect', { way: 'file', password: null });
  await first.online();
  await first.close();
  const second = await openDesktop({ serverUrl: network.url, folder, shell });
  expect((await second.see('session', {})).phase).toBe('ready');
  await second.close();
});

test('nothing readable lies on the disk: no text, no name of a customer, no token', async () => {
  await using desktop = await openDesktop({ serverUrl: network.url, folder });
  await desktop.signIn(server.password);
  await desktop.online();
  await desktop.act('draft.save', { conversationId: 'v-1', side: 'reply', text: 'texto muito particular' });
  await desktop.close();
  const profile = await profileFolder();
  for (const name of await readdir(profile, { recursive: true })) {
    const content = await readFile(join(profile, name)).catch(() => Buffer.alloc(0));
    for (const secret of ['texto muito particular', 'Maria Conceição', 'refreshToken', 'SQLite format']) {
      expect(content.includes(secret), `${secret} in ${name}`).toBe(false);
    }
  }
});

test('a revoked session leads to the sign-in with its reason, and drafts and outbox are there after it', async () => {
  await using desktop = await openDesktop({ serverUrl: network.url, folder });
  await desktop.signIn(server.password);
  await desktop.online();
  await desktop.act('draft.save', { conversationId: 'v-1', side: 'reply', text: 'continua aqui' });
  server.revoke();
  const view = await desktop.until('session', {}, ({ phase }) => phase === 'signed-out');
  expect(view).toMatchObject({ notice: 'session-revoked', email: 'ana@aurora.example' });
  expect(await desktop.query('draft', { conversationId: 'v-1', side: 'reply' })).toEqual({ text: '' });
  await desktop.signIn(server.password);
  await desktop.online();
  expect(await desktop.query('draft', { conversationId: 'v-1', side: 'reply' })).toEqual({ text: 'continua aqui' });
});

test('after the password changed on the server, the files open with the new one', async () => {
  const shell = createFakeShell({ keyring: false });
  const first = await openDesktop({ serverUrl: network.url, folder, shell });
  const former = server.password;
  await first.signIn(former);
  await first.act('session.protect', { way: 'password', password: former });
  await first.online();
  server.password = 'nova-senha';
  server.revoke();
  await first.until('session', {}, ({ phase }) => phase === 'signed-out');
  await first.signIn('nova-senha');
  await first.online();
  await first.close();
  const second = await openDesktop({ serverUrl: network.url, folder, shell });
  expect(await second.act('session.unlock', { password: former })).toEqual({ ok: false, reason: 'wrong-password' });
  expect(await second.act('session.unlock', { password: 'nova-senha' })).toEqual({ ok: true });
  await second.close();
});

test('changed elsewhere, the password opens the files after the former one was given once', async () => {
  const shell = createFakeShell({ keyring: false });
  const first = await openDesktop({ serverUrl: network.url, folder, shell });
  const former = server.password;
  await first.signIn(former);
  await first.act('session.protect', { way: 'password', password: null });
  await first.online();
  await first.act('draft.save', { conversationId: 'v-1', side: 'reply', text: 'de antes' });
  server.revoke();
  await first.until('session', {}, ({ phase }) => phase === 'signed-out');
  await first.close();
  server.password = 'nova-senha';
  const second = await openDesktop({ serverUrl: network.url, folder, shell });
  expect(await second.see('session', {})).toMatchObject({ phase: 'signed-out', notice: 'session-revoked' });
  await second.signIn('nova-senha');
  expect((await second.see('session', {})).phase).toBe('locked');
  expect(await second.act('session.unlock', { password: former })).toEqual({ ok: true });
  await second.online();
  expect(await second.query('draft', { conversationId: 'v-1', side: 'reply' })).toEqual({ text: 'de antes' });
  await second.close();
});

test('changed elsewhere and the former one forgotten, the old files are set aside and the agent starts anew', async () => {
  const shell = createFakeShell({ keyring: false });
  const first = await openDesktop({ serverUrl: network.url, folder, shell });
  await first.signIn(server.password);
  await first.act('session.protect', { way: 'password', password: null });
  await first.online();
  await first.close();
  server.password = 'nova-senha';
  const second = await openDesktop({ serverUrl: network.url, folder, shell });
  expect(await second.see('session', {})).toMatchObject({ phase: 'locked', signedIn: false });
  expect(await second.act('session.unlock', { password: 'nova-senha' })).toEqual({
    ok: false,
    reason: 'wrong-password',
  });
  expect(await second.signIn('nova-senha')).toEqual({ ok: true });
  expect(await second.see('session', {})).toMatchObject({ phase: 'locked', signedIn: true });
  expect(await second.act('session.protect', { way: 'password', password: null })).toEqual({ ok: true });
  await second.online();
  expect((await second.see('conversation', { conversationId: 'v-1' }))?.protocol).toBe('2026-0000001');
  expect((await second.see('connection', {})).localProblem).toBe('user-data-reset');
  expect(await readdir(join(folder, 'profiles'))).toHaveLength(2);
  await second.close();
  const third = await openDesktop({ serverUrl: network.url, folder, shell });
  expect(await third.act('session.unlock', { password: 'nova-senha' })).toEqual({ ok: true });
  await third.close();
});

test('files locked by one person do not keep another from signing in on the same machine', async () => {
  const shell = createFakeShell({ keyring: false });
  const first = await openDesktop({ serverUrl: network.url, folder, shell });
  await first.signIn(server.password);
  await first.act('session.protect', { way: 'password', password: null });
  await first.online();
  await first.close();
  server.me = makePerson({ id: 'p-bia', name: 'Bia Lima' });
  const second = await openDesktop({ serverUrl: network.url, folder, shell });
  expect(await second.see('session', {})).toMatchObject({ phase: 'locked', name: 'Ana Souza' });
  await second.signIn(server.password, 'bia@aurora.example');
  await second.act('session.protect', { way: 'password', password: null });
  expect(await second.see('session', {})).toMatchObject({ phase: 'ready', person: { name: 'Bia Lima' } });
  await second.close();
});

test('another person on the same machine sees nothing of the first, and destroys nothing', async () => {
  await using desktop = await openDesktop({ serverUrl: network.url, folder });
  await desktop.signIn(server.password);
  await desktop.online();
  await desktop.act('draft.save', { conversationId: 'v-1', side: 'reply', text: 'da Ana' });
  expect(await desktop.act('server.session.signOut', {})).toMatchObject({ ok: true });
  await desktop.until('session', {}, ({ phase }) => phase === 'signed-out');
  const ana = server.me;
  server.me = makePerson({ id: 'p-bia', name: 'Bia Lima' });
  await desktop.signIn(server.password, 'bia@aurora.example');
  await desktop.online();
  expect(await desktop.query('draft', { conversationId: 'v-1', side: 'reply' })).toEqual({ text: '' });
  await desktop.act('server.session.signOut', {});
  await desktop.until('session', {}, ({ phase }) => phase === 'signed-out');
  server.me = ana;
  await desktop.signIn(server.password);
  await desktop.online();
  expect(await desktop.query('draft', { conversationId: 'v-1', side: 'reply' })).toEqual({ text: 'da Ana' });
});

test('signing out with open conversations is refused, and nothing closes', async () => {
  await using desktop = await openDesktop({ serverUrl: network.url, folder });
  await desktop.signIn(server.password);
  await desktop.online();
  server.refuseCommands(() => ({ ok: false, reason: 'open-conversations', detail: null }));
  expect(await desktop.act('server.session.signOut', {})).toEqual({
    ok: false,
    reason: 'open-conversations',
    detail: null,
  });
  expect((await desktop.see('session', {})).phase).toBe('ready');
});

test('a second engine on the same folder says that one is already running', async () => {
  await using first = await openDesktop({ serverUrl: network.url, folder });
  await using second = await openDesktop({ serverUrl: network.url, folder });
  expect(await second.see('session', {})).toEqual({ phase: 'blocked', reason: 'already-running' });
  expect((await first.see('session', {})).phase).toBe('signed-out');
});

test('a folder that cannot be used is told as a disk problem', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  await using desktop = await openDesktop({ serverUrl: network.url, folder: join(file, 'inside') });
  expect(await desktop.see('session', {})).toEqual({ phase: 'blocked', reason: 'disk' });
});

test('a damaged cache is set aside and filled again; drafts and outbox stay', async () => {
  const shell = createFakeShell({ keyring: true });
  const first = await openDesktop({ serverUrl: network.url, folder, shell });
  await first.signIn(server.password);
  await first.online();
  await first.act('draft.save', { conversationId: 'v-1', side: 'reply', text: 'sobrevive' });
  await first.close();
  await writeFile(join(await profileFolder(), 'cache.db'), Buffer.alloc(40_000, 9));
  const second = await openDesktop({ serverUrl: network.url, folder, shell });
  await second.online();
  expect(server.resumes.at(-1)?.mode).toBe('snapshot');
  expect((await second.see('conversation', { conversationId: 'v-1' }))?.protocol).toBe('2026-0000001');
  expect(await second.query('draft', { conversationId: 'v-1', side: 'reply' })).toEqual({ text: 'sobrevive' });
  expect(await readdir(await profileFolder())).toContainEqual(expect.stringMatching(/^cache\.corrupt-/));
  await second.close();
});

test('damaged user data is set aside, what can be read of it is kept, and the agent is told', async () => {
  const shell = createFakeShell({ keyring: true });
  const first = await openDesktop({ serverUrl: network.url, folder, shell });
  await first.signIn(server.password);
  await first.online();
  network.down();
  await first.until('connection', {}, ({ state }) => state === 'offline');
  for (let n = 0; n < 60; n += 1) {
    await first.act('draft.save', {
      conversationId: `v-${n}`,
      side: 'reply',
      text: `rascunho ${n} ${'x'.repeat(900)}`,
    });
  }
  await first.act('server.note.add', { conversationId: 'v-1', text: 'anotação a salvar', mentionIds: [] });
  await first.close();
  const file = join(await profileFolder(), 'user.db');
  const bytes = await readFile(file);
  // One page in the middle, where drafts are.
  const middle = Math.floor(bytes.length / 4096 / 2) * 4096;
  bytes.fill(7, middle + 100, middle + 2_000);
  await writeFile(file, bytes);
  network.up();
  const second = await openDesktop({ serverUrl: network.url, folder, shell });
  await second.online();
  expect((await second.see('connection', {})).localProblem).toBe('user-data-reset');
  const kept: string[] = [];
  for (let n = 0; n < 60; n += 1) {
    const { text } = await second.query('draft', { conversationId: `v-${n}`, side: 'reply' });
    if (text.startsWith(`rascunho ${n} `)) kept.push(text);
  }
  expect(kept.length).toBeGreaterThan(40);
  expect(kept.length).toBeLessThan(60);
  await second.until('outbox', {}, ({ pending }) => pending.length === 0);
  expect(server.applied.map(({ name }) => name)).toEqual(['note.add']);
  expect(await readdir(await profileFolder())).toContainEqual(expect.stringMatching(/^user\.corrupt-/));
  await second.close();
});
