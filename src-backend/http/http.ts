import { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, fastify, LogController } from 'fastify';
import type { Logger } from 'pino';
import { Histogram, type Registry } from 'prom-client';
import type { Accounts } from '../accounts/accounts.ts';
import type { Store } from '../store/open.ts';
import { authRoutes } from './auth-routes.ts';
import { publicError, sendError } from './errors.ts';
import { healthRoutes } from './health.ts';
import { readOff } from './read-off.ts';

const BODY_LIMIT = 1024 * 1024;

/**
 * The HTTP side: sign-in, health, metrics, and the ground that media and channel plugins stand on (errors in the protocol's
 * words, limits, security headers, a log without private data). No CORS: desktops are not web pages, and what is embedded
 * in other sites (the widget) opens itself.
 */
export async function createHttp(deps: {
  store: Store;
  accounts: Accounts;
  metrics: Registry;
  logger: Logger;
  now?: () => number;
  /** Who may read the metrics (see health.ts). */
  metricsToken?: string | null;
  /** Whether this backend is about to stop. */
  draining?: () => boolean;
  /** Whose `X-Forwarded-For` is believed: addresses and networks. Nobody's by default. */
  trustedProxies?: string[];
  perMinute?: { login: number; refresh: number };
}): Promise<FastifyInstance> {
  const { store, logger } = deps;
  const loggerInstance: FastifyBaseLogger = logger;
  const app = fastify({
    // For what routes say by `request.log`. Requests are told below: Fastify's own line would hold the whole address.
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: 120_000,
    trustProxy: deps.trustedProxies ?? false,
    routerOptions: { maxParamLength: 200 },
    // An address that cannot be decoded never reaches a route or a hook.
    frameworkErrors: (_error, request, reply) => {
      secure(reply, request.protocol === 'https');
      return sendError(reply, { error: 'invalid' });
    },
  });

  const duration = new Histogram({
    name: 'turno_http_request_duration_seconds',
    help: 'Time to answer HTTP requests, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [deps.metrics],
  });

  // PostgreSQL holds no NUL: nothing is called by one.
  app.addHook('onRequest', async (request, reply) =>
    request.url.includes('%00') ? sendError(reply, { error: 'invalid' }) : undefined,
  );
  app.addHook('onSend', async (request, reply) => secure(reply, request.protocol === 'https'));
  app.addHook('onSend', async (request, reply) => {
    if (reply.statusCode === 413) await readOff(request.raw);
  });
  app.addHook('onResponse', async (request, reply) => {
    // The route's pattern, never the address asked for: ids, numbers and whatever a stranger types stay out.
    const route = request.routeOptions.url ?? 'none';
    const fields = { method: request.method, route, status: reply.statusCode };
    duration.observe(fields, reply.elapsedTime / 1_000);
    logger.debug({ ...fields, ms: Math.round(reply.elapsedTime) }, 'request');
  });

  app.setNotFoundHandler((_request, reply) => sendError(reply, { error: 'not-found' }));
  app.setErrorHandler((error: unknown, request, reply) => {
    const known = error instanceof Error ? error : new Error('not an error');
    const answer = publicError(known);
    const fields = { route: request.routeOptions.url ?? 'none', error: answer.error };
    if (answer.error === 'server-error') logger.error({ ...fields, stack: known.stack }, 'a request failed');
    else logger.info({ ...fields, code: 'code' in known ? known.code : undefined }, 'a request was refused');
    return sendError(reply, answer);
  });

  const { metrics, metricsToken = null, draining = () => false } = deps;
  await app.register(healthRoutes({ store, metrics, metricsToken, draining, now: deps.now ?? Date.now }));
  await app.register(authRoutes({ accounts: deps.accounts, ...(deps.perMinute && { perMinute: deps.perMinute }) }));
  return app;
}

/** Routes that need something else (the widget's script, the shop page) set it themselves before. */
function secure(reply: FastifyReply, https: boolean): void {
  const defaults: Record<string, string> = {
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(https ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
  for (const [name, value] of Object.entries(defaults)) if (!reply.hasHeader(name)) void reply.header(name, value);
}
