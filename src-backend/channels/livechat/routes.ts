import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import cors from '@fastify/cors';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { fileTypeFromBuffer } from 'file-type';
import { z } from 'zod';
import { routes } from '../../../src-shared/protocol/http.ts';
import {
  LIVECHAT_LIMITS,
  LIVECHAT_MEDIA_ROUTE,
  type LivechatRefusal,
  type LivechatRefusalReason,
  type LivechatUploadReply,
  visitorSecretSchema,
} from '../../../src-shared/protocol/livechat.ts';
import { demoShop } from '../../demo/shop/shop.ts';
import type { InboundDoor } from '../contract.ts';
import type { LiveChatLimits } from './limits.ts';
import type { LiveChatLog, MediaBytes } from './parts.ts';
import { refusal } from './refusals.ts';
import type { LiveChatStore, Visitor } from './store.ts';

export interface LiveChatRoutesDeps {
  store: LiveChatStore;
  door: InboundDoor;
  media: MediaBytes;
  limits: LiveChatLimits;
  log: LiveChatLog;
  /** Path of the built widget (scripts/build-widget.ts). */
  widgetFile: string;
}

const statusOf: Partial<Record<LivechatRefusalReason, number>> = {
  invalid: 400,
  'unknown-connection': 401,
  'unknown-media': 404,
  'too-large': 413,
  'unsupported-media': 415,
  'rate-limited': 429,
  unavailable: 503,
};

const uploadQuerySchema = z.object({
  connection: z.string().min(1).max(64),
  name: z
    .string()
    .max(255)
    .transform((name) => name.replaceAll(/[^\p{L}\p{N} ._()-]/gu, '_'))
    .nullable()
    .default(null),
});

/**
 * The HTTP side of live chat: `/widget.js`, the visitors' images, and the demo shop. Only the image routes answer other
 * sites (CORS), and they know the visitor by the secret in the `Authorization` header, never by a cookie or the address.
 */
export const liveChatRoutes =
  (deps: LiveChatRoutesDeps): FastifyPluginAsync =>
  async (app) => {
    await app.register(visitorImages(deps));
    await app.register(widgetScript(deps.widgetFile));
    await app.register(demoShop(() => deps.door.connections('livechat')[0]?.id ?? null));
  };

const visitorImages =
  (deps: LiveChatRoutesDeps): FastifyPluginAsync =>
  async (app) => {
    await app.register(cors, {
      origin: '*',
      methods: ['GET', 'POST'],
      allowedHeaders: ['authorization', 'content-type'],
      maxAge: 86_400,
    });
    // The type is told by the bytes, so whatever the request says is read as bytes.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: LIVECHAT_LIMITS.imageBytes },
      (_request, body, done) => done(null, body),
    );
    app.setErrorHandler((error, _request, reply) => {
      const tooLarge = hasCode(error) && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE';
      if (!tooLarge) deps.log.warn({ error: nameOf(error) }, 'live chat: an image request failed');
      return refuse(reply, refusal(tooLarge ? 'too-large' : 'unavailable', tooLarge ? null : 2_000));
    });
    const visitors = new WeakMap<FastifyRequest, Visitor>();

    /** Before the body is read: a stranger does not get to send ten megabytes. */
    const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
      const query = uploadQuerySchema.safeParse(request.query);
      const secret = visitorSecretSchema.safeParse(request.headers.authorization?.replace(/^Bearer /i, ''));
      if (!query.success || !secret.success) return refuse(reply, refusal('invalid'));
      const visitor = await deps.store.find(query.data.connection, secret.data);
      if (!visitor) return refuse(reply, refusal('unknown-connection'));
      visitors.set(request, visitor);
      return undefined;
    };
    const limit = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
      const id = visitors.get(request)?.id ?? '';
      const wait = Math.max(deps.limits.uploads.take(id), deps.limits.addressUploads.take(request.ip));
      return wait > 0 ? refuse(reply, refusal('rate-limited', wait)) : undefined;
    };

    app.post(LIVECHAT_MEDIA_ROUTE, { onRequest: [admit, limit] }, async (request, reply) => {
      const visitor = visitors.get(request);
      if (!visitor) return refuse(reply, refusal('unknown-connection'));
      const { name } = uploadQuerySchema.parse(request.query);
      return uploaded(deps, visitor, name, request.body).then((answer) =>
        answer.ok ? reply.code(201).send(answer) : refuse(reply, answer),
      );
    });

    app.get<{ Params: { id: string } }>(`${LIVECHAT_MEDIA_ROUTE}/:id`, { onRequest: admit }, async (request, reply) => {
      const visitor = visitors.get(request);
      const image = visitor && (await deps.store.image(visitor.id, request.params.id));
      const bytes = image && (await deps.media.open({ workspaceId: visitor.workspaceId, mediaId: image.id }));
      if (!image || !bytes) return refuse(reply, refusal('unknown-media'));
      return reply
        .headers({
          'content-type': image.mime,
          'cache-control': 'private, max-age=31536000, immutable',
          'x-content-type-options': 'nosniff',
          'content-security-policy': "default-src 'none'; sandbox",
        })
        .send(bytes instanceof Uint8Array ? Buffer.from(bytes) : bytes);
    });
  };

const uploaded = async (
  deps: LiveChatRoutesDeps,
  visitor: Visitor,
  name: string | null,
  body: unknown,
): Promise<LivechatUploadReply> => {
  if (!Buffer.isBuffer(body) || body.byteLength === 0) return refusal('invalid');
  const found = await fileTypeFromBuffer(body);
  const mime = LIVECHAT_LIMITS.imageMimes.find((allowed) => allowed === found?.mime);
  if (!mime) return refusal('unsupported-media');
  const mediaId = await deps.media.put({ workspaceId: visitor.workspaceId, bytes: body, mime, name });
  const image = { id: mediaId, mime, name, bytes: body.byteLength };
  await deps.store.addImage(visitor.id, image);
  return { ok: true, image };
};

const widgetScript =
  (file: string): FastifyPluginAsync =>
  async (app: FastifyInstance) => {
    const plain = await readFile(file);
    const zipped = gzipSync(plain, { level: 9 });
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
    app.get(routes.widget, async (request, reply) => {
      reply.headers({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=300',
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
        vary: 'accept-encoding',
        etag,
      });
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(plain);
      return reply.header('content-encoding', 'gzip').send(zipped);
    });
  };

const refuse = (reply: FastifyReply, refused: LivechatRefusal): FastifyReply => {
  if (refused.retryAfterMs !== null) reply.header('retry-after', Math.ceil(refused.retryAfterMs / 1000));
  return reply.code(statusOf[refused.reason] ?? 400).send(refused);
};

const hasCode = (error: unknown): error is { code: unknown } =>
  typeof error === 'object' && error !== null && 'code' in error;

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
