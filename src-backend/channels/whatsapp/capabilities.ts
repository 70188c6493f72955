import type { Capabilities } from '../../../src-shared/protocol/entities.ts';
import { officeDocuments } from '../office-documents.ts';

export const CAPTION_LIMIT = 1024;

/** A sticker that moves may be larger than one that does not; `capabilities` gives the larger of the two. */
export const STATIC_STICKER_BYTES = 100 * 1024;

const MB = 1024 * 1024;

/** What this channel does. Limits: WhatsApp Cloud API, "Text messages" and "Supported media types" (v26). */
export const whatsAppCapabilities: Capabilities = {
  textLimit: 4096,
  captionLimit: CAPTION_LIMIT,
  windowMs: 24 * 60 * 60_000,
  media: [
    { kind: 'image', mimes: ['image/jpeg', 'image/png'], maxBytes: 5 * MB },
    { kind: 'video', mimes: ['video/mp4', 'video/3gpp'], maxBytes: 16 * MB },
    {
      kind: 'audio',
      mimes: ['audio/aac', 'audio/mp4', 'audio/mpeg', 'audio/amr', 'audio/ogg'],
      maxBytes: 16 * MB,
      captions: false,
    },
    {
      kind: 'document',
      mimes: [...officeDocuments],
      maxBytes: 100 * MB,
    },
    { kind: 'sticker', mimes: ['image/webp'], maxBytes: 500 * 1024, captions: false },
  ],
  receipts: ['sent', 'delivered', 'read'],
  typing: true,
  templates: true,
  reactions: true,
  voice: ['audio/ogg'],
};
