import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EngineDoor } from './door.ts';

/** Beyond any channel's limit; the engine knows the channel's own and refuses before a byte goes to the server. */
const MOST_BYTES = 512 * 1024 * 1024;

/** `POST /uploads?conversationId=…&name=…`, the body being the file: answered with the upload's id once it was taken in. */
export async function takeUpload(
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
  door: EngineDoor,
): Promise<void> {
  const conversationId = query.get('conversationId') ?? '';
  const name = query.get('name') ?? '';
  if (!/^[\w-]{1,64}$/.test(conversationId) || name === '' || name.length > 255) {
    return answer(request, response, 400, { error: 'invalid' });
  }
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) {
    return answer(request, response, 413, { error: 'too-large' });
  }
  const body = readToEnd(request);
  const mime = request.headers['content-type'] ?? 'application/octet-stream';
  const voice = query.get('voice') === '1';
  const upload = await door.upload({ conversationId, name, mime, body: body.bytes, voice });
  if (upload === null) return answer(request, response, 503, { error: 'signed-out' });
  await body.read;
  answer(request, response, 200, { id: upload.id });
}

/** The request's bytes, and the moment at which the reader has had enough: a browser takes an earlier answer for a failure. */
function readToEnd(request: IncomingMessage): { bytes: AsyncIterable<Uint8Array>; read: Promise<void> } {
  let end = () => {};
  const read = new Promise<void>((done) => {
    end = done;
  });
  async function* bytes(): AsyncGenerator<Uint8Array> {
    let total = 0;
    try {
      for await (const chunk of request.iterator({ destroyOnReturn: false })) {
        const part: unknown = chunk;
        if (!(part instanceof Uint8Array)) continue;
        total += part.byteLength;
        if (total > MOST_BYTES) return;
        yield part;
      }
    } finally {
      end();
    }
  }
  return { bytes: bytes(), read };
}

function answer(request: IncomingMessage, response: ServerResponse, status: number, body: unknown): void {
  // What was not read is taken and dropped: closing on a browser that still sends would lose the answer.
  request.resume();
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
