import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { routes } from '../../../src-shared/protocol/http.ts';

const folder = import.meta.dirname;

/** `?visitante=2` is a second person on the same machine: the widget keeps another visitor under that name. */
const querySchema = z.object({
  visitante: z
    .string()
    .regex(/^[a-z0-9]{1,20}$/i)
    .optional()
    .catch(undefined),
});

/** «Loja Aurora»: a shop page with the widget in it, as a customer of the workspace would build one. */
export const demoShop =
  (connectionId: () => string | null): FastifyPluginAsync =>
  async (app) => {
    const page = await readFile(path.join(folder, 'shop.html'), 'utf8');
    const style = await readFile(path.join(folder, 'shop.css'), 'utf8');
    const script = await readFile(path.join(folder, 'shop.js'), 'utf8');

    app.get(routes.shop, async (request, reply) => {
      const { visitante } = querySchema.parse(request.query);
      const html = page
        .replaceAll('{{connection}}', escapeAttribute(connectionId() ?? ''))
        .replaceAll('{{visitor}}', visitante ?? '');
      return reply
        .headers({
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'content-security-policy':
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
        })
        .send(html);
    });
    app.get(`${routes.shop}/shop.css`, async (_request, reply) => reply.type('text/css; charset=utf-8').send(style));
    app.get(`${routes.shop}/shop.js`, async (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').send(script),
    );
  };

const escapeAttribute = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
