import rateLimit from '@fastify/rate-limit';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { loginRequestSchema, refreshRequestSchema, routes } from '../../src-shared/protocol/http.ts';
import { PROTOCOL_VERSION } from '../../src-shared/protocol/version.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { sendError } from './errors.ts';

/** Requests per minute and network address. A whole office may share one address and sign in at eight o'clock. */
const PER_MINUTE = { login: 300, refresh: 1_200 };

const anyProtocol = z.object({ protocol: z.number().int() });

/** `POST /auth/login`, `/auth/refresh`, `/auth/logout` (the last two take the refresh token). */
export const authRoutes =
  (deps: { accounts: Accounts; perMinute?: typeof PER_MINUTE }): FastifyPluginAsync =>
  async (app) => {
    const { accounts } = deps;
    const perMinute = deps.perMinute ?? PER_MINUTE;
    await app.register(rateLimit, {
      global: false,
      timeWindow: 60_000,
      errorResponseBuilder: (_request, { ttl }) =>
        Object.assign(new Error('too many requests'), { statusCode: 429, retryAfterMs: ttl }),
    });

    app.post(routes.login, { config: { rateLimit: { max: perMinute.login } } }, async (request, reply) => {
      // Before anything else: a desktop of another version may write the rest differently.
      const other = anyProtocol.safeParse(request.body);
      if (other.success && other.data.protocol !== PROTOCOL_VERSION) {
        return sendError(reply, { error: 'protocol-mismatch', server: PROTOCOL_VERSION });
      }
      const login = loginRequestSchema.safeParse(request.body);
      if (!login.success) return sendError(reply, { error: 'invalid' });
      const result = await accounts.signIn(login.data.email, login.data.password, request.ip);
      if (result.ok) return result.value;
      const { reason: error, ...rest } = result;
      return sendError(
        reply,
        error === 'too-many-attempts' && 'retryAfterMs' in rest
          ? { error, retryAfterMs: rest.retryAfterMs }
          : { error },
      );
    });

    app.post(routes.refresh, { config: { rateLimit: { max: perMinute.refresh } } }, async (request, reply) => {
      const body = refreshRequestSchema.safeParse(request.body);
      if (!body.success) return sendError(reply, { error: 'invalid' });
      const result = await accounts.refresh(body.data.refreshToken);
      return result.ok ? result.value : sendError(reply, { error: result.reason });
    });

    app.post(routes.logout, { config: { rateLimit: { max: perMinute.refresh } } }, async (request, reply) => {
      const body = refreshRequestSchema.safeParse(request.body);
      if (!body.success) return sendError(reply, { error: 'invalid' });
      await accounts.signOut(body.data.refreshToken);
      return reply.code(204).send();
    });
  };
