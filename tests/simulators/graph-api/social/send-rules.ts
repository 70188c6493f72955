import { z } from 'zod';
import type { MediaStore, StoredMedia } from '../media-store.ts';
import { invalid, type Product, type SocialError } from './errors.ts';

const DAY_MS = 24 * 60 * 60_000;
const MB = 1024 * 1024;

const recipient = z.strictObject({ id: z.string().min(1) });
const attachment = z.strictObject({
  type: z.enum(['image', 'video', 'audio', 'file']),
  payload: z.strictObject({ attachment_id: z.string() }),
});
const messageBody = z.strictObject({
  recipient,
  messaging_type: z.enum(['RESPONSE', 'UPDATE', 'MESSAGE_TAG']),
  tag: z.string().optional(),
  message: z.strictObject({
    text: z.string().optional(),
    attachment: attachment.optional(),
    metadata: z.string().max(1000).optional(),
  }),
  reply_to: z.strictObject({ mid: z.string().min(1) }).optional(),
});
const actionBody = z.strictObject({
  recipient,
  sender_action: z.enum(['typing_on', 'typing_off', 'mark_seen', 'react', 'unreact']),
  payload: z.strictObject({ message_id: z.string().min(1), reaction: z.string().min(1).optional() }).optional(),
});

export type AttachmentType = z.infer<typeof attachment>['type'];
export type SocialSend =
  | {
      ask: 'action';
      to: string;
      action: z.infer<typeof actionBody>['sender_action'];
      target: string | null;
      reaction: string | null;
    }
  | {
      ask: 'message';
      to: string;
      tag: 'HUMAN_AGENT' | null;
      text: string | null;
      attachment: { type: AttachmentType; stored: StoredMedia } | null;
      metadata: string | null;
      quotedId: string | null;
    };
export type Checked = { ok: true; send: SocialSend } | { ok: false; error: SocialError };

const no = (error: SocialError): Checked => ({ ok: false, error });

/** The documented shape and limits of `POST /{account}/messages`. */
export function checkSend(raw: unknown, product: Product, media: MediaStore): Checked {
  const action = actionBody.safeParse(raw).data;
  if (action !== undefined) {
    const reaction = action.payload?.reaction ?? null;
    if (action.sender_action === 'react' && (reaction === null || (product === 'instagram' && reaction !== 'love')))
      return no(invalid('Invalid reaction'));
    return {
      ok: true,
      send: {
        ask: 'action',
        to: action.recipient.id,
        action: action.sender_action,
        target: action.payload?.message_id ?? null,
        reaction,
      },
    };
  }
  const parsed = messageBody.safeParse(raw);
  if (!parsed.success) return no(invalid('Param message must be well-formed'));
  const { recipient: to, messaging_type, tag, message, reply_to } = parsed.data;
  const { text = null, attachment: attached, metadata = null } = message;
  if ((text === null) === (attached === undefined)) return no(invalid('A message has a text or an attachment'));
  if (text !== null && text.trim() === '') return no(invalid('Message cannot be empty', 2018034));
  const isTooLong = product === 'instagram' ? Buffer.byteLength(text ?? '') > 1000 : (text ?? '').length > 2000;
  if (isTooLong) return no(invalid('Length of param message[text] must be less than or equal to the limit'));
  // Source: tags other than this one are refused since April 2026.
  if ((messaging_type === 'MESSAGE_TAG') !== (tag !== undefined) || (tag !== undefined && tag !== 'HUMAN_AGENT'))
    return no(invalid('Tag is invalid'));
  if (product === 'instagram' && metadata !== null) return no(invalid('Unexpected key "metadata" on param "message"'));
  const stored = attached === undefined ? null : media.get(attached.payload.attachment_id);
  if (attached !== undefined && stored === null) return no(invalid('Invalid attachment id'));
  return {
    ok: true,
    send: {
      ...{ ask: 'message', to: to.id, tag: tag === undefined ? null : 'HUMAN_AGENT', text, metadata },
      attachment: attached === undefined || stored === null ? null : { type: attached.type, stored },
      quotedId: reply_to?.mid ?? null,
    },
  };
}

/** Whether what is sent so may be, this long after the person's last word. */
export function isInWindow(tag: 'HUMAN_AGENT' | null, silentForMs: number, humanAgent: boolean): boolean {
  if (tag === null) return silentForMs < DAY_MS;
  return humanAgent && silentForMs < 7 * DAY_MS;
}

const uploadMessage = z.strictObject({
  attachment: z.strictObject({
    type: z.enum(['image', 'video', 'audio', 'file']),
    payload: z.strictObject({ is_reusable: z.boolean() }),
  }),
});

/** The documented shape and limits of an upload; null: all is well. */
export function uploadProblem(
  fields: ReadonlyMap<string, string>,
  file: { mime: string; name: string; bytes: Uint8Array } | null,
  product: Product,
): SocialError | null {
  if ((fields.get('platform') ?? 'messenger') !== product) return invalid('Platform is not the account’s');
  const message = uploadMessage.safeParse(json(fields.get('message'))).data;
  if (message === undefined || file === null) return invalid('Param message[attachment] or filedata is missing');
  const { type } = message.attachment;
  if (!/^[\x20-\x7e]+$/.test(file.name)) return invalid('The file name has characters that are not supported');
  if (type !== 'file' && !file.mime.startsWith(`${type}/`))
    return invalid('Upload attachment failure: the media type does not match the file', 2018047);
  if (file.bytes.length > (type === 'image' ? 8 : 25) * MB)
    return invalid('Attachment size exceeds allowable limit', 2018109);
  return null;
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
