import multipart from '@fastify/multipart';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Capabilities } from '../../src-shared/protocol/entities.ts';
import { routes } from '../../src-shared/protocol/http.ts';
import type { Authenticated } from '../accounts/accounts.ts';
import type { Authentication } from '../http/authentication.ts';
import { sendError } from '../http/errors.ts';
import { deliver, mediumHeaders } from './deliver.ts';
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
const voice = z.literal('1').optional();
const query = z.union([z.object({ conversationId: id, voice }), z.object({ connectionId: id, voice })]);
const params = z.object({ id });

/**
 * `POST /media?conversationId=` or `?connectionId=` (multipart, field `file`; `&voice=1` for what was recorded),
 * `GET /media/:id` and `GET /media/:id/thumbnail`; all for signed-in callers.
 */
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
      const stored = await media.put({
        workspaceId: caller.workspaceId,
        bytes,
        name,
        rules,
        voice: asked.data.voice === '1',
      });
      return stored.ok ? reply.code(201).send(stored.value) : sendError(reply, { error: stored.reason });
    });

    /** What one may not see looks like what does not exist. */
    async function visible(request: FastifyRequest) {
      const asked = params.safeParse(request.params);
      if (!asked.success) return null;
      const caller = authentication.caller(request);
      const described = await media.describe(caller.workspaceId, asked.data.id);
      return described !== null && (await deps.canSeeMedia(caller, described.id)) ? { caller, described } : null;
    }

    app.get(`${routes.media}/:id`, async (request, reply) => {
      const found = await visible(request);
      if (found === null) return sendError(reply, { error: 'not-found' });
      if (found.described.state === 'pending') return reply.code(202).header('retry-after', 2).send();
      const file = await media.openParts(found.caller.workspaceId, found.described.id);
      return file === null ? sendError(reply, { error: 'not-found' }) : deliver(request, reply, file);
    });

    app.get(`${routes.media}/:id/thumbnail`, async (request, reply) => {
      const found = await visible(request);
      const small = found && (await media.thumbnail(found.caller.workspaceId, found.described.id));
      if (small === null) return sendError(reply, { error: 'not-found' });
      const etag = `"${small.sha256}-small"`;
      void reply.headers({ ...mediumHeaders, 'content-type': small.mime, etag });
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply.send(Buffer.from(small.bytes.buffer, small.bytes.byteOffset, small.bytes.byteLength));
    });
  };
