import * as z from 'zod/mini';
import type { LivechatImage, LivechatRefusalReason } from '../../../../src-shared/protocol/livechat.ts';
import { livechatImageSchema } from '../../../../src-shared/protocol/livechat.ts';
import { type Memory, makeId } from './memory.ts';

/** A picture on its way: its bytes until they are uploaded, then what the backend calls it. */
export interface OutgoingImage {
  blob: Blob | null;
  name: string | null;
  stored: LivechatImage | null;
  /** Uploaded share, 0 to 1. */
  progress: number;
}

export interface Outgoing {
  id: string;
  text: string | null;
  image: OutgoingImage | null;
  at: number;
  /** Why the backend does not take it; null while it is on its way. */
  refused: LivechatRefusalReason | null;
}

/** What the visitor wrote and the backend has not confirmed, oldest first. Text survives a reload. */
export interface Outbox {
  all(): Outgoing[];
  /** The next to send. */
  next(): Outgoing | null;
  addText(text: string, at: number): Outgoing;
  addImage(blob: Blob, name: string | null, at: number): Outgoing;
  change(id: string, change: Partial<Pick<Outgoing, 'image' | 'refused'>>): void;
  remove(id: string): void;
}

const keptSchema = z.array(
  z.object({
    id: z.uuid(),
    text: z.nullable(z.string()),
    image: z.nullable(livechatImageSchema),
    at: z.number(),
    refused: z.boolean(),
  }),
);

const read = (memory: Memory, key: string): Outgoing[] => {
  try {
    const kept = keptSchema.safeParse(JSON.parse(memory.get(key) ?? '[]'));
    if (!kept.success) return [];
    return kept.data.map(({ id, text, image, at, refused }) => ({
      id,
      text,
      image: image && { blob: null, name: image.name, stored: image, progress: 1 },
      at,
      refused: refused ? 'invalid' : null,
    }));
  } catch {
    return [];
  }
};

export const createOutbox = (memory: Memory, key: string): Outbox => {
  let list = read(memory, key);
  const own = new Set(list.map((message) => message.id));

  const keep = (): void => {
    // Another tab of the same visitor keeps its messages under the same key: leave those in place.
    const others = read(memory, key).filter((message) => !own.has(message.id));
    const kept = [...others, ...list]
      .filter((message) => !message.image || message.image.stored)
      .map(({ id, text, image, at, refused }) => ({ id, text, image: image?.stored ?? null, at, refused: !!refused }));
    if (kept.length === 0) memory.remove(key);
    else memory.set(key, JSON.stringify(kept));
  };

  const add = (message: Outgoing): Outgoing => {
    list = [...list, message];
    own.add(message.id);
    keep();
    return message;
  };

  return {
    all: () => list,
    next: () => list.find((message) => message.refused === null) ?? null,
    addText: (text, at) => add({ id: makeId(), text, image: null, at, refused: null }),
    addImage: (blob, name, at) =>
      add({ id: makeId(), text: null, image: { blob, name, stored: null, progress: 0 }, at, refused: null }),
    change(id, change) {
      list = list.map((message) => (message.id === id ? { ...message, ...change } : message));
      keep();
    },
    remove(id) {
      list = list.filter((message) => message.id !== id);
      keep();
    },
  };
};
