import { z } from 'zod';
import type { MediaStore, StoredMedia } from './media-store.ts';
import { invalidParameter, type MetaError, metaError } from './meta-errors.ts';

/** What `POST /{phone}/messages` asks for, once it is known to be as documented. */
export type SendRequest =
  | { ask: 'read'; messageId: string; typing: boolean }
  | {
      ask: 'message';
      recipient: string;
      kind: 'text' | 'image';
      text: string | null;
      image: StoredMedia | null;
      quotedId: string | null;
      ownId: string | null;
    };

const readBody = z.object({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.object({ type: z.literal('text') }).optional(),
});

const messageBody = z.object({
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  to: z.string().min(1).optional(),
  recipient: z.string().min(1).optional(),
  type: z.string().default('text'),
  text: z.object({ body: z.string().min(1).max(4096), preview_url: z.boolean().optional() }).optional(),
  image: z.object({ id: z.string().min(1), caption: z.string().max(1024).optional() }).optional(),
  context: z.object({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
});

export type CheckedSend = { ok: true; request: SendRequest } | { ok: false; error: MetaError };

const refused = (error: MetaError): CheckedSend => ({ ok: false, error });

/** The documented shape of a send; text and image so far, other types are answered as unsupported. */
export function checkSend(body: unknown, media: MediaStore): CheckedSend {
  const read = readBody.safeParse(body);
  if (read.success) {
    const { message_id: messageId, typing_indicator } = read.data;
    return { ok: true, request: { ask: 'read', messageId, typing: typing_indicator !== undefined } };
  }
  const parsed = messageBody.safeParse(body);
  if (!parsed.success)
    return refused(invalidParameter(parsed.error.issues.map(({ path }) => path.join('.')).join(', ')));
  const { to, recipient, type, text, image, context, biz_opaque_callback_data } = parsed.data;
  // `to` takes precedence where both are given.
  const address = to?.replace(/^\+/, '') ?? recipient;
  if (address === undefined) return refused(invalidParameter('The parameter to or recipient is required.'));
  const common = {
    ask: 'message' as const,
    recipient: address,
    quotedId: context?.message_id ?? null,
    ownId: biz_opaque_callback_data ?? null,
  };
  if (type === 'text') {
    if (!text) return refused(invalidParameter("The parameter text['body'] is required."));
    return { ok: true, request: { ...common, kind: 'text', text: text.body, image: null } };
  }
  if (type === 'image') {
    if (!image) return refused(invalidParameter("The parameter image['id'] is required."));
    const stored = media.get(image.id);
    if (!stored) return refused(invalidParameter(`image['id'] is not a media attachment of this account`));
    return { ok: true, request: { ...common, kind: 'image', text: image.caption ?? null, image: stored } };
  }
  return refused(metaError(131051));
}
