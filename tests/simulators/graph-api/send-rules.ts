import { z } from 'zod';
import { interactiveShape } from './interactive-shapes.ts';
import type { MediaKind } from './media-kinds.ts';
import type { MediaStore, StoredMedia } from './media-store.ts';
import { invalidParameter, type MetaError, metaError } from './meta-errors.ts';
import { fillTemplate, type SentTemplate, templatePart } from './template-rules.ts';
import type { TemplateStore } from './templates.ts';

export type BusinessKind = 'text' | MediaKind | 'location' | 'contacts' | 'interactive' | 'template' | 'reaction';

/** A message's content as the customer gets it, whatever its kind. */
export interface SentContent {
  kind: BusinessKind;
  /** The words: text, caption, a template's or an interactive message's body. */
  text: string | null;
  media: { stored: StoredMedia | null; link: string | null; name: string | null; voice: boolean } | null;
  template: SentTemplate | null;
  /** `emoji` null: taken back. */
  reaction: { targetId: string; emoji: string | null } | null;
  /** Of kinds that are passed on as they came: location, contacts, interactive. */
  part: unknown;
}

/** What `POST /{phone}/messages` asks for, once it is known to be as documented. */
export type SendRequest =
  | { ask: 'read'; messageId: string; typing: boolean }
  | { ask: 'message'; recipient: string; content: SentContent; quotedId: string | null; ownId: string | null };

const readBody = z.object({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.object({ type: z.literal('text') }).optional(),
});

const envelope = z.looseObject({
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  to: z.string().min(1).optional(),
  recipient: z.string().min(1).optional(),
  type: z.string().default('text'),
  context: z.object({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
});

export type CheckedSend = { ok: true; request: SendRequest } | { ok: false; error: MetaError };
type CheckedContent = { ok: true; content: SentContent } | { ok: false; error: MetaError };

const refused = (error: MetaError): { ok: false; error: MetaError } => ({ ok: false, error });

export interface SendRules {
  media: MediaStore;
  templates: TemplateStore;
}

/** The documented shape and rules of a send of any kind. A type that does not exist is answered 131051. */
export function checkSend(body: unknown, rules: SendRules): CheckedSend {
  const read = readBody.safeParse(body);
  if (read.success) {
    const { message_id: messageId, typing_indicator } = read.data;
    return { ok: true, request: { ask: 'read', messageId, typing: typing_indicator !== undefined } };
  }
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return refused(shapeError(parsed.error, ''));
  const { to, recipient, type, context, biz_opaque_callback_data: ownId = null } = parsed.data;
  // `to` takes precedence where both are given.
  const address = to === undefined ? recipient : to.replace(/[\s()+-]/g, '');
  if (address === undefined) return refused(invalidParameter('The parameter to or recipient is required.'));
  if (to !== undefined && !/^\d{5,15}$/.test(address)) return refused(invalidParameter(`to: ${to} is no number`));
  const reader = readers.get(type);
  if (reader === undefined) return refused(metaError(131051));
  if (parsed.data[type] === undefined)
    return refused({ ...metaError(131008), details: `Parameter ${type} is missing` });
  const checked = reader(parsed.data[type], rules);
  if (!checked.ok) return checked;
  const quotedId = context?.message_id ?? null;
  return { ok: true, request: { ask: 'message', recipient: address, content: checked.content, quotedId, ownId } };
}

type Reader = (part: unknown, rules: SendRules) => CheckedContent;

const content = (kind: BusinessKind, fields: Partial<SentContent>): CheckedContent => ({
  ok: true,
  content: { kind, text: null, media: null, template: null, reaction: null, part: null, ...fields },
});

/** A reader that checks the part's shape and makes content of it. */
function shaped<Shape extends z.ZodType>(
  name: string,
  shape: Shape,
  make: (part: z.infer<Shape>, rules: SendRules) => CheckedContent,
): [string, Reader] {
  return [
    name,
    (part, rules) => {
      const parsed = shape.safeParse(part);
      return parsed.success ? make(parsed.data, rules) : refused(shapeError(parsed.error, name));
    },
  ];
}

const caption = z.string().max(1_024).optional();
const mediaFields = { id: z.string().min(1).optional(), link: z.url({ protocol: /^https?$/ }).optional() };

function mediaReader(kind: MediaKind, extra: z.ZodRawShape): [string, Reader] {
  const shape = z
    .strictObject({ ...mediaFields, ...extra })
    .refine(({ id, link }) => (id === undefined) !== (link === undefined), 'takes id or link');
  return shaped(kind, shape, (part, { media }) => {
    const { id, link, caption: text, filename, voice } = looseMedia.parse(part);
    const stored = id === undefined ? null : media.get(id);
    if (id !== undefined && stored === null) {
      return refused({ ...metaError(131009), details: `${kind}['id'] is not a media attachment of this account` });
    }
    if (stored !== null && stored.kind !== kind) {
      return refused({ ...metaError(131053), details: `${stored.mime} cannot be sent as ${kind}` });
    }
    if (voice === true && stored !== null && !stored.mime.startsWith('audio/ogg')) {
      return refused({ ...metaError(131053), details: 'A voice note is Ogg with Opus' });
    }
    const medium = { stored, link: link ?? null, name: filename ?? null, voice: voice === true };
    return content(kind, { text: text ?? null, media: medium });
  });
}

const looseMedia = z.looseObject({
  ...mediaFields,
  caption,
  filename: z.string().optional(),
  voice: z.boolean().optional(),
});

const card = z.looseObject({
  name: z
    .looseObject({ formatted_name: z.string().min(1) })
    .refine((name) => Object.keys(name).length > 1, 'needs one more part of the name'),
  phones: z.array(z.looseObject({ phone: z.string().optional() })).optional(),
});

const readers = new Map<string, Reader>([
  shaped('text', z.strictObject({ body: z.string().min(1).max(4_096), preview_url: z.boolean().optional() }), (part) =>
    content('text', { text: part.body }),
  ),
  mediaReader('image', { caption }),
  mediaReader('video', { caption }),
  mediaReader('audio', { voice: z.boolean().optional() }),
  mediaReader('document', { caption, filename: z.string().min(1).max(240).optional() }),
  mediaReader('sticker', {}),
  shaped(
    'location',
    z.strictObject({
      latitude: z.coerce.number().min(-90).max(90),
      longitude: z.coerce.number().min(-180).max(180),
      name: z.string().optional(),
      address: z.string().optional(),
    }),
    (part) => content('location', { part }),
  ),
  shaped('contacts', z.array(card).min(1).max(257), (part) => content('contacts', { part })),
  shaped('interactive', interactiveShape, (part) => content('interactive', { part, text: part.body?.text ?? null })),
  shaped('reaction', z.strictObject({ message_id: z.string().min(1), emoji: z.string().max(32) }), (part) =>
    content('reaction', { reaction: { targetId: part.message_id, emoji: part.emoji === '' ? null : part.emoji } }),
  ),
  shaped('template', templatePart, (part, { templates, media }) => {
    const filled = fillTemplate(part, templates, media);
    if (!filled.ok) return filled;
    const { text, template, media: stored, fileName } = filled;
    const medium = stored && { stored, link: null, name: fileName, voice: false };
    return content('template', { text, template, media: medium });
  }),
]);

const shapeError = (error: z.ZodError, part: string): MetaError =>
  invalidParameter(
    error.issues
      .map(({ path, message }) => `${[part, ...path].filter((step) => step !== '').join('.')}: ${message}`)
      .join('; '),
  );
