import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { byteRange } from '../../src-shared/rules/byte-range.ts';
import { contentDisposition } from './file-name.ts';
import type { OpenedParts } from './media-store.ts';

/** Shown in place; everything else (documents, HTML, SVG) is only ever offered to be saved. */
const SHOWN = /^(image\/(jpeg|png|webp|gif)|video\/(mp4|webm|3gpp)|audio\/[a-z0-9.+-]+)$/;
/** May carry script; never called by its name. */
const ACTIVE = /html|xml|svg|script|flash|java/;

/** Read from the database at once; a film of 16 MB is never whole in memory. */
const PART_BYTES = 1024 * 1024;

export const mediumHeaders: Record<string, string> = {
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'private, max-age=31536000, immutable',
};

/** The whole, or the part that `Range` names (RFC 9110, 14); bytes never change, so their hash is the tag. */
export function deliver(request: FastifyRequest, reply: FastifyReply, file: OpenedParts): FastifyReply {
  const { media, length } = file;
  const etag = `"${file.sha256}"`;
  void reply.headers({
    ...mediumHeaders,
    'content-type': ACTIVE.test(media.mime) ? 'application/octet-stream' : media.mime,
    'content-disposition': contentDisposition(SHOWN.test(media.mime) ? 'inline' : 'attachment', media.name),
    'accept-ranges': 'bytes',
    etag,
  });
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  // A part of what the caller no longer has the rest of would be of no use to them.
  const samePart = (request.headers['if-range'] ?? etag) === etag;
  const range = samePart ? byteRange(request.headers.range, length) : null;
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${length}`).removeHeader('content-type').send();
  }
  const { start, end } = range ?? { start: 0, end: length - 1 };
  if (range !== null) void reply.code(206).header('content-range', `bytes ${start}-${end}/${length}`);
  void reply.header('content-length', end - start + 1);
  return reply.send(Readable.from(parts(file, start, end + 1), { objectMode: false }));
}

async function* parts(file: OpenedParts, start: number, end: number) {
  for (let at = start; at < end; at += PART_BYTES) yield await file.read(at, Math.min(end, at + PART_BYTES));
}
