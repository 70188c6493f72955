import { z } from 'zod';
import type { Content } from '../../../../src-shared/protocol/content.ts';
import type { InboundMessage } from '../../contract.ts';
import { optionalReference, optionalWords } from '../webhook-fields.ts';
import { type Attachment, readAttachment } from './attachments.ts';
import { lines, webAddress } from './fields.ts';

/** What a message says, apart from who wrote it, when, and what it answers. */
export type MessageContent = Pick<InboundMessage, 'kind' | 'text' | 'media' | 'unknownKind' | 'content' | 'moreMedia'>;

const contentSchema = z.looseObject({
  text: optionalWords,
  attachments: z.array(z.unknown()).max(100).catch([]),
  quick_reply: z.object({ payload: optionalWords }).optional().catch(undefined),
  is_unsupported: z.boolean().optional().catch(undefined),
  reply_to: z
    .looseObject({ story: z.looseObject({ id: optionalReference, url: optionalWords }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** Never throws; of what cannot be read the message says what it was called. */
export function readContent(raw: unknown): MessageContent {
  const part = contentSchema.safeParse(raw).data;
  if (part === undefined || part.is_unsupported === true)
    return unknown(part === undefined ? 'message' : 'unsupported');
  const attachments = part.attachments.map(readAttachment);
  if (part.quick_reply !== undefined && part.text !== undefined) return pressed(part.text);
  const media = attachments.flatMap((one) => (one.as === 'medium' ? [one] : []));
  const [first, ...more] = media;
  const strange = attachments.flatMap((one) => (one.as === 'unknown' ? [one.name] : []));
  const text = wordsOf(part.text, attachments, first === undefined ? [] : strange);
  const content = contentOf(part.reply_to?.story, attachments);
  if (first !== undefined) {
    const sticker: Content | null = first.kind === 'sticker' ? { type: 'sticker', animated: false } : null;
    return {
      kind: first.kind,
      text,
      media: first.medium,
      ...(more.length === 0 ? {} : { moreMedia: more.map(({ medium }) => medium) }),
      content: content?.type === 'story' ? content : sticker,
      unknownKind: null,
    };
  }
  if (strange[0] !== undefined) return { ...unknown(strange[0]), text, content };
  if (content?.type === 'location')
    return { kind: 'location', text: text ?? content.name, media: null, content, unknownKind: null };
  if (text === null && content === null) return unknown('empty');
  return { kind: 'text', text, media: null, content, unknownKind: null };
}

/** Pressed instead of written: a quick reply, a button, an item of a menu. */
export function pressed(title: string): MessageContent {
  const content: Content = {
    type: 'reply',
    to: 'button',
    title: title.slice(0, 4_000).toWellFormed(),
    description: null,
    fields: [],
  };
  return { kind: 'interactive', text: content.title, media: null, content, unknownKind: null };
}

const unknown = (name: string): MessageContent => ({
  kind: 'unknown',
  text: null,
  media: null,
  content: null,
  unknownKind: name,
});

/** A link in the text comes again as an attachment, with the page's title: what is said already is not repeated. */
function wordsOf(
  text: string | undefined,
  attachments: readonly Attachment[],
  strange: readonly string[],
): string | null {
  const written = text?.trim() ? text : undefined;
  const shared = attachments.flatMap((one) => (one.as === 'words' ? one.text.split('\n') : []));
  const fresh = shared.filter((line) => written?.includes(line) !== true);
  const repeated = fresh.length < shared.length;
  return lines(written, ...(repeated ? [] : fresh), ...strange.map((name) => `[${name}]`));
}

function contentOf(
  story: { url?: string | undefined } | undefined,
  attachments: readonly Attachment[],
): Extract<Content, { type: 'location' | 'story' }> | null {
  if (story !== undefined) return { type: 'story', about: 'reply', url: webAddress(story.url) };
  return attachments.flatMap((one) => (one.as === 'content' ? [one.content] : []))[0] ?? null;
}
