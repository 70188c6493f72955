import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createScriptedServer, type ScriptedServer } from '../../simulators/backend/scripted-server.ts';
import { type Desktop, openDesktop } from '../../simulators/desktop.ts';
import { createFaultyProxy, type FaultyProxy } from '../../simulators/network/faulty-proxy.ts';

let server: ScriptedServer;
let network: FaultyProxy;
let png: Buffer;

beforeEach(async () => {
  server = await createScriptedServer();
  network = await createFaultyProxy({ target: server.url });
  // One transparent pixel, as any encoder writes it; what follows the image's end is ignored by readers.
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
  png = Buffer.concat([Buffer.from(pixel, 'base64'), Buffer.alloc(30_000_000, 1)]);
});
afterEach(async () => {
  await network.close();
  await server.close();
});

const signedIn = async () => {
  const desktop = await openDesktop({ serverUrl: network.url });
  await desktop.signIn(server.password);
  await desktop.online();
  return desktop;
};

/** What lies encrypted on this machine. */
async function keptFiles(desktop: Desktop): Promise<string[]> {
  const names = await readdir(join(desktop.folder, 'profiles'), { recursive: true });
  return names.filter((name) => name.endsWith('.media'));
}

const settled = async (desktop: Desktop) => {
  const [upload] = await desktop.until('uploads', { conversationId: 'v-1' }, ([first]) => first?.state !== 'uploading');
  return upload;
};

const file = (bytes: Uint8Array, mime = 'image/png') => ({
  conversationId: 'v-1',
  name: 'foto "da loja".png',
  mime,
  body: bytes,
});

test('a picture is sent up with its progress, and leaves the composer with its message', async () => {
  await using desktop = await signedIn();
  // More than the buffers on the way can take in.
  network.hold('toServer');
  await desktop.engine.addUpload(file(png));
  const [half] = await desktop.until('uploads', { conversationId: 'v-1' }, ([first]) => (first?.sentBytes ?? 0) > 0);
  expect(half).toMatchObject({ state: 'uploading', mediaId: null });
  expect(half?.sentBytes).toBeLessThan(png.length);
  network.release();
  const upload = await settled(desktop);
  expect(upload).toMatchObject({ state: 'ready', bytes: png.length, sentBytes: png.length, error: null });
  const stored = server.media.stored.get(upload?.mediaId ?? '');
  expect(stored?.bytes.equals(png)).toBe(true);
  expect(stored?.conversationId).toBe('v-1');
  const mediaId = upload?.mediaId ?? null;
  await desktop.act('server.message.send', { conversationId: 'v-1', text: null, mediaId, quotedMessageId: null });
  await desktop.until('uploads', { conversationId: 'v-1' }, (list) => list.length === 0);
});

test('the limits of the channel are checked before a byte is sent, by what the bytes are', async () => {
  await using desktop = await signedIn();
  await desktop.engine.addUpload(file(Buffer.concat([png, Buffer.alloc(2_500_000)])));
  expect(await settled(desktop)).toMatchObject({ state: 'failed', error: 'too-large' });
  const pdf = await uploadInstead(desktop, Buffer.from('%PDF-1.7 not a picture at all'));
  expect(pdf).toMatchObject({ state: 'failed', error: 'unsupported-media' });
  expect(server.media.stored.size).toBe(0);
});

async function uploadInstead(desktop: Desktop, bytes: Uint8Array) {
  const [former] = await desktop.see('uploads', { conversationId: 'v-1' });
  await desktop.act('upload.cancel', { id: former?.id ?? '' });
  await desktop.engine.addUpload(file(bytes));
  return await settled(desktop);
}

test('a stream larger than the limit is not read to its end', async () => {
  await using desktop = await signedIn();
  let read = 0;
  async function* endless() {
    for (;;) {
      read += 1;
      yield new Uint8Array(2_000_000);
    }
  }
  await desktop.engine.addUpload({ ...file(png), body: endless() });
  expect(await settled(desktop)).toMatchObject({ state: 'failed', error: 'too-large' });
  expect(read).toBeLessThan(20);
});

test('a cancelled upload stops, and a lost line is told', async () => {
  await using desktop = await signedIn();
  network.throttle(2_000_000);
  const view = await desktop.engine.addUpload(file(png));
  await desktop.until('uploads', { conversationId: 'v-1' }, ([first]) => (first?.sentBytes ?? 0) > 0);
  await desktop.act('upload.cancel', { id: view?.id ?? '' });
  expect(await desktop.see('uploads', { conversationId: 'v-1' })).toEqual([]);
  network.throttle(null);
  network.down();
  await desktop.engine.addUpload(file(png));
  expect(await settled(desktop)).toMatchObject({ state: 'waiting', error: 'offline' });
  expect(server.media.stored.size).toBe(0);
  network.up();
  const [kept] = await desktop.until('uploads', { conversationId: 'v-1' }, ([first]) => first?.state === 'ready');
  expect(server.media.stored.get(kept?.mediaId ?? '')?.bytes.equals(png)).toBe(true);
});

test('a file that waits for the line is let go when it is cancelled', async () => {
  await using desktop = await signedIn();
  network.down();
  const view = await desktop.engine.addUpload(file(png));
  expect(await settled(desktop)).toMatchObject({ state: 'waiting' });
  await desktop.act('upload.cancel', { id: view?.id ?? '' });
  network.up();
  await desktop.online();
  expect(server.media.stored.size).toBe(0);
});

test('a recording is taken up as a voice note', async () => {
  await using desktop = await signedIn();
  await desktop.engine.addUpload({ ...file(png), voice: true });
  const upload = await settled(desktop);
  expect(upload).toMatchObject({ state: 'ready', voice: true });
  expect(server.media.stored.get(upload?.mediaId ?? '')?.voice).toBe(true);
});

test('the beginning of a large file can be read before its end has come', async () => {
  await using desktop = await signedIn();
  server.media.stored.set('filme', { mime: 'video/mp4', bytes: png, conversationId: null, voice: false });
  network.throttle(10_000_000);
  const opened = await desktop.engine.openMedia('filme');
  if (!opened.ok) throw new Error(opened.reason);
  expect(Buffer.from(await opened.content.read(0, 1_000)).equals(png.subarray(0, 1_000))).toBe(true);
  let all = false;
  const end = opened.content.read(png.length - 5, png.length).then((part) => {
    all = true;
    return part;
  });
  expect(all).toBe(false);
  network.throttle(null);
  expect(Buffer.from(await end).equals(Buffer.alloc(5, 1))).toBe(true);
});

test('a line that fails in the middle of a film is told, and the film is fetched anew later', async () => {
  await using desktop = await signedIn();
  server.media.stored.set('filme', { mime: 'video/mp4', bytes: png, conversationId: null, voice: false });
  network.throttle(5_000_000);
  const opened = await desktop.engine.openMedia('filme');
  if (!opened.ok) throw new Error(opened.reason);
  const end = opened.content.read(png.length - 5, png.length);
  network.down();
  await expect(end).rejects.toThrow();
  network.throttle(null);
  network.up();
  await desktop.online();
  await expect.poll(async () => (await desktop.engine.openMedia('filme')).ok, { timeout: 10_000 }).toBe(true);
  const again = await desktop.engine.openMedia('filme');
  expect(again.ok && (await again.content.read(png.length - 5, png.length)).length).toBe(5);
});

test('the small picture is kept beside the whole one', async () => {
  await using desktop = await signedIn();
  server.media.stored.set('foto/thumbnail', { mime: 'image/webp', bytes: png, conversationId: null, voice: false });
  const seen = await desktop.engine.openMedia('foto', 'thumbnail');
  if (!seen.ok) throw new Error(seen.reason);
  await seen.content.read(0, seen.content.length);
  await expect.poll(async () => await keptFiles(desktop)).toHaveLength(1);
  network.down();
  expect((await desktop.engine.openMedia('foto', 'thumbnail')).ok).toBe(true);
  expect((await desktop.engine.openMedia('foto')).ok).toBe(false);
});

test('a picture seen once is readable without a network; one never seen says so', async () => {
  await using desktop = await signedIn();
  server.media.stored.set('foto', { mime: 'image/png', bytes: png, conversationId: null, voice: false });
  const [one, two] = await Promise.all([desktop.engine.openMedia('foto'), desktop.engine.openMedia('foto')]);
  for (const opened of [one, two]) {
    if (!opened.ok) throw new Error(opened.reason);
    expect(opened.content.length).toBe(png.length);
    expect(Buffer.from(await opened.content.read(0, 50)).equals(png.subarray(0, 50))).toBe(true);
    await opened.content.read(png.length - 1, png.length);
  }
  // Kept a moment after it arrived.
  await expect.poll(async () => await keptFiles(desktop)).toHaveLength(1);
  expect(server.media.downloads).toBe(1);
  network.down();
  const offline = await desktop.engine.openMedia('foto');
  if (!offline.ok) throw new Error(offline.reason);
  expect(Buffer.from(await offline.content.read(0, png.length)).equals(png)).toBe(true);
  expect(Buffer.from(await offline.content.read(20_000_000, 20_000_009)).equals(Buffer.alloc(9, 1))).toBe(true);
  expect(offline.ok && offline.content.mime).toBe('image/png');
  expect(await desktop.engine.openMedia('outra')).toEqual({ ok: false, reason: 'offline' });
});

test('what the agent sent up is shown without fetching it again', async () => {
  await using desktop = await signedIn();
  await desktop.engine.addUpload(file(png));
  const upload = await settled(desktop);
  await expect.poll(async () => (await desktop.engine.openMedia(upload?.mediaId ?? '')).ok).toBe(true);
  expect(server.media.downloads).toBe(0);
});

test('a transcript leaves as PDF, without notes, through the shell', async () => {
  await using desktop = await signedIn();
  await desktop.act('server.note.add', { conversationId: 'v-1', text: 'cliente difícil', mentionIds: [] });
  await desktop.act('server.message.send', {
    conversationId: 'v-1',
    text: 'Olá! Atenção: ção, ã, é, 😀 \u202e',
    mediaId: null,
    quotedMessageId: null,
  });
  await desktop.until('outbox', {}, ({ pending }) => pending.length === 0);
  const result = await desktop.act('transcript.export', { conversationId: 'v-1' });
  expect(result).toEqual({ ok: true, fileName: 'Documentos' });
  const [saved] = desktop.shell.saved;
  expect(saved?.name).toBe('atendimento-2026-0000001.pdf');
  expect(
    Buffer.from(saved?.bytes ?? [])
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  expect(saved?.bytes.length).toBeGreaterThan(5_000);
  desktop.shell.answerSaves({ result: 'cancelled' });
  expect(await desktop.act('transcript.export', { conversationId: 'v-1' })).toEqual({ ok: false, reason: 'cancelled' });
  expect(await desktop.act('transcript.export', { conversationId: 'nenhuma' })).toEqual({
    ok: false,
    reason: 'not-found',
  });
});
