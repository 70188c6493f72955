import type { FastifyPluginAsync } from 'fastify';
import { routes } from '../../../src-shared/protocol/http.ts';
import type { ChannelAdapter, InboundDoor } from '../contract.ts';
import { createMessagingChannel, type MessagingChannelDeps } from '../meta/messaging/channel.ts';
import { type MessagingProduct, WINDOW_MS } from '../meta/messaging/product.ts';
import { messagingWebhook } from '../meta/messaging/webhook.ts';
import { officeDocuments } from '../office-documents.ts';
import { type MessengerSettings, messengerSettingsSchema } from './settings.ts';

const MB = 1024 * 1024;

/** Source: Messenger Platform, «Send API» and «Attachment Upload API» (v26). */
const messenger: MessagingProduct = {
  channel: 'messenger',
  capabilities: {
    textLimit: 2000,
    windowMs: WINDOW_MS,
    media: [
      {
        kind: 'image',
        mimes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
        maxBytes: 8 * MB,
        captions: false,
      },
      { kind: 'video', mimes: ['video/mp4', 'video/quicktime', 'video/webm'], maxBytes: 25 * MB, captions: false },
      {
        kind: 'audio',
        mimes: ['audio/aac', 'audio/mp4', 'audio/x-m4a', 'audio/mpeg', 'audio/wav', 'audio/ogg'],
        maxBytes: 25 * MB,
        captions: false,
      },
      {
        kind: 'document',
        mimes: [...officeDocuments],
        maxBytes: 25 * MB,
        captions: false,
      },
    ],
    receipts: ['sent', 'delivered', 'read'],
    typing: true,
    templates: false,
    reactions: true,
    voice: ['audio/ogg'],
  },
  uploadPlatform: null,
  carriesOwnId: true,
  reactionOf: (emoji) => emoji,
  profileFields: 'name,first_name,last_name',
  // Source: «Rate limits»: 300 texts a second for each Page; one person gets no storm of them.
  rates: { perNumber: { burst: 300, everyMs: 1000 / 300 }, perPair: { burst: 20, everyMs: 1_000 } },
};

/** Messenger through Meta's Graph API. */
export const createMessengerChannel = (deps: MessagingChannelDeps = {}): ChannelAdapter<MessengerSettings> =>
  createMessagingChannel(
    messenger,
    { parse: (raw) => messengerSettingsSchema.parse(raw), address: ({ pageName }) => pageName },
    deps,
  );

/** `GET|POST /webhooks/messenger`. */
export const messengerWebhook = ({ door }: { door: InboundDoor }): FastifyPluginAsync =>
  messagingWebhook(
    {
      channel: 'messenger',
      route: routes.messengerWebhook,
      object: 'page',
      parseSettings: (raw) => messengerSettingsSchema.parse(raw),
    },
    door,
  );
