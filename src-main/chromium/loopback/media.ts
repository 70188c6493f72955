import type { IncomingMessage, ServerResponse } from 'node:http';
import { byteRange } from '../../../src-shared/rules/byte-range.ts';
import { mediaHeaders } from '../../desktop/content-security.ts';
import type { EngineDoor } from './door.ts';

const statusOf = { 'not-found': 404, pending: 425, offline: 503, 'server-error': 502 } as const;

/** `GET /media/:id`: a medium's bytes, whole or in part (players seek). */
export async function serveMedia(
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  door: EngineDoor,
): Promise<void> {
  const opened = await door.openMedia(id);
  if (!opened.ok) {
    response.writeHead(statusOf[opened.reason], { 'cache-control': 'no-store' }).end();
    return;
  }
  const { bytes, mime } = opened.content;
  const range = byteRange(request.headers.range, bytes.byteLength);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${bytes.byteLength}` }).end();
    return;
  }
  const part = range === null ? bytes : bytes.subarray(range.start, range.end + 1);
  response.writeHead(range === null ? 200 : 206, {
    ...mediaHeaders(mime),
    'accept-ranges': 'bytes',
    'content-length': part.byteLength,
    ...(range === null ? {} : { 'content-range': `bytes ${range.start}-${range.end}/${bytes.byteLength}` }),
  });
  response.end(request.method === 'HEAD' ? undefined : part);
}
