import type { FastifyBaseLogger, FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { routes } from '../../../src-shared/protocol/http.ts';
import type { ChannelConnection, InboundDoor } from '../contract.ts';
import { parseWebhook, type WebhookBatch } from './parse-webhook.ts';
import { type WhatsAppSettings, whatsAppSettingsSchema } from './settings.ts';
import { isSignedWith, sameSecret } from './signature.ts';

/** Meta sends up to 3 MB. */
const BODY_LIMIT = 4 * 1024 * 1024;

export interface WhatsAppWebhookDeps {
  door: InboundDoor;
}

type WebhookRefusal = 'invalid' | 'wrong-signature' | 'wrong-token' | 'too-large' | 'server-error';
const refusal = (error: WebhookRefusal) => ({ error });

type WhatsAppConnection = ChannelConnection<WhatsAppSettings>;

const verificationSchema = z.object({
  'hub.mode': z.literal('subscribe'),
  'hub.verify_token': z.string(),
  'hub.challenge': z.string().max(256),
});

/**
 * `GET|POST /webhooks/whatsapp`: one address for the Meta application, whatever the number. A POST is answered 200
 * once everything in it is stored, 401 when it is not signed by the application of the connection it names, 400 when
 * it is not JSON, 413 above 4 MB, 500 when it could not be stored (Meta then repeats it, for up to 7 days). Numbers
 * that no connection knows are answered 200, or they would be repeated for a week. Logs carry no content and no number.
 */
export function whatsappWebhook({ door }: WhatsAppWebhookDeps): FastifyPluginAsync {
  const connections = createConnectionReader(door);

  return async (app) => {
    // The signature is over the bytes as received, so nothing may parse them before it is checked.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );

    app.setErrorHandler((error: { statusCode?: number; code?: string }, request, reply) => {
      const status = error.statusCode ?? 500;
      request.log.warn({ code: error.code, status }, 'whatsapp webhook refused');
      if (status === 413) return reply.code(413).send(refusal('too-large'));
      return status < 500 ? reply.code(status).send(refusal('invalid')) : reply.code(500).send(refusal('server-error'));
    });

    // The token is in the address: request lines are not logged here.
    app.get(routes.whatsappWebhook, { logLevel: 'warn' }, (request, reply) => {
      const query = verificationSchema.safeParse(request.query);
      if (!query.success) return reply.code(400).send(refusal('invalid'));
      const token = query.data['hub.verify_token'];
      const known = connections.all().some(({ settings }) => sameSecret(settings.verifyToken, token));
      if (!known) {
        request.log.warn('whatsapp webhook verification with a wrong token');
        return reply.code(403).send(refusal('wrong-token'));
      }
      return reply
        .header('content-type', 'text/plain; charset=utf-8')
        .header('x-content-type-options', 'nosniff')
        .send(query.data['hub.challenge']);
    });

    app.post(routes.whatsappWebhook, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const json = readJson(body);
      if (!json.ok) {
        request.log.warn({ bytes: body.length }, 'whatsapp webhook is not JSON');
        return reply.code(400).send(refusal('invalid'));
      }
      const deliveries = parseWebhook(json.value).map((batch) => ({ batch, to: connections.of(batch) }));
      const signed = signatureCheck(body, request.headers['x-hub-signature-256']);
      const addressed = deliveries.flatMap(({ to }) => to);
      if (addressed.length > 0 && !addressed.some(signed)) {
        request.log.warn({ connections: addressed.map(({ id }) => id) }, 'whatsapp webhook with a wrong signature');
        return reply.code(401).send(refusal('wrong-signature'));
      }
      for (const { batch, to } of deliveries) await deliver(batch, to.filter(signed), request.log);
      return reply.code(200).send();
    });
  };

  async function deliver(batch: WebhookBatch, to: readonly WhatsAppConnection[], log: FastifyBaseLogger) {
    if (to.length === 0) {
      log.warn({ number: tail(batch.phoneNumberId), events: batch.events.length }, 'whatsapp webhook for nobody here');
    }
    for (const event of batch.events) {
      if (event.type === 'ignored') log.info({ reason: event.reason }, 'whatsapp event ignored');
    }
    // News about the account belongs to no number; of it only the templates' concern its connections.
    const events =
      batch.phoneNumberId === null ? batch.events.filter(({ type }) => type === 'templates') : batch.events;
    if (events.length === 0) return;
    for (const connection of to) await door.accept(connection.id, events);
  }
}

function readJson(body: Buffer): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(body.toString('utf8')) };
  } catch {
    return { ok: false };
  }
}

/** Enough of a number's technical id for an operator to recognise it. */
const tail = (id: string | null): string | null => (id === null ? null : `…${id.slice(-4)}`);

/** Each connection has its own secret; the bytes are hashed once per secret, not per connection. */
function signatureCheck(body: Buffer, header: unknown): (connection: WhatsAppConnection) => boolean {
  const checked = new Map<string, boolean>();
  return ({ settings }) => {
    const known = checked.get(settings.appSecret);
    if (known !== undefined) return known;
    const valid = isSignedWith(settings.appSecret, body, header);
    checked.set(settings.appSecret, valid);
    return valid;
  };
}

/** Finds connections by what a webhook names. The settings of one connection object are checked once. */
function createConnectionReader(door: InboundDoor) {
  const checked = new WeakMap<ChannelConnection, WhatsAppConnection>();
  const read = (connection: ChannelConnection): WhatsAppConnection => {
    const known = checked.get(connection);
    if (known) return known;
    const typed = { ...connection, settings: whatsAppSettingsSchema.parse(connection.settings) };
    checked.set(connection, typed);
    return typed;
  };
  const all = () => door.connections('whatsapp').map(read);
  return {
    all,
    of({ phoneNumberId, businessAccountId }: WebhookBatch): WhatsAppConnection[] {
      return all().filter(({ settings }) =>
        phoneNumberId === null
          ? settings.businessAccountId === businessAccountId
          : settings.phoneNumberId === phoneNumberId,
      );
    },
  };
}
