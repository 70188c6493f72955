import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { ensureBuilt } from '../../../scripts/built.mjs';

const entry = resolve(import.meta.dirname, '../../../dist/chromium/main.js');
let folder = '';
let children: ChildProcess[] = [];

beforeAll(async () => {
  await ensureBuilt(['renderer', 'chromium']);
}, 120_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turno-desktop-'));
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  await rm(folder, { recursive: true, force: true });
});

/** Starts a desktop; `said` is its first line, `exited` its exit code. */
async function launch(args: string[] = ['--no-window'], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [entry, '--user-data', folder, '--server', 'http://127.0.0.1:9', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  children.push(child);
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  let text = '';
  child.stdout.setEncoding('utf8');
  const said = await new Promise<string>((done) => {
    child.stdout.on('data', (chunk: string) => {
      text += chunk;
      if (text.endsWith('\n')) done(text);
    });
    void exited.then(() => done(text));
  });
  return { child, said, exited };
}

const urlOf = (said: string): URL => new URL(z.object({ url: z.url() }).parse(JSON.parse(said)).url);

/** Takes the launch address as a browser does, and opens the bridge. */
async function openWindow(url: URL): Promise<{ cookie: string; socket: WebSocket; frames: unknown[] }> {
  const launched = await fetch(url, { redirect: 'manual' });
  const cookie = launched.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { cookie, ...(await connect(url, cookie)) };
}

function connect(url: URL, cookie: string): Promise<{ socket: WebSocket; frames: unknown[] }> {
  return new Promise((done, fail) => {
    const socket = new WebSocket(`ws://${url.host}/bridge`, { headers: { cookie, origin: url.origin } });
    const frames: unknown[] = [];
    socket.on('message', (data) => frames.push(JSON.parse(data.toString())));
    socket.on('open', () => done({ socket, frames }));
    socket.on('error', fail);
  });
}

test('without a window it prints its address in one line of JSON, and the engine answers behind it', async () => {
  const { said } = await launch();
  expect(said.split('\n')).toHaveLength(2);
  const { socket, frames } = await openWindow(urlOf(said));
  socket.send(JSON.stringify({ type: 'watch', call: 1, name: 'session', args: {} }));
  await expect
    .poll(() => frames)
    .toContainEqual(
      expect.objectContaining({ type: 'value', call: 1, value: expect.objectContaining({ phase: 'signed-out' }) }),
    );
});

test('without a display it says where to look, in plain words', async () => {
  const { said } = await launch([], { DISPLAY: '', WAYLAND_DISPLAY: '' });
  expect(said).toMatch(/^Não há tela aqui\. .*\n {2}http:\/\/127\.0\.0\.1:\d+\/launch\?token=/);
});

test('a second start hands its deep link to the first, and ends', async () => {
  const first = await launch();
  const { frames } = await openWindow(urlOf(first.said));
  const second = await launch(['--no-window', 'turno://conversation/conv-42']);
  expect(await second.exited).toBe(0);
  expect(JSON.parse(second.said)).toEqual({ alreadyRunning: true });
  await expect
    .poll(() => frames)
    .toContainEqual({ type: 'event', event: { name: 'open-conversation', conversationId: 'conv-42' } });
  expect(first.child.exitCode).toBeNull();
});

test('a link given at the start waits for the window', async () => {
  const { said } = await launch(['--no-window', 'turno://conversation/conv-7']);
  const { frames } = await openWindow(urlOf(said));
  await expect
    .poll(() => frames)
    .toContainEqual({ type: 'event', event: { name: 'open-conversation', conversationId: 'conv-7' } });
});

test('a killed desktop that is started again takes its open window back, on the same address', async () => {
  const killed = await launch();
  const url = urlOf(killed.said);
  const { cookie } = await openWindow(url);
  // The address is kept once the engine stands.
  await expect.poll(() => readFile(join(folder, 'address.json'), 'utf8').catch(() => '')).toContain(url.port);
  killed.child.kill('SIGKILL');
  await killed.exited;
  const again = await launch();
  expect(urlOf(again.said).origin).toBe(url.origin);
  const { socket } = await connect(url, cookie);
  expect(socket.readyState).toBe(WebSocket.OPEN);
});

test('it ends when it is told to, and forgets the session of its pages', async () => {
  const { child, said, exited } = await launch();
  const { port } = urlOf(said);
  await expect.poll(() => readFile(join(folder, 'address.json'), 'utf8').catch(() => '')).toContain(port);
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  expect(JSON.parse(await readFile(join(folder, 'address.json'), 'utf8'))).toEqual({
    port: Number(port),
    session: null,
  });
});

test('a mistyped switch is refused in words', async () => {
  const { exited } = await launch(['--sever', 'x']);
  expect(await exited).toBe(2);
});
