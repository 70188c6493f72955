import { z } from 'zod';
import type { Content } from '../../../../src-shared/protocol/content.ts';
import type { InboundMedium } from '../../contract.ts';
import { optionalReference, optionalWords, termOf } from '../webhook-fields.ts';
import { lines, optionalId, webAddress } from './fields.ts';

/** What one attachment of a message is to us. */
export type Attachment =
  | { as: 'medium'; kind: 'image' | 'video' | 'audio' | 'document' | 'sticker'; medium: InboundMedium }
  /** Something shared: said in words, with where it is. */
  | { as: 'words'; text: string }
  | { as: 'content'; content: Extract<Content, { type: 'location' | 'story' }> }
  | { as: 'unknown'; name: string };

const attachmentSchema = z.looseObject({
  type: optionalReference,
  title: optionalWords,
  url: optionalWords,
  URL: optionalWords,
  payload: z.unknown().optional(),
});
type Raw = z.infer<typeof attachmentSchema>;

const payloadSchema = z.looseObject({
  url: optionalWords,
  title: optionalWords,
  text: optionalWords,
  sticker_id: optionalId,
  coordinates: z
    .object({ lat: z.number().min(-90).max(90), long: z.number().min(-180).max(180) })
    .optional()
    .catch(undefined),
  product: z
    .object({ elements: z.array(z.unknown()) })
    .optional()
    .catch(undefined),
  elements: z.array(z.unknown()).optional().catch(undefined),
  buttons: z.array(z.unknown()).optional().catch(undefined),
});
type Payload = z.infer<typeof payloadSchema>;

type Reader = (raw: Raw, payload: Payload) => Attachment | null;

const medium =
  (kind: 'image' | 'video' | 'audio' | 'document'): Reader =>
  (_raw, { url, sticker_id }) => {
    if (url === undefined || url === '' || url.length > 4_000) return null;
    const { name, mime } = fileOf(url, kind);
    return {
      as: 'medium',
      kind: kind === 'image' && sticker_id !== undefined ? 'sticker' : kind,
      medium: { source: { type: 'provider', ref: url }, mime, name: kind === 'document' ? name : null, bytes: null },
    };
  };

/** A post, a reel, a page: their pictures are for looking at where they are. */
const shared: Reader = (raw, payload) => {
  const text = lines(raw.title ?? payload.title, payload.url ?? raw.url ?? raw.URL);
  return text === null ? null : { as: 'words', text };
};

const elementSchema = z.looseObject({
  title: optionalWords,
  subtitle: optionalWords,
  buttons: z.array(z.unknown()).catch([]),
});
const buttonSchema = z.looseObject({ title: optionalWords, url: optionalWords });

/** Cards: of the catalogue, when a customer asks about a product; of any kind, when the business sent them from elsewhere. */
const cards: Reader = (raw, payload) => {
  const elements = (payload.product?.elements ?? payload.elements ?? []).flatMap(
    (element) => elementSchema.safeParse(element).data ?? [],
  );
  const buttons = [...(payload.buttons ?? []), ...elements.flatMap((element) => element.buttons)];
  const text = lines(
    payload.text ?? raw.title,
    ...elements.map(({ title, subtitle }) => [title, subtitle].filter((part) => part).join(' · ')),
    ...buttons.map((button) => {
      const { title, url } = buttonSchema.safeParse(button).data ?? {};
      return [title, url].filter((part) => part).join(': ');
    }),
  );
  return text === null ? null : { as: 'words', text };
};

const readers = new Map<string, Reader>([
  ['image', medium('image')],
  ['animated_image', medium('image')],
  ['video', medium('video')],
  ['audio', medium('audio')],
  ['file', medium('document')],
  ['share', shared],
  ['fallback', shared],
  ['post', shared],
  ['reel', shared],
  ['ig_reel', shared],
  ['ig_post', shared],
  ['ig_story', shared],
  ['template', cards],
  ['like_heart', () => ({ as: 'words', text: '❤️' })],
  [
    'location',
    (raw, { coordinates }) =>
      coordinates === undefined
        ? null
        : {
            as: 'content',
            content: {
              type: 'location',
              latitude: coordinates.lat,
              longitude: coordinates.long,
              name: raw.title?.slice(0, 1_000).toWellFormed() ?? null,
              address: null,
            },
          },
  ],
  [
    'story_mention',
    (_raw, { url }) => ({ as: 'content', content: { type: 'story', about: 'mention', url: webAddress(url) } }),
  ],
]);

/** A kind not known, or not as documented, says what it was called. */
export function readAttachment(raw: unknown): Attachment {
  const parsed = attachmentSchema.safeParse(raw);
  if (!parsed.success) return { as: 'unknown', name: 'attachment' };
  const { type, payload } = parsed.data;
  const read = type === undefined ? undefined : readers.get(type);
  return read?.(parsed.data, payloadSchema.safeParse(payload).data ?? {}) ?? { as: 'unknown', name: termOf(type) };
}

const mimes = new Map([
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['mp4', 'video/mp4'],
  ['mov', 'video/quicktime'],
  ['m4a', 'audio/mp4'],
  ['mp3', 'audio/mpeg'],
  ['ogg', 'audio/ogg'],
  ['wav', 'audio/wav'],
  ['aac', 'audio/aac'],
  ['pdf', 'application/pdf'],
]);
const usual = { image: 'image/jpeg', video: 'video/mp4', audio: 'audio/mp4', document: 'application/octet-stream' };

/** What the address says of the file, until its bytes are here and decide. */
function fileOf(url: string, kind: keyof typeof usual): { name: string | null; mime: string } {
  const last = URL.parse(url)?.pathname.split('/').at(-1) ?? '';
  const extension = /\.(\w{1,5})$/.exec(last)?.[1]?.toLowerCase();
  const name = extension === undefined ? null : decoded(last).slice(0, 200).toWellFormed();
  return { name, mime: mimes.get(extension ?? '') ?? usual[kind] };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
