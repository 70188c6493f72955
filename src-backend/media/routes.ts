import multipart from '@fastify/multipart';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { Capabilities } from '../../src-shared/protocol/entities.ts';
import { routes } from '../../src-shared/protocol/http.ts';
import type { Authenticated } from '../accounts/accounts.ts';
import type { Authentication } from '../http/authentication.ts';
import { sendError } from '../http/errors.ts';
import { contentDisposition } from './file-name.ts';
import { largestOf } from './inspect.ts';
import type { MediaStore } from './media-store.ts';

export interface MediaRoutesDeps {
  media: MediaStore;
  authentication: Authentication;
  /**
   * What the conversation's connection takes, or, for a template that begins one, the connection; null when the caller may
   * not write there, or it does not exist.
   */
  mediaRules(caller: Authenticated, place: MediaPlace): Promise<Capabilities['media'] | null>;
  /** Whether the caller sees a conversation that carries the medium. */
  canSeeMedia(caller: Authenticated, mediaId: string): Promise<boolean>;
}

export type MediaPlace = { conversationId: string } | { connectionId: string };

/** What a multipart body has besides the file: boundaries, headers. */
const ENVELOPE_BYTES = 8 * 1024;

const id = z.string().min(1).max(64);
const query = z.union([z.object({ conversationId: id }), z.object({ connectionId: id })]);
const params = z.object({ id });

/** Shown in place; everything else (documents, HTML, SVG) is only ever offered to be saved. */
const SHOWN = /^(image\/(jpeg|png|webp|gif)|video\/(mp4|webm|3gpp)|audio\/[a-z0-9.+-]+)$/;
/** May carry script; never called by its name. */
const ACTIVE = /html|xml|svg|script|flash|java/;

/** `POST /media?conversationId=` or `?connectionId=` (multipart, field `file`) and `GET /media/:id`, both for signed-in callers. */
export const mediaRoutes =
  (deps: MediaRoutesDeps): FastifyPluginAsync =>
  async (app) => {
    const { media, authentication } = deps;
    await app.register(multipart, { limits: { files: 1, fields: 4, fieldSize: 1024, headerPairs: 50 } });
    app.addHook('onRequest', authentication.admit);

    app.post(routes.media, async (request, reply) => {
      const asked = query.safeParse(request.query);
      if (!asked.success || !request.isMultipart()) return sendError(reply, { error: 'invalid' });
      const caller = authentication.caller(request);
      const rules = await deps.mediaRules(caller, asked.data);
      if (rules === null) return sendError(reply, { error: 'not-found' });
      const largest = largestOf(rules);
      // Told before the bytes come, where the length is announced; the limit below holds in any case.
      if (Number(request.headers['content-length'] ?? 0) > largest + ENVELOPE_BYTES) {
        return sendError(reply.header('connection', 'close'), { error: 'too-large' });
      }
      const file = await request.file({ limits: { fileSize: largest } });
      if (file === undefined || file.fieldname !== 'file') return sendError(reply, { error: 'invalid' });
      const bytes = await file.toBuffer();
      // `toBuffer` throws when it meets the limit, except where the limit falls on the last piece: then it cuts.
      if (file.file.truncated) return sendError(reply, { error: 'too-large' });
      // The HTML standard writes quotes of a file's name like this.
      const name = file.filename.replaceAll('%22', '"');
      const stored = await media.put({ workspaceId: caller.workspaceId, bytes, name, rules });
      return stored.ok ? reply.code(201).send(stored.value) : sendError(reply, { error: stored.reason });
    });

    app.get(`${routes.media}/:id`, async (request, reply) => {
      const asked = params.safeParse(request.params);
      if (!asked.success) return sendError(reply, { error: 'not-found' });
      const caller = authentication.caller(request);
      const described = await media.describe(caller.workspaceId, asked.data.id);
      // What one may not see looks like what does not exist.
      if (described === null || !(await deps.canSeeMedia(caller, described.id))) {
        return sendError(reply, { error: 'not-found' });
      }
      if (described.state === 'pending') return reply.code(202).header('retry-after', 2).send();
      const file = await media.open(caller.workspaceId, described.id);
      if (file === null) return sendError(reply, { error: 'not-found' });
      const shown = SHOWN.test(file.media.mime);
      return reply
        .headers({
          'content-type': ACTIVE.test(file.media.mime) ? 'application/octet-stream' : file.media.mime,
          'content-disposition': contentDisposition(shown ? 'inline' : 'attachment', file.media.name),
          'content-security-policy': "default-src 'none'; sandbox",
          'cache-control': 'private, max-age=31536000, immutable',
        })
        .send(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength));
    });
  };
