import type { Capabilities } from '../../../src-shared/protocol/entities.ts';

export const CAPTION_LIMIT = 1024;

/** What this channel does today. Limits: WhatsApp Cloud API, "Text messages" and "Supported media types" (v26). */
export const whatsAppCapabilities: Capabilities = {
  textLimit: 4096,
  captionLimit: CAPTION_LIMIT,
  windowMs: 24 * 60 * 60_000,
  media: [{ kind: 'image', mimes: ['image/jpeg', 'image/png'], maxBytes: 5 * 1024 * 1024 }],
  receipts: ['sent', 'delivered', 'read'],
  typing: true,
  templates: false,
  reactions: false,
  voice: [],
};
