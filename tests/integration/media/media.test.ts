import { request } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, test } from 'vitest';
import { createAccounts } from '../../../src-backend/accounts/accounts.ts';
import { createAuthentication } from '../../../src-backend/http/authentication.ts';
import { createHttp } from '../../../src-backend/http/http.ts';
import { createMediaStore } from '../../../src-backend/media/media-store.ts';
import { mediaRoutes } from '../../../src-backend/media/routes.ts';
import { uploadReplySchema } from '../../../src-shared/protocol/http.ts';
import { describeOnStores, silent, storeOpener } from '../stores.ts';
import { addPerson, addWorkspace } from '../workspaces.ts';
import { png } from './images.ts';

const MEGABYTE = 1024 * 1024;
const rules = [{ kind: 'image' as const, mimes: ['image/jpeg', 'image/png'], maxBytes: 5 * MEGABYTE }];
const HTML = new TextEncoder().encode('<!doctype html><script>alert(1)</script>');

describeOnStores('the media store', (openTestStore) => {
  test('keeps an image with its size in pixels and gives the same bytes back', async () => {
    const { store } = await openTestStore();
    const workspaceId = await addWorkspace(store);
    const media = createMediaStore({ store, now: Date.now });
    const bytes = png(40, 30);
    const stored = await media.put({ workspaceId, bytes, name: 'vitrine.png', rules });
    if (!stored.ok) throw new Error(stored.reason);
    expect(stored.value).toMatchObject({
      mime: 'image/png',
      width: 40,
      height: 30,
      name: 'vitrine.png',
      state: 'ready',
    });
    const opened = await media.open(workspaceId, stored.value.id);
    expect(Buffer.from(opened?.bytes ?? []).equals(bytes)).toBe(true);
  });

  test('does not show one workspace’s media to another', async () => {
    const { store } = await openTestStore();
    const media = createMediaStore({ store, now: Date.now });
    const stored = await media.put({ workspaceId: await addWorkspace(store), bytes: png(1, 1), name: null, rules });
    if (!stored.ok) throw new Error(stored.reason);
    const other = await addWorkspace(store);
    expect(await media.open(other, stored.value.id)).toBeNull();
    expect(await media.describe(other, stored.value.id)).toBeNull();
    await expect(media.fill(other, stored.value.id, { bytes: png(2, 2), claimedMime: 'image/png' })).rejects.toThrow();
  });

  test('fills what was pending with what the provider gave, decided by its bytes', async () => {
    const { store } = await openTestStore();
    const workspaceId = await addWorkspace(store);
    const media = createMediaStore({ store, now: Date.now });
    const row = {
      workspace_id: workspaceId,
      connection_id: null,
      bytes: 0,
      name: null,
      width: null,
      height: null,
      created_at: 0,
    };
    const add = (id: string) =>
      store.db
        .insertInto('media')
        .values({ ...row, id, mime: 'image/jpeg', state: 'pending', provider_ref: 'x' })
        .execute();

    const photo = `photo-${workspaceId}`;
    await add(photo);
    expect(await media.open(workspaceId, photo)).toBeNull();
    const filled = await media.fill(workspaceId, photo, { bytes: png(8, 6), claimedMime: 'image/jpeg' });
    expect(filled).toMatchObject({ state: 'ready', mime: 'image/png', width: 8, height: 6 });
    await media.fill(workspaceId, photo, { bytes: png(8, 6), claimedMime: 'image/jpeg' });
    expect(await media.open(workspaceId, photo)).toMatchObject({ media: { mime: 'image/png' } });

    const page = `page-${workspaceId}`;
    await add(page);
    await media.fill(workspaceId, page, { bytes: HTML, claimedMime: 'image/jpeg' });
    expect(await media.describe(workspaceId, page)).toMatchObject({ mime: 'application/octet-stream', width: null });
  });
});

const open: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

describe('media over HTTP', () => {
  const openTestStore = storeOpener('embedded');

  async function start() {
    const { store } = await openTestStore();
    const accounts = await createAccounts({ store, logger: silent, now: Date.now });
    const media = createMediaStore({ store, now: Date.now });
    const app = await createHttp({ store, accounts, metrics: new Registry(), logger: silent });
    open.push(app);
    const hidden = new Set<string>();
    await app.register(
      mediaRoutes({
        media,
        authentication: createAuthentication(accounts.authenticate),
        mediaRules: async (_caller, place) =>
          ('conversationId' in place ? place.conversationId === 'mine' : place.connectionId === 'our-number')
            ? rules
            : null,
        canSeeMedia: async (_caller, mediaId) => !hidden.has(mediaId),
      }),
    );
    const origin = await app.listen({ port: 0, host: '127.0.0.1' });
    const workspaceId = await addWorkspace(store);
    const person = await addPerson(store, workspaceId);
    const session = await accounts.signIn(person.email, person.password, '127.0.0.1');
    if (!session.ok) throw new Error(session.reason);
    const headers = { authorization: `Bearer ${session.value.accessToken}` };
    const upload = (bytes: Uint8Array<ArrayBuffer>, name: string, conversationId = 'mine', field = 'file') => {
      const form = new FormData();
      form.set(field, new Blob([bytes], { type: 'image/png' }), name);
      return fetch(`${origin}/media?conversationId=${conversationId}`, { method: 'POST', headers, body: form });
    };
    const get = (id: string) => fetch(`${origin}/media/${id}`, { headers });
    return { origin, media, workspaceId, hidden, headers, upload, get };
  }

  test('an image goes up and comes back as it was', async () => {
    const { upload, get } = await start();
    const bytes = png(64, 48);
    const answer = await upload(bytes, 'nota fiscal "ção".png');
    expect(answer.status).toBe(201);
    const stored = uploadReplySchema.parse(await answer.json());
    expect(stored).toMatchObject({ mime: 'image/png', width: 64, height: 48, bytes: bytes.byteLength });
    const back = await get(stored.id);
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(back.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': `inline; filename="nota fiscal _cao_.png"; filename*=UTF-8''nota%20fiscal%20_%C3%A7%C3%A3o_.png`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
  });

  test('the picture of a template goes up for a connection, before there is a conversation', async () => {
    const { origin, headers } = await start();
    const send = (connectionId: string) => {
      const form = new FormData();
      form.set('file', new Blob([png(8, 8)], { type: 'image/png' }), 'vitrine.png');
      return fetch(`${origin}/media?connectionId=${connectionId}`, { method: 'POST', headers, body: form });
    };
    expect((await send('our-number')).status).toBe(201);
    expect((await send('a-number-of-others')).status).toBe(404);
  });

  test('a part of a film is sent as such, so that a player can jump to the middle', async () => {
    const { media, workspaceId, origin, headers } = await start();
    const bytes = Buffer.from(Array.from({ length: 2_500_000 }, (_, index) => index % 253));
    const { id } = await media.keep({ workspaceId, bytes, name: 'a.bin', claimedMime: 'application/x-turno' });
    const ask = (more: Record<string, string> = {}) =>
      fetch(`${origin}/media/${id}`, { headers: { ...headers, ...more } });
    const whole = await ask();
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    expect(whole.headers.get('content-length')).toBe(String(bytes.length));
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    const etag = whole.headers.get('etag') ?? '';

    const part = await ask({ range: 'bytes=1000000-2200000' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 1000000-2200000/2500000']);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1_000_000, 2_200_001))).toBe(true);
    const tail = await ask({ range: 'bytes=-10' });
    expect([tail.status, tail.headers.get('content-range')]).toEqual([206, 'bytes 2499990-2499999/2500000']);
    const beyond = await ask({ range: 'bytes=2500000-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */2500000']);

    expect((await ask({ 'if-none-match': etag })).status).toBe(304);
    expect((await ask({ range: 'bytes=0-9', 'if-range': etag })).status).toBe(206);
    // The rest of something else is of no use: it is sent whole.
    expect((await ask({ range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
  });

  test('a large picture comes with a small one; what is small has none of its own', async () => {
    const { origin, headers, upload, hidden } = await start();
    const large = uploadReplySchema.parse(await (await upload(png(1000, 500), 'vitrine.png')).json());
    expect(large.thumbnail).toEqual({ width: 480, height: 240 });
    const small = await fetch(`${origin}/media/${large.id}/thumbnail`, { headers });
    expect([small.status, small.headers.get('content-type')]).toEqual([200, 'image/webp']);
    const etag = small.headers.get('etag') ?? '';
    const again = await fetch(`${origin}/media/${large.id}/thumbnail`, {
      headers: { ...headers, 'if-none-match': etag },
    });
    expect(again.status).toBe(304);
    hidden.add(large.id);
    expect((await fetch(`${origin}/media/${large.id}/thumbnail`, { headers })).status).toBe(404);
    const icon = uploadReplySchema.parse(await (await upload(png(10, 10), 'icone.png')).json());
    expect(icon.thumbnail).toBeNull();
    expect((await fetch(`${origin}/media/${icon.id}/thumbnail`, { headers })).status).toBe(404);
  });

  test('a recording is kept as a voice note', async () => {
    const { origin, headers } = await start();
    const form = new FormData();
    form.set('file', new Blob([png(8, 8)], { type: 'image/png' }), 'vitrine.png');
    const answer = await fetch(`${origin}/media?conversationId=mine&voice=1`, { method: 'POST', headers, body: form });
    expect(uploadReplySchema.parse(await answer.json()).voice).toBe(true);
  });

  test('a page that calls itself an image is refused, whatever its name says', async () => {
    const { upload } = await start();
    const answer = await upload(HTML, 'foto.png');
    expect([answer.status, await answer.json()]).toEqual([415, { error: 'unsupported-media' }]);
  });

  test('an image of a type that the channel does not take, or a broken one, is refused', async () => {
    const { upload } = await start();
    const gif = new Uint8Array(Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'));
    expect((await upload(gif, 'foto.png')).status).toBe(415);
    expect((await upload(png(4, 4).slice(0, 18), 'foto.png')).status).toBe(415);
  });

  test('a file over the channel’s limit is refused, its length announced or not', async () => {
    const { origin, headers, upload } = await start();
    const announced = await upload(png(1, 1, 6 * MEGABYTE), 'foto.png');
    expect([announced.status, await announced.json()]).toEqual([413, { error: 'too-large' }]);

    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(
        `${origin}/media?conversationId=mine`,
        { method: 'POST', headers: { ...headers, 'content-type': 'multipart/form-data; boundary=b' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      sending.on('error', reject);
      sending.write('--b\r\ncontent-disposition: form-data; name="file"; filename="foto.png"\r\n\r\n');
      sending.write(png(1, 1, 6 * MEGABYTE));
      sending.end('\r\n--b--\r\n');
    });
    expect(status).toBe(413);
  });

  test('a file a little over the limit of its kind is refused and nothing is kept', async () => {
    const { upload } = await start();
    const answer = await upload(png(1, 1, 5 * MEGABYTE), 'foto.png');
    expect(answer.status).toBe(413);
  });

  test('a conversation that the caller may not write in does not exist for them', async () => {
    const { upload } = await start();
    const answer = await upload(png(1, 1), 'foto.png', 'theirs');
    expect([answer.status, await answer.json()]).toEqual([404, { error: 'not-found' }]);
  });

  test('a request without a session, without a file or without a conversation is refused', async () => {
    const { origin, headers, upload } = await start();
    const anonymous = await fetch(`${origin}/media/x`);
    expect([anonymous.status, await anonymous.json()]).toEqual([401, { error: 'session-expired' }]);
    expect((await upload(png(1, 1), 'foto.png', 'mine', 'other')).status).toBe(400);
    expect((await upload(png(1, 1), 'foto.png', '')).status).toBe(400);
    const plain = await fetch(`${origin}/media?conversationId=mine`, { method: 'POST', headers, body: 'x' });
    expect(plain.ok).toBe(false);
  });

  test('what one may not see, or does not exist, is not found', async () => {
    const { upload, get, hidden } = await start();
    const stored = uploadReplySchema.parse(await (await upload(png(1, 1), 'foto.png')).json());
    hidden.add(stored.id);
    for (const id of [stored.id, 'nothing']) {
      const answer = await get(id);
      expect([answer.status, await answer.json()]).toEqual([404, { error: 'not-found' }]);
    }
  });

  test('a page or a drawing that a customer sent is only offered to be saved, never shown as what it is', async () => {
    const { media, workspaceId, get } = await start();
    for (const [claimedMime, name] of [
      ['text/html', 'oi.html'],
      ['application/xml', 'desenho.svg'],
    ] as const) {
      const { id } = await media.keep({ workspaceId, bytes: HTML, name, claimedMime });
      const { headers } = await get(id);
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment; /);
    }
  });
});
