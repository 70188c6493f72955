import { byteRange } from '../../src-shared/rules/byte-range.ts';
import { mediaHeaders, pageHeaders, pagePolicy } from '../desktop/content-security.ts';
import type { PageFiles } from '../desktop/page-files.ts';
import { isOwnPage, ORIGIN } from './address.ts';
import type { EngineLink } from './engine-link.ts';

/** Beyond any channel's limit; the engine knows the channel's own. The bytes cross processes whole. */
const MOST_UPLOAD_BYTES = 128 * 1024 * 1024;

const mediaStatus = { 'not-found': 404, pending: 425, offline: 503, 'server-error': 502 } as const;

/** Everything that `app://turno/…` answers: the built window, `GET /media/:id` and `POST /uploads`. */
export function createSchemeHandler(deps: {
  files: PageFiles;
  engine: Pick<EngineLink, 'media' | 'upload'>;
}): (request: Request) => Promise<Response> {
  const { files, engine } = deps;

  async function page(path: string): Promise<Response> {
    const file = await files.get(path);
    if (file === null) return new Response(null, { status: 404 });
    return new Response(new Uint8Array(file.bytes), {
      headers: { ...pageHeaders, 'content-security-policy': pagePolicy(), 'content-type': file.type, etag: file.etag },
    });
  }

  async function medium(id: string, range: string | null): Promise<Response> {
    const opened = await engine.media(id);
    if (!opened.ok) return new Response(null, { status: mediaStatus[opened.reason] });
    const { bytes, mime } = opened.content;
    const wanted = byteRange(range ?? undefined, bytes.byteLength);
    if (wanted === 'unsatisfiable') return new Response(null, { status: 416 });
    const headers = { ...mediaHeaders(mime), 'accept-ranges': 'bytes' };
    if (wanted === null) return new Response(new Uint8Array(bytes), { headers });
    const { start, end } = wanted;
    return new Response(new Uint8Array(bytes.subarray(start, end + 1)), {
      status: 206,
      headers: { ...headers, 'content-range': `bytes ${start}-${end}/${bytes.byteLength}` },
    });
  }

  async function upload(request: Request, query: URLSearchParams): Promise<Response> {
    // Only our own page's requests carry our origin; a foreign page cannot set it.
    if ((request.headers.get('origin') ?? ORIGIN) !== ORIGIN) return new Response(null, { status: 403 });
    const conversationId = query.get('conversationId') ?? '';
    const name = query.get('name') ?? '';
    if (!/^[\w-]{1,64}$/.test(conversationId) || name === '' || name.length > 255) {
      return Response.json({ error: 'invalid' }, { status: 400 });
    }
    if (Number(request.headers.get('content-length') ?? 0) > MOST_UPLOAD_BYTES) {
      return Response.json({ error: 'too-large' }, { status: 413 });
    }
    const body = new Uint8Array(await request.arrayBuffer());
    const mime = request.headers.get('content-type') ?? 'application/octet-stream';
    const taken = await engine.upload({ conversationId, name, mime, body });
    return taken === null ? Response.json({ error: 'signed-out' }, { status: 503 }) : Response.json(taken);
  }

  return async (request) => {
    const url = URL.parse(request.url);
    if (url === null || !isOwnPage(request.url)) return new Response(null, { status: 404 });
    if (request.method === 'POST' && url.pathname === '/uploads') return await upload(request, url.searchParams);
    if (request.method !== 'GET') return new Response(null, { status: 405 });
    const id = /^\/media\/([\w.~-]{1,128})$/.exec(url.pathname)?.[1];
    return id === undefined ? await page(url.pathname) : await medium(id, request.headers.get('range'));
  };
}
