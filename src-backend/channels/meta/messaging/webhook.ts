import type { FastifyPluginAsync } from 'fastify';
import type { InboundDoor } from '../../contract.ts';
import { metaWebhook } from '../webhook-route.ts';
import { parseMessaging } from './parse-messaging.ts';
import type { MessagingSettings } from './product.ts';

/** `GET|POST` of Instagram's or Messenger's webhook: the entry's id names the account (meta/webhook-route.ts). */
export const messagingWebhook = (
  product: {
    channel: 'instagram' | 'messenger';
    route: string;
    object: 'instagram' | 'page';
    parseSettings(raw: unknown): MessagingSettings;
  },
  door: InboundDoor,
): FastifyPluginAsync =>
  metaWebhook(
    {
      ...product,
      parse: (body) => parseMessaging(body, product.object),
      isFor: (settings, { accountId }) => settings.accountId === accountId,
    },
    door,
  );
