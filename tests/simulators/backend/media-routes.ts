import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Media, mediaSchema } from '../../../src-shared/protocol/entities.ts';
import { routes } from '../../../src-shared/protocol/http.ts';

/** `POST /media` and `GET /media/:id` out of memory. The bytes of the one multipart field are found by its boundary. */
export interface ScriptedMedia {
  stored: Map<string, { mime: string; bytes: Buffer; conversationId: string | null; voice: boolean }>;
  downloads: number;
  /** True when the request was for media, and was answered. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

export function createScriptedMedia(isAuthorised: (token: string) => boolean): ScriptedMedia {
  const media: ScriptedMedia = {
    stored: new Map(),
    downloads: 0,
    handle(request, response) {
      const url = new URL(request.url ?? '', 'http://server');
      if (!url.pathname.startsWith(routes.media)) return false;
      const json = (status: number, value: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (!isAuthorised((request.headers.authorization ?? '').replace('Bearer ', ''))) {
        json(401, { error: 'session-expired' });
        return true;
      }
      if (request.method === 'GET') {
        media.downloads += 1;
        const found = media.stored.get(url.pathname.slice(routes.media.length + 1));
        if (found === undefined) json(404, { error: 'not-found' });
        else
          response
            .writeHead(200, { 'content-type': found.mime, 'content-length': found.bytes.length })
            .end(found.bytes);
        return true;
      }
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const voice = url.searchParams.get('voice') === '1';
        const stored = { ...readPart(Buffer.concat(chunks), url.searchParams.get('conversationId')), voice };
        const id = randomUUID();
        media.stored.set(id, stored);
        const { mime, bytes } = stored;
        const reply: Media = mediaSchema.parse({
          id,
          mime,
          bytes: bytes.length,
          name: null,
          width: null,
          height: null,
          state: 'ready',
        });
        json(200, reply);
      });
      return true;
    },
  };
  return media;
}

function readPart(body: Buffer, conversationId: string | null) {
  const headEnd = body.indexOf('\r\n\r\n');
  const head = body.subarray(0, headEnd).toString();
  const boundary = head.split('\r\n')[0] ?? '';
  const end = body.lastIndexOf(`\r\n${boundary}`);
  const mime = /content-type: ([^\r\n]+)/i.exec(head)?.[1] ?? '';
  return { mime, bytes: body.subarray(headEnd + 4, end), conversationId };
}
