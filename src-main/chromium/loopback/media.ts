import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MediaPart } from '../../../src-shared/bridge/media-part.ts';
import { byteRange } from '../../../src-shared/rules/byte-range.ts';
import { headersOf } from '../../desktop/content-security.ts';
import { MEDIA_PIECE_BYTES, mediaStatus } from '../../desktop/media-path.ts';
import type { MediaContent } from '../../engine/media/store.ts';
import type { EngineDoor } from './door.ts';

/** `GET /media/:id`, its thumbnail, `GET /mails/:id`: the bytes, whole or in part (players seek), as they can be had. */
export async function serveMedia(
  request: IncomingMessage,
  response: ServerResponse,
  { id, part }: { id: string; part: MediaPart },
  door: EngineDoor,
): Promise<void> {
  const opened = await door.openMedia(id, part);
  if (!opened.ok) {
    response.writeHead(mediaStatus[opened.reason], { 'cache-control': 'no-store' }).end();
    return;
  }
  const { content } = opened;
  const { length } = content;
  const range = byteRange(request.headers.range, length);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${length}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: length - 1 };
  response.writeHead(range === null ? 200 : 206, {
    ...headersOf(part, content.mime),
    'accept-ranges': 'bytes',
    'content-length': end - start + 1,
    ...(range === null ? {} : { 'content-range': `bytes ${start}-${end}/${length}` }),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  // A player that jumps elsewhere hangs up, and a line that fails cuts off: neither is a defect, and both are seen there.
  await pipeline(Readable.from(pieces(content, start, end + 1)), response).catch(() => response.destroy());
}

async function* pieces(content: MediaContent, start: number, end: number) {
  for (let at = start; at < end; at += MEDIA_PIECE_BYTES) {
    yield await content.read(at, Math.min(end, at + MEDIA_PIECE_BYTES));
  }
}
