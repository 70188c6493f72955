import { z } from 'zod';
import type { MessageKind } from '../../../src-shared/protocol/entities.ts';
import type { InboundMessage } from '../contract.ts';
import { optionalReference, optionalWords, reference, termOf, words } from './webhook-fields.ts';

/** What a customer's message says, apart from who wrote it and when. */
export type MessageContent = Pick<InboundMessage, 'kind' | 'text' | 'media' | 'unknownKind'>;

type Part = Record<string, unknown>;
type Reader = (message: Part) => MessageContent | null;

const said = (kind: MessageKind, text: string | null): MessageContent => ({
  kind,
  text,
  media: null,
  unknownKind: null,
});

const joined = (lines: (string | undefined)[]): string => lines.filter((line) => line).join('\n');

const textPart = z.object({ body: words });
const readText: Reader = (message) => {
  const part = textPart.safeParse(message.text);
  return part.success ? said('text', part.data.body) : null;
};

const mediaPart = z.object({
  id: reference,
  mime_type: optionalReference,
  caption: optionalWords,
  filename: optionalWords,
});
function mediaReader(field: string, kind: MessageKind): Reader {
  return (message) => {
    const part = mediaPart.safeParse(message[field]);
    if (!part.success) return null;
    const { id, mime_type, caption, filename } = part.data;
    return {
      kind,
      text: caption ?? null,
      media: {
        source: { type: 'provider', ref: id },
        mime: mime_type ?? 'application/octet-stream',
        name: filename ?? null,
        bytes: null,
      },
      unknownKind: null,
    };
  };
}

const locationPart = z.object({
  latitude: z.number(),
  longitude: z.number(),
  name: optionalWords,
  address: optionalWords,
});
const readLocation: Reader = (message) => {
  const part = locationPart.safeParse(message.location);
  if (!part.success) return null;
  const { name, address, latitude, longitude } = part.data;
  return said('location', joined([name, address, `${latitude}, ${longitude}`]));
};

const cardPart = z.object({
  name: z.object({ formatted_name: optionalWords, first_name: optionalWords }).catch({
    formatted_name: undefined,
    first_name: undefined,
  }),
  phones: z.array(z.object({ phone: optionalWords })).catch([]),
});
const cardsPart = z.array(cardPart).min(1);
const readContacts: Reader = (message) => {
  const part = cardsPart.safeParse(message.contacts);
  if (!part.success) return null;
  const cards = part.data.map(({ name, phones }) =>
    [name.formatted_name ?? name.first_name, phones.map(({ phone }) => phone).join(', ')]
      .filter((piece) => piece)
      .join(': '),
  );
  return said('contacts', joined(cards));
};

const buttonPart = z.object({ text: words });
const readButton: Reader = (message) => {
  const part = buttonPart.safeParse(message.button);
  return part.success ? said('interactive', part.data.text) : null;
};

const interactivePart = z.object({
  type: optionalReference,
  button_reply: z.object({ title: words }).optional().catch(undefined),
  list_reply: z.object({ title: words, description: optionalWords }).optional().catch(undefined),
  nfm_reply: z.object({ body: optionalWords, response_json: optionalWords }).optional().catch(undefined),
});
const readInteractive: Reader = (message) => {
  const part = interactivePart.safeParse(message.interactive);
  if (!part.success) return null;
  const { type, button_reply, list_reply, nfm_reply } = part.data;
  if (button_reply) return said('interactive', button_reply.title);
  if (list_reply) return said('interactive', joined([list_reply.title, list_reply.description]));
  if (nfm_reply) return said('interactive', joined([nfm_reply.body, ...formAnswers(nfm_reply.response_json)]));
  return unknownContent(type === undefined ? 'interactive' : `interactive.${termOf(type)}`);
};

const formPart = z.record(z.string(), z.unknown());
/** A flow's answers, one line each. The token is ours, not something the customer said. */
function formAnswers(json: string | undefined): string[] {
  if (json === undefined) return [];
  try {
    const form = formPart.safeParse(JSON.parse(json));
    if (!form.success) return [];
    return Object.entries(form.data)
      .filter(([name]) => name !== 'flow_token')
      .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`.toWellFormed());
  } catch {
    return [];
  }
}

const unsupportedPart = z.object({ type: optionalReference });
const readUnsupported: Reader = (message) => {
  const type = unsupportedPart.safeParse(message.unsupported).data?.type;
  return unknownContent(type === undefined ? 'unsupported' : `unsupported.${termOf(type)}`);
};

const readers = new Map<string, Reader>([
  ['text', readText],
  ['image', mediaReader('image', 'image')],
  ['video', mediaReader('video', 'video')],
  ['audio', mediaReader('audio', 'audio')],
  // Older payloads give a voice note its own type.
  ['voice', mediaReader('voice', 'audio')],
  ['document', mediaReader('document', 'document')],
  ['sticker', mediaReader('sticker', 'sticker')],
  ['location', readLocation],
  ['contacts', readContacts],
  ['button', readButton],
  ['interactive', readInteractive],
  ['unsupported', readUnsupported],
]);

function unknownContent(name: string): MessageContent {
  return { kind: 'unknown', text: null, media: null, unknownKind: name };
}

/** Reads a message by its type. A kind not known, or not as documented, is `unknown` and says what it was called. */
export function readContent(type: string | undefined, message: Part): MessageContent {
  const content = type === undefined ? null : readers.get(type)?.(message);
  return content ?? unknownContent(termOf(type));
}
