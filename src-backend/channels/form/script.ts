import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { FastifyPluginAsync } from 'fastify';
import { routes } from '../../../src-shared/protocol/http.ts';

interface Script {
  plain: Buffer;
  zipped: Buffer;
  etag: string;
}

/** `/form.js`: the embeddable form, for any site. Read when it is first asked for; a backend without its build has none. */
export const formScript =
  (file: string): FastifyPluginAsync =>
  async (app) => {
    let read: Promise<Script | null> | null = null;
    app.get(routes.formScript, async (request, reply) => {
      read ??= readScript(file);
      const script = await read;
      if (script === null) return reply.callNotFound();
      reply.headers({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=300',
        'cross-origin-resource-policy': 'cross-origin',
        vary: 'accept-encoding',
        etag: script.etag,
      });
      if (request.headers['if-none-match'] === script.etag) return reply.code(304).send();
      if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(script.plain);
      return reply.header('content-encoding', 'gzip').send(script.zipped);
    });
  };

async function readScript(file: string): Promise<Script | null> {
  const plain = await readFile(file).catch(() => null);
  if (plain === null) return null;
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { plain, zipped: gzipSync(plain, { level: 9 }), etag };
}
