import type { FastifyPluginAsync } from 'fastify';
import { routes } from '../../../src-shared/protocol/http.ts';
import type { ChannelAdapter, InboundDoor } from '../contract.ts';
import { createMessagingChannel, type MessagingChannelDeps } from '../meta/messaging/channel.ts';
import { type MessagingProduct, WINDOW_MS } from '../meta/messaging/product.ts';
import { messagingWebhook } from '../meta/messaging/webhook.ts';
import { type InstagramSettings, instagramSettingsSchema } from './settings.ts';

const MB = 1024 * 1024;

/** The only reaction that a business can give there. */
const HEART = '❤️';

/** Source: Instagram Messaging, «Send a message» and «Upload media» (v26). */
const instagram: MessagingProduct = {
  channel: 'instagram',
  capabilities: {
    textLimit: 1000,
    textInBytes: true,
    windowMs: WINDOW_MS,
    media: [
      { kind: 'image', mimes: ['image/jpeg', 'image/png', 'image/gif'], maxBytes: 8 * MB, captions: false },
      {
        kind: 'video',
        mimes: ['video/mp4', 'video/ogg', 'video/x-msvideo', 'video/quicktime', 'video/webm'],
        maxBytes: 25 * MB,
        captions: false,
      },
      {
        kind: 'audio',
        mimes: ['audio/aac', 'audio/mp4', 'audio/x-m4a', 'audio/wav'],
        maxBytes: 25 * MB,
        captions: false,
      },
      { kind: 'document', mimes: ['application/pdf'], maxBytes: 25 * MB, captions: false },
    ],
    // It tells when something is read, and never that it was delivered.
    receipts: ['sent', 'read'],
    typing: true,
    templates: false,
    reactions: true,
    reactionEmojis: [HEART],
    voice: [],
  },
  uploadPlatform: 'instagram',
  carriesOwnId: false,
  reactionOf: (emoji) => (emoji === HEART ? 'love' : null),
  profileFields: 'name,username',
  // Source: «Rate limits»: 100 texts a second for each account; one person gets no storm of them.
  rates: { perNumber: { burst: 100, everyMs: 10 }, perPair: { burst: 20, everyMs: 1_000 } },
};

/** Instagram through Meta's Graph API. */
export const createInstagramChannel = (deps: MessagingChannelDeps = {}): ChannelAdapter<InstagramSettings> =>
  createMessagingChannel(
    instagram,
    { parse: (raw) => instagramSettingsSchema.parse(raw), address: ({ username }) => username },
    deps,
  );

/** `GET|POST /webhooks/instagram`. */
export const instagramWebhook = ({ door }: { door: InboundDoor }): FastifyPluginAsync =>
  messagingWebhook(
    {
      channel: 'instagram',
      route: routes.instagramWebhook,
      object: 'instagram',
      parseSettings: (raw) => instagramSettingsSchema.parse(raw),
    },
    door,
  );
