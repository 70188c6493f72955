import { z } from 'zod';

/** What a channel allows, as the composer needs it. Sizes in bytes. */
export const capabilitiesSchema = z.object({
  textLimit: z.number().int().positive(),
  /** The limit counts bytes of UTF-8 instead of characters. */
  textInBytes: z.literal(true).optional(),
  /** The longest text that may go with a medium; absent: `textLimit`. */
  captionLimit: z.number().int().positive().optional(),
  /** Milliseconds an agent may write freely after the customer's last message; null: always. */
  windowMs: z.number().int().positive().nullable(),
  /** So long after the customer's last message only people may write, no automation (Meta's tag HUMAN_AGENT). */
  peopleOnlyAfterMs: z.number().int().positive().optional(),
  media: z.array(
    z.object({
      kind: z.enum(['image', 'video', 'audio', 'document', 'sticker']),
      mimes: z.array(z.string()),
      maxBytes: z.number().int(),
      /** `false`: no text may go with it; absent: it may. */
      captions: z.literal(false).optional(),
    }),
  ),
  receipts: z.array(z.enum(['sent', 'delivered', 'read'])),
  typing: z.boolean(),
  /** Outside the window a template may be sent, and a conversation begun by us (section C). */
  templates: z.boolean().default(false),
  reactions: z.boolean().default(false),
  /** The only reactions there are; absent: any emoji. */
  reactionEmojis: z.array(z.string()).optional(),
  /** Kinds of sound (MIME) that may be sent as a voice note; empty: none. */
  voice: z.array(z.string()).default([]),
  /** Several files may go with one message: how many, and the bytes of all together; absent: one. */
  files: z.object({ most: z.number().int().positive(), bytes: z.number().int().positive() }).optional(),
  /** Nothing can be sent through it (a form): the customer is answered through one of the connection's `answeredBy`. */
  receivesOnly: z.literal(true).optional(),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;
