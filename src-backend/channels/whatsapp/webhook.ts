import type { FastifyPluginAsync } from 'fastify';
import { routes } from '../../../src-shared/protocol/http.ts';
import type { InboundDoor } from '../contract.ts';
import { metaWebhook } from '../meta/webhook-route.ts';
import { parseWebhook } from './parse-webhook.ts';
import { whatsAppSettingsSchema } from './settings.ts';

export interface WhatsAppWebhookDeps {
  door: InboundDoor;
}

/** `GET|POST /webhooks/whatsapp`: one address for the Meta application, whatever the number (meta/webhook-route.ts). */
export const whatsappWebhook = ({ door }: WhatsAppWebhookDeps): FastifyPluginAsync =>
  metaWebhook(
    {
      channel: 'whatsapp',
      route: routes.whatsappWebhook,
      parseSettings: (raw) => whatsAppSettingsSchema.parse(raw),
      parse: (body) =>
        parseWebhook(body).map((batch) => ({
          ...batch,
          accountId: batch.phoneNumberId,
          accountWide: batch.phoneNumberId === null,
        })),
      isFor: (settings, { phoneNumberId, businessAccountId }) =>
        phoneNumberId === null
          ? settings.businessAccountId === businessAccountId
          : settings.phoneNumberId === phoneNumberId,
    },
    door,
  );
