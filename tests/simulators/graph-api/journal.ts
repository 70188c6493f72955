import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { BusinessMessage } from './message-routes.ts';

/**
 * What a stand-in must still know after it was killed: whom its messages reached, and which of their states the business
 * has been told. Every line is written before the step it stands for is answered; a line cut off by the kill stands for
 * an answer that never went out.
 */
export interface Journal {
  accepted(message: BusinessMessage): void;
  told(messageId: string, status: string): void;
  /** What was accepted before the restart, in order, each with the states the business knows. */
  before: readonly RememberedMessage[];
}

export interface RememberedMessage {
  message: BusinessMessage;
  told: ReadonlySet<string>;
}

const words = z.string().nullable();
const acceptedLine = z.object({
  line: z.literal('accepted'),
  message: z.object({
    id: z.string(),
    phoneNumberId: z.string(),
    to: z.string(),
    kind: z.enum([
      'text',
      'image',
      'video',
      'audio',
      'document',
      'sticker',
      'location',
      'contacts',
      'interactive',
      'template',
      'reaction',
    ]),
    text: words,
    media: z
      .object({
        mime: words,
        bytes: z
          .base64()
          .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
          .nullable(),
        name: words,
        voice: z.boolean(),
      })
      .nullable(),
    template: z
      .object({
        name: z.string(),
        language: z.string(),
        header: words,
        location: z.object({ latitude: z.number(), longitude: z.number(), name: words, address: words }).nullable(),
        footer: words,
        buttons: z.array(z.object({ type: z.string(), text: z.string(), value: words })),
      })
      .nullable(),
    reaction: z.object({ targetId: z.string(), emoji: words }).nullable(),
    part: z.unknown(),
    quotedId: words,
    ownId: words,
    at: z.number(),
  }),
});
const toldLine = z.object({ line: z.literal('told'), id: z.string(), status: z.string() });
const anyLine = z.discriminatedUnion('line', [acceptedLine, toldLine]);

export function createJournal(file: string | null): Journal {
  const write = (line: object): void => {
    if (file !== null) appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
  return {
    accepted(message) {
      const { media } = message;
      const kept = media && { ...media, bytes: media.bytes && Buffer.from(media.bytes).toString('base64') };
      write({ line: 'accepted', message: { ...message, media: kept } });
    },
    told: (id, status) => write({ line: 'told', id, status }),
    before: file === null ? [] : readJournal(file),
  };
}

/** Also for whoever wants to know, from outside, what the customers got. */
export function readJournal(file: string): RememberedMessage[] {
  const messages = new Map<string, { message: BusinessMessage; told: Set<string> }>();
  if (!existsSync(file)) return [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const entry = entryOf(line);
    if (entry?.line === 'accepted') messages.set(entry.message.id, { message: entry.message, told: new Set() });
    else if (entry?.line === 'told') messages.get(entry.id)?.told.add(entry.status);
  }
  return [...messages.values()];
}

function entryOf(line: string): z.infer<typeof anyLine> | null {
  try {
    return anyLine.parse(JSON.parse(line));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
