import type { MediaPart } from '../../src-shared/bridge/media-part.ts';
import { byteRange } from '../../src-shared/rules/byte-range.ts';
import { headersOf, pageHeaders, pagePolicy } from '../desktop/content-security.ts';
import { MEDIA_PIECE_BYTES, mediaStatus, mediumOfPath } from '../desktop/media-path.ts';
import type { PageFiles } from '../desktop/page-files.ts';
import { isOwnPage, ORIGIN } from './address.ts';
import type { EngineLink } from './engine-link.ts';

/** Beyond any channel's limit; the engine knows the channel's own. The bytes cross processes whole. */
const MOST_UPLOAD_BYTES = 128 * 1024 * 1024;

/** Everything that `app://turno/…` answers: the built window, `GET /media/:id` with its thumbnail, `GET /mails/:id`, and `POST /uploads`. */
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

  async function medium(wanted: { id: string; part: MediaPart }, method: string, header: string | null) {
    const first = await engine.media({ ...wanted, start: 0, end: 0 });
    if (!first.ok) return new Response(null, { status: mediaStatus[first.reason] });
    const { mime, length } = first;
    const range = byteRange(header ?? undefined, length);
    if (range === 'unsatisfiable') {
      return new Response(null, { status: 416, headers: { 'content-range': `bytes */${length}` } });
    }
    const { start, end } = range ?? { start: 0, end: length - 1 };
    const headers = {
      ...headersOf(wanted.part, mime),
      'accept-ranges': 'bytes',
      'content-length': String(end - start + 1),
      ...(range === null ? {} : { 'content-range': `bytes ${start}-${end}/${length}` }),
    };
    const body = method === 'HEAD' ? null : pieces(wanted, start, end + 1);
    return new Response(body, { status: range === null ? 200 : 206, headers });
  }

  /** A piece at a time crosses from the engine's process, as the window takes them. */
  function pieces(wanted: { id: string; part: MediaPart }, start: number, end: number): ReadableStream<Uint8Array> {
    let at = start;
    return new ReadableStream({
      async pull(stream) {
        if (at >= end) return stream.close();
        const piece = await engine.media({ ...wanted, start: at, end: Math.min(end, at + MEDIA_PIECE_BYTES) });
        if (!piece.ok || piece.bytes.byteLength === 0) return stream.error(new Error('the medium is gone'));
        at += piece.bytes.byteLength;
        stream.enqueue(piece.bytes);
      },
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
    const voice = query.get('voice') === '1';
    const taken = await engine.upload({ conversationId, name, mime, body, voice });
    return taken === null ? Response.json({ error: 'signed-out' }, { status: 503 }) : Response.json(taken);
  }

  return async (request) => {
    const url = URL.parse(request.url);
    if (url === null || !isOwnPage(request.url)) return new Response(null, { status: 404 });
    if (request.method === 'POST' && url.pathname === '/uploads') return await upload(request, url.searchParams);
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
    const wanted = mediumOfPath(url.pathname);
    return wanted === null
      ? await page(url.pathname)
      : await medium(wanted, request.method, request.headers.get('range'));
  };
}
