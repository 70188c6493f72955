import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  LIVECHAT_LIMITS,
  LIVECHAT_MEDIA_ROUTE,
  livechatUploadReplySchema,
} from '../../../src-shared/protocol/livechat.ts';
import { tinyPng } from '../channels/contract.ts';
import { storeOpener } from '../stores.ts';
import { enterAs, type LiveChatDesk, makeVisitorSecret, openLiveChatDesk, to } from './live-chat-desk.ts';

describe('Live chat over HTTP', () => {
  const openTestStore = storeOpener('embedded');
  let desk: LiveChatDesk;
  const secret = makeVisitorSecret();
  let visitorId: string;

  beforeAll(async () => {
    desk = await openLiveChatDesk((await openTestStore()).store, {
      rates: { uploads: { burst: 100, perSecond: 1 }, addressUploads: { burst: 100, perSecond: 1 } },
    });
    const visitor = await enterAs(desk, secret);
    visitorId = visitor.id;
    visitor.socket.disconnect();
  });
  afterAll(() => desk.close());

  const bearer = (held: string) => ({ authorization: `Bearer ${held}` });
  const mediaUrl = (path = '', query: Record<string, string> = {}): string =>
    `${desk.url}${LIVECHAT_MEDIA_ROUTE}${path}?${new URLSearchParams({ connection: desk.connection.id, ...query })}`;
  const upload = (body: Uint8Array, query = {}, headers: Record<string, string> = bearer(secret)): Promise<Response> =>
    fetch(mediaUrl('', query), { method: 'POST', headers, body: Buffer.from(body) });
  const uploadedId = async (response: Response): Promise<string> => {
    const reply = livechatUploadReplySchema.parse(await response.json());
    if (!reply.ok) throw new Error(reply.reason);
    return reply.image.id;
  };

  it('takes a visitor’s image and gives it back to that visitor only', async () => {
    const response = await upload(tinyPng, { name: 'caixa <b>rasgada</b>.png' });
    expect(response.status).toBe(201);
    const reply = livechatUploadReplySchema.parse(await response.json());
    if (!reply.ok) throw new Error(reply.reason);
    expect(reply.image).toMatchObject({ mime: 'image/png', name: 'caixa _b_rasgada__b_.png', bytes: tinyPng.length });

    const back = await fetch(mediaUrl(`/${reply.image.id}`), { headers: bearer(secret) });
    expect(new Uint8Array(await back.arrayBuffer())).toEqual(tinyPng);
    expect(back.headers.get('content-security-policy')).toContain('sandbox');
    const stranger = makeVisitorSecret();
    (await enterAs(desk, stranger)).socket.disconnect();
    expect((await fetch(mediaUrl(`/${reply.image.id}`), { headers: bearer(stranger) })).status).toBe(404);
    expect((await fetch(mediaUrl(`/${reply.image.id}`))).status).toBe(400);
  });

  it('shows the visitor an image that the agent sent', async () => {
    await desk.channel.send(desk.connection, {
      id: randomUUID(),
      to: to(visitorId),
      kind: 'image',
      text: 'é este?',
      media: { mime: 'image/png', name: 'foto.png', read: async () => tinyPng },
      quotedExternalId: null,
    });
    const visitor = await enterAs(desk, secret);
    const page = await visitor.resume(null);
    visitor.socket.disconnect();
    const entry = page.ok ? page.entries.at(-1) : undefined;
    if (entry?.kind !== 'agent' || !entry.image) throw new Error('the image did not arrive');
    const got = await fetch(mediaUrl(`/${entry.image.id}`), { headers: bearer(secret) });
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(tinyPng);
  });

  it('tells an image by its bytes, whatever it is called', async () => {
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const response = await upload(svg, { name: 'foto.png' }, { ...bearer(secret), 'content-type': 'image/png' });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ reason: 'unsupported-media' });
    const pdf = new TextEncoder().encode('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');
    expect((await upload(pdf)).status).toBe(415);
    expect((await upload(new Uint8Array())).status).toBe(400);
  });

  it('refuses an image over 10 MB', async () => {
    const big = new Uint8Array(LIVECHAT_LIMITS.imageBytes + 1);
    big.set(tinyPng);
    const response = await upload(big);
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ ok: false, reason: 'too-large', retryAfterMs: null });
  });

  it('takes nothing from whoever is no visitor', async () => {
    expect((await upload(tinyPng, {}, bearer(makeVisitorSecret()))).status).toBe(401);
    expect((await upload(tinyPng, {}, {})).status).toBe(400);
    expect((await upload(tinyPng, { connection: randomUUID() })).status).toBe(401);
  });

  it('answers other sites on the image routes only', async () => {
    const preflight = await fetch(mediaUrl(), {
      method: 'OPTIONS',
      headers: {
        origin: 'https://loja.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const id = await uploadedId(await upload(tinyPng, {}, { ...bearer(secret), origin: 'https://loja.example' }));
    const elsewhere = await fetch(`${desk.url}/elsewhere`, { headers: { origin: 'https://loja.example' } });
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull();
    expect(id).not.toBe('');
  });

  it('serves the widget to any site, small and not twice', async () => {
    const first = await fetch(`${desk.url}/widget.js`);
    expect(first.headers.get('content-type')).toContain('javascript');
    expect(first.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(first.headers.get('content-encoding')).toBe('gzip');
    const etag = first.headers.get('etag') ?? '';
    expect((await fetch(`${desk.url}/widget.js`, { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('serves the shop with its connection, and a second visitor under another name', async () => {
    const page = await (await fetch(`${desk.url}/demo/shop?visitante=2`)).text();
    expect(page).toContain(`data-connection="${desk.connection.id}" data-visitor="2"`);
    const hostile = await (await fetch(`${desk.url}/demo/shop?visitante="><script>`)).text();
    expect(hostile).toContain('data-visitor=""');
    for (const file of ['shop.css', 'shop.js']) expect((await fetch(`${desk.url}/demo/shop/${file}`)).status).toBe(200);
  });
});
