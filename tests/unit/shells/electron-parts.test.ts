import { EventEmitter } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fuses } from '../../../scripts/fuses.ts';
import { createNotifications } from '../../../src-main/electron/notifications.ts';
import { createSchemeHandler } from '../../../src-main/electron/scheme.ts';
import { createSafeStorageSecrets } from '../../../src-main/electron/secrets.ts';
import { readWindowState } from '../../../src-main/electron/window-state.ts';

test('our own scheme serves the built window and media, and takes uploads', async () => {
  const uploads: string[] = [];
  const handle = createSchemeHandler({
    files: {
      get: async (path) =>
        path === '/'
          ? { bytes: Buffer.from('<!doctype html>'), type: 'text/html', immutable: false, etag: '"1"' }
          : null,
    },
    engine: {
      async media({ id, part, start, end }) {
        if (id !== 'm1') return { ok: false, reason: id === 'away' ? 'offline' : 'not-found' };
        const bytes = Buffer.from(part === 'whole' ? '<script>' : 'small');
        return { ok: true, mime: 'text/html', length: bytes.length, bytes: bytes.subarray(start, end) };
      },
      async upload(file) {
        uploads.push(`${file.conversationId} ${file.name} ${Buffer.from(file.body).toString()} ${file.voice}`);
        return { id: 'u1' };
      },
    },
  });
  const page = await handle(new Request('app://turno/'));
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect((await handle(new Request('app://turno/../key'))).status).toBe(404);
  expect((await handle(new Request('app://other/'))).status).toBe(404);
  const medium = await handle(new Request('app://turno/media/m1'));
  expect(medium.headers.get('content-type')).toBe('application/octet-stream');
  expect(await medium.text()).toBe('<script>');
  const get = (path: string, headers: Record<string, string> = {}) =>
    handle(new Request(`app://turno/media/${path}`, { headers }));
  expect(await (await get('m1/thumbnail')).text()).toBe('small');
  const part = await get('m1', { range: 'bytes=2-3' });
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-3/8', 'cr']);
  expect((await get('m1', { range: 'bytes=8-' })).status).toBe(416);
  expect((await get('away')).status).toBe(503);
  const post = (url: string) => handle(new Request(url, { method: 'POST', body: 'bytes' }));
  expect(await (await post('app://turno/uploads?conversationId=c1&name=a.png')).json()).toEqual({ id: 'u1' });
  await post('app://turno/uploads?conversationId=c1&name=a.ogg&voice=1');
  expect(uploads).toEqual(['c1 a.png bytes false', 'c1 a.ogg bytes true']);
  expect((await post('app://turno/uploads?conversationId=../c&name=a.png')).status).toBe(400);
  expect((await post('app://turno/media/m1')).status).toBe(405);
});

test('secrets lie encrypted, and a keyring that protects nothing is none', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'turno-secrets-')), 'secrets.json');
  const storage = (backend: 'basic_text' | 'gnome_libsecret', available = true) => ({
    isEncryptionAvailable: () => available,
    getSelectedStorageBackend: () => backend,
    encryptString: (text: string) => Buffer.from(text).reverse() as Buffer,
    decryptString: (bytes: Buffer) => Buffer.from(bytes).reverse().toString(),
  });
  const at = (backend: 'basic_text' | 'gnome_libsecret', available?: boolean) =>
    createSafeStorageSecrets({ file, safeStorage: storage(backend, available), platform: 'linux' });
  expect(await at('basic_text').available()).toBe(false);
  await expect(at('basic_text').set('a', 'b')).rejects.toThrow();
  expect(await at('gnome_libsecret', false).available()).toBe(false);
  const secrets = at('gnome_libsecret');
  await secrets.set('turno-key', 'the key');
  expect(await secrets.get('turno-key')).toBe('the key');
  expect(await readFile(file, 'utf8')).not.toContain('the key');
  await secrets.delete('turno-key');
  expect(await secrets.get('turno-key')).toBeNull();
});

test('a notification says whether it was shown, replaces the older of its tag, and opens its conversation', async () => {
  const made: (EventEmitter & { closed: boolean; shown: boolean })[] = [];
  class Stand extends EventEmitter {
    static supported = true;
    static isSupported = () => Stand.supported;
    closed = false;
    shown = false;
    constructor() {
      super();
      made.push(this);
    }
    show() {
      this.shown = true;
      this.emit('show');
    }
    close() {
      this.closed = true;
      this.emit('close');
    }
  }
  const clicked: (string | null)[] = [];
  const Class = Stand as unknown as Parameters<typeof createNotifications>[0]['Notification'];
  const { notify } = createNotifications({ Notification: Class, onClick: (id) => clicked.push(id) });
  const text = { tag: 'c1', title: 'Ana', body: 'oi', conversationId: 'c1', silent: false };
  expect(await notify(text)).toEqual({ result: 'shown' });
  expect(await notify(text)).toEqual({ result: 'shown' });
  expect(made.map(({ closed }) => closed)).toEqual([true, false]);
  made[1]?.emit('click');
  expect(clicked).toEqual(['c1']);
  Stand.supported = false;
  expect(await notify(text)).toEqual({ result: 'not-shown', reason: 'unsupported' });
});

test('the window comes back where it was, unless that screen is gone', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'turno-window-')), 'window.json');
  const display = { workArea: { x: 0, y: 0, width: 1920, height: 1080 } };
  const screen = { getAllDisplays: () => [display] } as unknown as Parameters<typeof readWindowState>[1];
  const state = { x: 100, y: 50, width: 1200, height: 700, maximized: true };
  await writeFile(file, JSON.stringify(state));
  expect(readWindowState(file, screen)).toEqual(state);
  await writeFile(file, JSON.stringify({ ...state, x: 2500 }));
  expect(readWindowState(file, screen)).toBeNull();
  await writeFile(file, '{"x":1');
  expect(readWindowState(file, screen)).toBeNull();
});

test('every fuse is set, and those that would open the application are off', () => {
  expect(fuses).toMatchObject({ strictlyRequireAllFuses: true });
  expect(Object.keys(fuses).filter((name) => /^\d+$/.test(name))).toHaveLength(9);
});
