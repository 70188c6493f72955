import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyPluginAsync } from 'fastify';
import { routes } from '../../../src-shared/protocol/http.ts';

/** «Fale conosco» of «Loja Aurora»: a page with a form in it, as a customer of the workspace would build one. */
export const demoContactPage =
  (formKey: () => string | null): FastifyPluginAsync =>
  async (app) => {
    const page = await readFile(path.join(import.meta.dirname, 'contact.html'), 'utf8');
    app.get(`${routes.shop}/contato`, async (_request, reply) =>
      reply
        .headers({
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-store',
          'content-security-policy':
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
        })
        // A form's key is small letters, digits and hyphens: nothing that would be markup.
        .send(page.replaceAll('{{form}}', formKey() ?? 'nenhum')),
    );
  };
