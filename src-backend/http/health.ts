import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Registry } from 'prom-client';
import { routes } from '../../src-shared/protocol/http.ts';
import { PROTOCOL_VERSION } from '../../src-shared/protocol/version.ts';
import type { Store } from '../store/open.ts';
import { VERSION } from '../version.ts';
import { sendError } from './errors.ts';

const DATABASE_TIMEOUT_MS = 2_000;

/**
 * `/healthz`: this process answers; one that does not should be started anew (which would not bring back a database). It
 * tells what a desktop's diagnostics compare: the protocol's version and the server's time. And which Turno this is.
 * `/readyz`: give it work; not while it stops, nor without its database, nor without room for it.
 * `/metrics`: for whoever shows the token, or, where there is none, for this machine. To others it does not exist: a
 * balancer in front makes every stranger a neighbour, so what it passes on is never taken for this machine's.
 */
export const healthRoutes =
  (deps: {
    store: Store;
    metrics: Registry;
    metricsToken: string | null;
    draining: () => boolean;
    now: () => number;
  }): FastifyPluginAsync =>
  async (app) => {
    app.get(routes.health, async () => ({
      status: 'ok',
      version: VERSION,
      protocol: PROTOCOL_VERSION,
      time: deps.now(),
    }));

    app.get(routes.ready, async (_request, reply) => {
      if (deps.draining()) return reply.code(503).send({ status: 'draining' });
      const reachable = await databaseAnswers(deps.store);
      if (!reachable) return reply.code(503).send({ status: 'database-unreachable' });
      return deps.store.room.enough() ? { status: 'ok' } : reply.code(503).send({ status: 'disk-full' });
    });

    app.get(routes.metrics, async (request, reply) => {
      if (!mayRead(request, deps.metricsToken)) return sendError(reply, { error: 'not-found' });
      return reply.type(deps.metrics.contentType).send(await deps.metrics.metrics());
    });
  };

function mayRead(request: FastifyRequest, token: string | null): boolean {
  const { headers, socket } = request;
  if (token !== null) {
    const shown = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    return shown !== undefined && timingSafeEqual(digest(shown), digest(token));
  }
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  return /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
}

/** Of one length, so that comparing tells nothing of it. */
const digest = (value: string): Buffer => createHash('sha256').update(value).digest();

async function databaseAnswers(store: Store): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), DATABASE_TIMEOUT_MS);
  const asked = sql`SELECT 1`.execute(store.db).then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
