import { z } from 'zod';
import type { Capabilities } from '../../../src-shared/protocol/entities.ts';
import { LIVECHAT_LIMITS } from '../../../src-shared/protocol/livechat.ts';

/** What may be set up for a live-chat connection; without it the widget speaks its own words in the visitor's language. */
export const liveChatSettingsSchema = z.object({
  /** At the top of the panel, usually the shop's name. */
  title: z.string().trim().min(1).max(60).nullable().default(null),
  /** Shown before the first message. */
  greeting: z.string().trim().min(1).max(300).nullable().default(null),
});
export type LiveChatSettings = z.infer<typeof liveChatSettingsSchema>;

export const LIVECHAT_CAPABILITIES: Capabilities = {
  textLimit: LIVECHAT_LIMITS.text,
  windowMs: null,
  media: [{ kind: 'image', mimes: [...LIVECHAT_LIMITS.imageMimes], maxBytes: LIVECHAT_LIMITS.imageBytes }],
  receipts: ['sent', 'delivered', 'read'],
  typing: true,
  templates: false,
  reactions: false,
  voice: [],
};
