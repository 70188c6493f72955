import type { Contact, Conversation, Message } from '../../../../src-shared/protocol/entities.ts';
import type { Applied, Stored } from '../api.ts';

/**
 * Which conversations this machine holds: those that are not finished; finished ones that came to rest within the period
 * (`floor`); and those that were asked for. Whatever it holds it holds whole: a conversation is written together with its
 * last message or not at all, and what the log says of one that is not held is not written.
 */
export interface CacheKeeping {
  /** Finished conversations at rest since before this (server's time) are held only if asked for. null: no limit yet. */
  floor(): number | null;
  holds(conversationId: string): boolean;
  /** What a conversation was merged into; null when it stands for itself or is not held. */
  shownIn(conversationId: string): string | null;
  /** What must be fetched whole by itself, of the living first. */
  wanted(limit: number): Wanted[];
  /** Before asking the server for it: from now on what the log says of it is put aside for `take`. */
  expect(conversationId: string): void;
  /** Nothing came of it. */
  forget(conversationId: string): void;
  /**
   * Writes a conversation whole, with what was put aside. `askedAt`: the agent asked for it then, so it is kept; null: it
   * belongs to the period. What was merged into it and is not here is wanted from then on. null: nothing was written, because it left the agent's view or a snapshot began since `expect`;
   * it must be asked for again.
   */
  take(whole: Whole, askedAt: number | null): Promise<Stored<Applied | null>>;
  /** The server shows this agent nothing of it. */
  unwant(conversationId: string): Stored<null>;
  /** It was opened; so it is kept, if it is here and would not be otherwise. */
  seen(conversationId: string, at: number): Stored<null>;
  /** Moves the floor up and removes, in short slices, what it no longer covers. Answers how many conversations went. */
  retain(rule: Retention): Promise<Stored<number>>;
  usage(): KeepingUsage;
  /** Gives free room back to the disk, in short slices. */
  compact(): Promise<void>;
  /** It was asked for, or brought for its contact's history. */
  isKept(conversationId: string): boolean;
  /** How many finished conversations are here only because they were asked for. */
  keptCount(): number;
  /** What the server told: the next older conversation of the same contact, or that there is none (null). */
  noteOlder(conversationId: string, olderId: string | null): Stored<null>;
  /** The last of the unbroken row of conversations of this contact that begins here and goes back in time. */
  lastJoined(conversationId: string): Conversation | null;
}

export interface Wanted {
  conversationId: string;
  why: 'alive' | 'kept';
}

export interface Whole {
  contacts: Contact[];
  conversation: Conversation;
  messages: Message[];
  /** Ids of what was merged into it. */
  parts: string[];
}

export interface KeepingUsage {
  unfinished: number;
  finished: number;
  /** Of the finished ones, those that came to rest before the floor: asked for, or spared. */
  asked: number;
  messages: number;
}

export interface Retention {
  /** The floor never moves down: what was removed would be missing. A lower one needs a snapshot. */
  floor: number;
  /** Beyond so many asked-for conversations those seen least recently go. */
  keptLimit: number;
  /** Never removed: open in a window, with a draft, or with something that waits to be sent. */
  spare: ReadonlySet<string>;
  onProgress?(done: number): void;
}

/** Since when a finished conversation rests; null while it is not finished. An echo may still be written into one. */
export const restOf = ({ status, finishedAt, lastActivityAt }: Conversation): number | null =>
  status === 'finished' ? Math.max(finishedAt ?? 0, lastActivityAt) : null;
