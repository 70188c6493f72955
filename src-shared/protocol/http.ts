import { z } from 'zod';
import { mediaSchema, personSchema, workspaceSchema } from './entities.ts';

/** HTTP between desktop and backend: sign-in, tokens, media. Errors are `{ error: reason, …}` with the status beside each. */
export const loginRequestSchema = z.object({
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
  password: z.string().min(1).max(1024),
  protocol: z.number().int(),
});

export const sessionSchema = z.object({
  /** Short-lived; goes in `Authorization: Bearer` and the socket's handshake. */
  accessToken: z.string(),
  accessExpiresAt: z.number().int(),
  /** Used once: every refresh gives a new one, and using an old one ends the whole session. */
  refreshToken: z.string(),
  person: personSchema,
  workspace: workspaceSchema,
});
export type Session = z.infer<typeof sessionSchema>;

export const refreshRequestSchema = z.object({ refreshToken: z.string().min(1).max(512) });

export const httpErrorSchema = z.object({
  error: z.enum([
    'invalid', // 400: not what the schema says
    'wrong-credentials', // 401: e-mail or password; never says which
    'session-expired', // 401
    'session-revoked', // 401
    'forbidden', // 403
    'not-found', // 404
    'too-large', // 413
    'unsupported-media', // 415: the bytes are not of an allowed kind, whatever the name says
    'protocol-mismatch', // 426, with `server`
    'too-many-attempts', // 429, with `retryAfterMs`
    'server-error', // 500
  ]),
  retryAfterMs: z.number().int().optional(),
  server: z.number().int().optional(),
});
export type HttpError = z.infer<typeof httpErrorSchema>;

/** `POST /media` (multipart field `file`, query `conversationId` or `connectionId`) answers this; `GET /media/:id` streams it back. */
export const uploadReplySchema = mediaSchema;

export const routes = {
  login: '/auth/login',
  refresh: '/auth/refresh',
  logout: '/auth/logout',
  media: '/media',
  messages: '/messages',
  health: '/healthz',
  ready: '/readyz',
  metrics: '/metrics',
  whatsappWebhook: '/webhooks/whatsapp',
  instagramWebhook: '/webhooks/instagram',
  messengerWebhook: '/webhooks/messenger',
  widget: '/widget.js',
  forms: '/forms',
  formScript: '/form.js',
  shop: '/demo/shop',
} as const;
