import { z } from 'zod';
import type { Content } from '../../../src-shared/protocol/content.ts';
import type { MessageKind } from '../../../src-shared/protocol/entities.ts';
import type { InboundMessage } from '../contract.ts';
import { optionalReference, optionalWords, providerError, reference, termOf, words } from '../meta/webhook-fields.ts';
import { cardsText, readCards, readLocation, readOrder } from './enclosures.ts';
import { type Reply, readButton, readInteractive, replyText } from './replies.ts';

/** What a customer's message says, apart from who wrote it and when. `text` also serves previews and search. */
export type MessageContent = Pick<InboundMessage, 'kind' | 'text' | 'media' | 'unknownKind'> & {
  content: Content | null;
};

type Part = Record<string, unknown>;
type Reader = (message: Part) => MessageContent | null;

const said = (kind: MessageKind, text: string | null, content: Content | null = null): MessageContent => ({
  kind,
  text,
  media: null,
  content,
  unknownKind: null,
});

function unknownContent(name: string): MessageContent {
  return { kind: 'unknown', text: null, media: null, content: null, unknownKind: name };
}

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
  voice: z.boolean().optional().catch(undefined),
  animated: z.boolean().optional().catch(undefined),
});
function mediaReader(field: string, kind: MessageKind): Reader {
  return (message) => {
    const part = mediaPart.safeParse(message[field]);
    if (!part.success) return null;
    const { id, mime_type, caption, filename, voice, animated } = part.data;
    // Older payloads give a voice note a type of its own.
    const isVoice = kind === 'audio' && (voice === true || field === 'voice');
    return {
      kind,
      text: caption ?? null,
      media: {
        source: { type: 'provider', ref: id },
        mime: mime_type ?? 'application/octet-stream',
        name: filename ?? null,
        bytes: null,
        ...(isVoice ? { voice: true } : {}),
      },
      content: kind === 'sticker' ? { type: 'sticker', animated: animated === true } : null,
      unknownKind: null,
    };
  };
}

const replied = (content: Reply): MessageContent => said('interactive', replyText(content), content);

const unsupportedPart = z.object({ type: optionalReference });
/**
 * Something WhatsApp itself cannot hand over; what it was, or else the code why (131051: a kind the interface does not
 * carry, 131060: not available now).
 */
const readUnsupported: Reader = (message) => {
  const type = unsupportedPart.safeParse(message.unsupported).data?.type;
  const [error] = Array.isArray(message.errors) ? message.errors : [];
  const why = type ?? providerError.safeParse(error).data?.code;
  return unknownContent(why === undefined ? 'unsupported' : `unsupported.${termOf(why)}`);
};

const readers = new Map<string, Reader>([
  ['text', readText],
  ['image', mediaReader('image', 'image')],
  ['video', mediaReader('video', 'video')],
  ['audio', mediaReader('audio', 'audio')],
  ['voice', mediaReader('voice', 'audio')],
  ['document', mediaReader('document', 'document')],
  ['sticker', mediaReader('sticker', 'sticker')],
  [
    'location',
    (message) => {
      const place = readLocation(message.location);
      return place && said('location', [place.name, place.address].filter((line) => line).join('\n') || null, place);
    },
  ],
  [
    'contacts',
    (message) => {
      const cards = readCards(message.contacts);
      return cards && said('contacts', cardsText(cards), cards);
    },
  ],
  [
    'order',
    (message) => {
      const order = readOrder(message.order);
      if (order === null) return null;
      const items = order.items.map(({ quantity, product }) => `${quantity} × ${product}`).join('\n');
      return said('order', order.note ?? (items || null), order);
    },
  ],
  [
    'button',
    (message) => {
      const reply = readButton(message.button);
      return reply && replied(reply);
    },
  ],
  [
    'interactive',
    (message) => {
      const reply = readInteractive(message.interactive);
      return typeof reply === 'string' ? unknownContent(reply) : replied(reply);
    },
  ],
  ['unsupported', readUnsupported],
]);

/** Reads a message by its type. A kind not known, or not as documented, is `unknown` and says what it was called. */
export function readContent(type: string | undefined, message: Part): MessageContent {
  const content = type === undefined ? null : readers.get(type)?.(message);
  return content ?? unknownContent(termOf(type));
}
