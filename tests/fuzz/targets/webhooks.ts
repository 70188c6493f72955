import { createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { fastify } from 'fastify';
import { z } from 'zod';
import type { InboundEvent } from '../../../src-backend/channels/contract.ts';
import { instagramWebhook } from '../../../src-backend/channels/instagram/channel.ts';
import { messengerWebhook } from '../../../src-backend/channels/messenger/channel.ts';
import { parseMessaging } from '../../../src-backend/channels/meta/messaging/parse-messaging.ts';
import { parseWebhook } from '../../../src-backend/channels/whatsapp/parse-webhook.ts';
import { whatsappWebhook } from '../../../src-backend/channels/whatsapp/webhook.ts';
import { contentSchema, referralSchema } from '../../../src-shared/protocol/content.ts';
import { routes } from '../../../src-shared/protocol/http.ts';
import { fixtureFolder, readFixture } from '../../fixtures.ts';
import { changedJson, changedText } from '../mutate.ts';
import type { FuzzTarget } from '../target.ts';

const PRODUCTS = [
  { object: 'whatsapp_business_account', route: routes.whatsappWebhook },
  { object: 'instagram', route: routes.instagramWebhook },
  { object: 'page', route: routes.messengerWebhook },
] as const;

const itemSchema = z.looseObject({ recipient: z.object({ id: z.string() }) });

/** Recorded by others; some without their envelope. */
function recorded(): unknown[] {
  return ['whatsapp', 'meta'].flatMap((name) => {
    const folder = fixtureFolder(name);
    if (folder === null) return [smallest];
    return readdirSync(folder)
      .filter((file) => file.endsWith('.json') && file !== 'index.json')
      .map((file) => {
        const body = readFixture(folder, file);
        const item = itemSchema.safeParse(body).data;
        return item === undefined ? body : { object: 'page', entry: [{ id: item.recipient.id, messaging: [body] }] };
      });
  });
}

/** Where nothing recorded is at hand. */
const smallest = {
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '1',
      changes: [{ field: 'messages', value: { metadata: { phone_number_id: '1' }, messages: [{ id: 'a' }] } }],
    },
  ],
};

const time = z.number().int().nonnegative().nullable();
const sender = z.looseObject({
  address: z.string().min(1),
  phone: z.string().nullable(),
  profileName: z.string().nullable(),
});
const [text, externalId] = [z.string().nullable(), z.string().min(1)];
/** What a channel's door may be given: nothing half read gets through. */
const eventSchema = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('message'),
    ...{ externalId, sender, text, kind: z.string().min(1), providerAt: time },
    content: contentSchema.nullish(),
    referral: referralSchema.nullish(),
  }),
  z.looseObject({
    type: z.literal('status'),
    externalId,
    status: z.enum(['sent', 'delivered', 'read', 'failed']),
    providerAt: time,
  }),
  z.looseObject({ type: z.literal('watermark'), sender, upTo: z.number().int(), providerAt: time }),
  z.looseObject({
    type: z.literal('reaction'),
    externalId,
    targetExternalId: externalId,
    sender,
    emoji: text,
    providerAt: time,
  }),
  z.looseObject({ type: z.enum(['edited', 'deleted']), externalId, targetExternalId: externalId, sender, text }),
  z.looseObject({ type: z.literal('identity'), externalId: text, from: sender, to: sender }),
  z.looseObject({ type: z.literal('referral'), externalId, sender, referral: referralSchema, providerAt: time }),
  z.looseObject({ type: z.literal('templates'), externalId: text }),
  z.looseObject({ type: z.literal('ignored'), reason: z.string().min(1).max(300) }),
] as const);

const batchesOf = (object: string, body: unknown): { events: InboundEvent[] }[] =>
  object === 'whatsapp_business_account'
    ? parseWebhook(body)
    : parseMessaging(body, object === 'page' ? 'page' : 'instagram');

/** Bodies that were recorded and changed: each becomes events of the contract, or is ignored with its reason. */
export const webhookBodies: FuzzTarget = {
  name: 'webhook-bodies',
  share: 120,
  async open() {
    const property = fc.asyncProperty(
      fc.constantFrom(...PRODUCTS.map(({ object }) => object)),
      changedJson(recorded()),
      async (object, body) => {
        for (const { events } of batchesOf(object, body)) for (const event of events) eventSchema.parse(event);
      },
    );
    return { property, close: async () => undefined };
  },
};

const SECRET = 'application-secret';
const answered = z.object({ error: z.enum(['invalid', 'wrong-signature', 'wrong-token', 'too-large']) });

/** The bytes themselves, rightly signed or not, at the real route: 200, or a refusal by name, and never an accident. */
export const webhookRoutes: FuzzTarget = {
  name: 'webhook-routes',
  share: 40,
  async open() {
    const app = fastify();
    let taken = 0;
    const settings = {
      ...{
        phoneNumberId: '106540352242922',
        businessAccountId: '102290129340398',
        accessToken: 't',
        appSecret: SECRET,
      },
      ...{ verifyToken: 'v', graphUrl: 'http://127.0.0.1:9', displayPhoneNumber: '+55 11 4000-0000' },
      ...{ accountId: '17841400000000000', pageId: '10000000', username: 'loja', pageName: 'Loja' },
    };
    const door = {
      accept: async (_id: string, events: InboundEvent[]) => {
        taken += events.length;
      },
      connections: () => [{ id: 'c', workspaceId: 'w', settings }],
    };
    for (const webhook of [whatsappWebhook, instagramWebhook, messengerWebhook]) await app.register(webhook({ door }));
    await app.ready();
    const bodies = recorded().map((body) => JSON.stringify(body));
    const property = fc.asyncProperty(
      fc.constantFrom(...PRODUCTS.map(({ route }) => route)),
      changedText(bodies, ['{', '}', '[', '"', '\\u0000', '\\ud83e', '1e999', ',']),
      fc.constantFrom('right', 'wrong', 'none', 'odd'),
      fc.constantFrom('application/json', 'text/plain', 'multipart/form-data; boundary=x', ''),
      async (url, payload, signing, type) => {
        const body = Buffer.from(payload);
        const signature = {
          right: `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
          wrong: `sha256=${'0'.repeat(64)}`,
          none: undefined,
          odd: 'sha256=ã;\u007f',
        }[signing];
        const before = taken;
        const response = await app.inject({
          ...{ method: 'POST', url, payload: body },
          headers: { 'content-type': type, ...(signature !== undefined && { 'x-hub-signature-256': signature }) },
        });
        if (response.statusCode !== 200) answered.parse(response.json());
        if (response.statusCode >= 500) throw new Error(`answered ${response.statusCode}`);
        if (signing !== 'right' && taken !== before) throw new Error('unsigned words were taken');
      },
    );
    return { property, close: () => app.close() };
  },
};
