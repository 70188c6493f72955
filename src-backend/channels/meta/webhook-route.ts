import type { FastifyBaseLogger, FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { Channel } from '../../../src-shared/protocol/entities.ts';
import type { ChannelConnection, InboundDoor, InboundEvent } from '../contract.ts';
import { isSignedWith, sameSecret } from './signature.ts';

/** Meta sends up to 3 MB. */
const BODY_LIMIT = 4 * 1024 * 1024;

/** What one POST brought for one account. */
export interface MetaBatch {
  /** The account as Meta names it; null: nobody in particular. Only its end is logged. */
  accountId: string | null;
  events: InboundEvent[];
  /** Meta's word on a whole account with several lines: of it only the templates concern its connections. */
  accountWide?: boolean;
  /** What Meta says of the account itself. */
  trouble?: { code: string; detail: string | null } | null;
}

/** How one of Meta's products speaks through the one way in that they all have. */
export interface MetaProduct<Settings extends { appSecret: string; verifyToken: string }, Batch extends MetaBatch> {
  channel: Channel;
  route: string;
  parseSettings(raw: unknown): Settings;
  /** Never throws: what cannot be read becomes an `ignored` event with its reason. */
  parse(body: unknown): Batch[];
  isFor(settings: Settings, batch: Batch): boolean;
}

type WebhookRefusal = 'invalid' | 'wrong-signature' | 'wrong-token' | 'too-large' | 'server-error';
const refusal = (error: WebhookRefusal) => ({ error });

const verificationSchema = z.object({
  'hub.mode': z.literal('subscribe'),
  'hub.verify_token': z.string(),
  'hub.challenge': z.string().max(256),
});

/**
 * `GET|POST` of a product's webhook: one address for the Meta application, whatever the account. A POST is answered 200
 * once everything in it is stored, 401 when it is not signed by the application of the connection it names, 400 when
 * it is not JSON, 413 above 4 MB, 500 when it could not be stored (Meta then repeats it, for up to 7 days). Accounts
 * that no connection knows are answered 200, or they would be repeated for a week. Logs carry no content and no number.
 */
export function metaWebhook<Settings extends { appSecret: string; verifyToken: string }, Batch extends MetaBatch>(
  product: MetaProduct<Settings, Batch>,
  door: InboundDoor,
): FastifyPluginAsync {
  const { channel, route } = product;
  const connections = createConnectionReader(product, door);

  return async (app) => {
    // The signature is over the bytes as received, so nothing may parse them before it is checked.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );

    app.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
      const status = error.statusCode ?? 500;
      request.log.warn({ code: error.code, status }, `${channel} webhook refused`);
      if (status === 413) return reply.code(413).send(refusal('too-large'));
      return status < 500 ? reply.code(status).send(refusal('invalid')) : reply.code(500).send(refusal('server-error'));
    });

    // The token is in the address: request lines are not logged here.
    app.get(route, { logLevel: 'warn' }, (request, reply) => {
      const query = verificationSchema.safeParse(request.query);
      if (!query.success) return reply.code(400).send(refusal('invalid'));
      const token = query.data['hub.verify_token'];
      const known = connections().some(({ settings }) => sameSecret(settings.verifyToken, token));
      if (!known) {
        request.log.warn(`${channel} webhook verification with a wrong token`);
        return reply.code(403).send(refusal('wrong-token'));
      }
      return reply
        .header('content-type', 'text/plain; charset=utf-8')
        .header('x-content-type-options', 'nosniff')
        .send(query.data['hub.challenge']);
    });

    app.post(route, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const json = readJson(body);
      if (!json.ok) {
        request.log.warn({ bytes: body.length }, `${channel} webhook is not JSON`);
        return reply.code(400).send(refusal('invalid'));
      }
      const deliveries = product.parse(json.value).map((batch) => ({
        batch,
        to: connections().filter(({ settings }) => product.isFor(settings, batch)),
      }));
      const signed = signatureCheck(body, request.headers['x-hub-signature-256']);
      const addressed = deliveries.flatMap(({ to }) => to);
      if (addressed.length > 0 && !addressed.some(signed)) {
        request.log.warn({ connections: addressed.map(({ id }) => id) }, `${channel} webhook with a wrong signature`);
        return reply.code(401).send(refusal('wrong-signature'));
      }
      for (const { batch, to } of deliveries) await deliver(batch, to.filter(signed), request.log);
      return reply.code(200).send();
    });
  };

  async function deliver(batch: Batch, to: readonly ChannelConnection[], log: FastifyBaseLogger) {
    const { accountId, events, trouble = null } = batch;
    if (to.length === 0) {
      log.warn({ account: tail(accountId), events: events.length }, `${channel} webhook for nobody here`);
    }
    for (const event of events) {
      if (event.type === 'ignored') log.info({ reason: event.reason }, `${channel} event ignored`);
    }
    const wanted = batch.accountWide === true ? events.filter(({ type }) => type === 'templates') : events;
    for (const connection of to) {
      if (wanted.length > 0) await door.accept(connection.id, wanted);
      if (trouble !== null) await door.trouble?.(connection.id, trouble);
    }
  }
}

function readJson(body: Buffer): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(body.toString('utf8')) };
  } catch {
    return { ok: false };
  }
}

/** Enough of an account's technical id for an operator to recognise it. */
const tail = (id: string | null): string | null => (id === null ? null : `…${id.slice(-4)}`);

/** Each connection has its own secret; the bytes are hashed once per secret, not per connection. */
function signatureCheck(
  body: Buffer,
  header: unknown,
): (connection: ChannelConnection<{ appSecret: string }>) => boolean {
  const checked = new Map<string, boolean>();
  return ({ settings }) => {
    const known = checked.get(settings.appSecret);
    if (known !== undefined) return known;
    const valid = isSignedWith(settings.appSecret, body, header);
    checked.set(settings.appSecret, valid);
    return valid;
  };
}

/** The product's connections; the settings of one connection object are checked once. */
function createConnectionReader<Settings extends { appSecret: string; verifyToken: string }>(
  product: Pick<MetaProduct<Settings, never>, 'channel' | 'parseSettings'>,
  door: InboundDoor,
): () => ChannelConnection<Settings>[] {
  const checked = new WeakMap<ChannelConnection, ChannelConnection<Settings>>();
  const read = (connection: ChannelConnection): ChannelConnection<Settings> => {
    const known = checked.get(connection);
    if (known) return known;
    const typed = { ...connection, settings: product.parseSettings(connection.settings) };
    checked.set(connection, typed);
    return typed;
  };
  return () => door.connections(product.channel).map(read);
}
