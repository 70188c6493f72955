import { z } from 'zod';

/** What a message carries besides its text and its medium, by kind; and what happens to a message later. */
const time = z.number().int().nonnegative();
const line = z.string().max(1_000);

/** A template as it was sent: words filled in, so that the history shows what the customer saw whatever becomes of it. */
export const sentTemplateSchema = z.object({
  type: z.literal('template'),
  templateId: z.string(),
  name: z.string(),
  language: z.string(),
  /** A text header, filled in; a medium as header is the message's `media`. */
  header: z.string().nullable(),
  footer: z.string().nullable(),
  buttons: z.array(z.object({ kind: z.enum(['reply', 'url', 'phone', 'code', 'other']), text: z.string() })),
  /** The values by which it was filled, as `TemplateValues` (protocol/templates.ts); kept for a new attempt. */
  values: z.unknown(),
});

const mailbox = z.object({ address: z.string().max(320), name: line.nullable() });
export type Mailbox = z.infer<typeof mailbox>;

/**
 * An e-mail around its text. `text` of the message is what was written, without what it quotes; `quoted` is that. `html`: the
 * sanitised page is at `GET /messages/:id/html` (pictures of the mail itself inside, remote ones held back until asked
 * for); null where the mail had none. `automatic`: no person wrote it (out of office, list, bounce).
 */
export const emailContentSchema = z.object({
  type: z.literal('email'),
  subject: z.string().max(1_000),
  from: mailbox.nullable(),
  to: z.array(mailbox).max(200),
  cc: z.array(mailbox).max(200),
  bcc: z.array(mailbox).max(200),
  quoted: z.string().max(100_000).nullable(),
  html: z.boolean(),
  remoteImages: z.number().int().nonnegative(),
  automatic: z.boolean(),
});
export type EmailContent = z.infer<typeof emailContentSchema>;

export const mailAddressSchema = z.email().max(254);
export const isMailAddress = (words: string): boolean => mailAddressSchema.safeParse(words).success;

/** `subject` null: the thread's own with «Re:». */
export const emailSendSchema = z.object({
  subject: z.string().max(500).nullable(),
  cc: z.array(mailAddressSchema).max(50),
  bcc: z.array(mailAddressSchema).max(50),
  quoteHistory: z.boolean(),
});
export type EmailSend = z.infer<typeof emailSendSchema>;

export const contentSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: line.nullable(),
    address: line.nullable(),
  }),
  z.object({
    type: z.literal('contacts'),
    cards: z
      .array(
        z.object({
          name: line,
          organization: line.nullable(),
          phones: z.array(z.object({ number: line, label: line.nullable() })).max(50),
          emails: z.array(z.object({ address: line, label: line.nullable() })).max(50),
        }),
      )
      .max(100),
  }),
  /** The customer pressed a button, chose from a list or filled in a form. `text` of the message is the choice in words. */
  z.object({
    type: z.literal('reply'),
    to: z.enum(['button', 'list', 'form']),
    title: z.string().max(4_000),
    description: z.string().max(4_000).nullable(),
    fields: z.array(z.object({ name: line, value: z.string().max(4_000) })).max(200),
  }),
  z.object({
    type: z.literal('order'),
    note: z.string().max(4_000).nullable(),
    items: z
      .array(
        z.object({
          product: line,
          quantity: z.number().nonnegative(),
          /** Of one piece, in the currency's main unit; null where the provider gave none. */
          price: z.number().nullable(),
          currency: z.string().max(8).nullable(),
        }),
      )
      .max(500),
  }),
  emailContentSchema,
  z.object({
    /** A story of ours that the customer answered or mentioned us in (Instagram); `url` lives for a day. */
    type: z.literal('story'),
    about: z.enum(['reply', 'mention']),
    url: z.string().max(2_000).nullable(),
  }),
  z.object({
    type: z.literal('form'),
    form: line,
    page: z.string().max(2_000).nullable(),
    fields: z.array(z.object({ name: line, value: z.string().max(4_000) })).max(100),
  }),
  z.object({ type: z.literal('sticker'), animated: z.boolean() }),
  sentTemplateSchema,
]);
export type Content = z.infer<typeof contentSchema>;
export type SentTemplate = z.infer<typeof sentTemplateSchema>;

export const referralSchema = z.object({
  headline: line.nullable(),
  body: z.string().max(4_000).nullable(),
  /** Where the advertisement or post is; shown as a link, never loaded by itself. */
  url: z.string().max(2_000).nullable(),
  kind: z.enum(['ad', 'post', 'other']),
});

/** One reaction per side: the customer's, and the business's last one whoever of the team gave it. */
export const reactionSchema = z.object({
  by: z.enum(['customer', 'business']),
  /** Who of the team; null for the customer. */
  authorId: z.string().nullable(),
  emoji: z.string().min(1).max(32),
  at: time,
  /** Ours only: whether the channel took it. */
  state: z.enum(['queued', 'sent', 'failed']).default('sent'),
});
export type Reaction = z.infer<typeof reactionSchema>;

export const editSchema = z.object({ text: z.string().nullable(), at: time });
