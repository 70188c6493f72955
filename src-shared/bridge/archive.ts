import { z } from 'zod';
import { inboxFilterSchema, type ListCursor, listCursorSchema } from '../protocol/inbox-filter.ts';
import type { HistoryRow } from './views.ts';

/**
 * Conversations that this machine does not hold (finished long ago), fetched from the server when they are asked for and
 * kept from then on.
 */
const id = z.string().min(1).max(64);

/** Finished conversations of the server that are not on this machine. `from`, `to`: when they finished, as in the history. */
export const olderListArgs = z.object({
  filter: inboxFilterSchema,
  text: z.string().max(200),
  from: z.number().int().nullable(),
  to: z.number().int().nullable(),
  /** Where the page before ended; null: from the first. */
  after: listCursorSchema.nullable(),
});
export type OlderListArgs = z.infer<typeof olderListArgs>;
/** `next` null: there are no more. */
export interface OlderRows {
  rows: HistoryRow[];
  next: ListCursor | null;
}

/** Which of these are on this machine now. */
export const heldArgs = z.object({ conversationIds: z.array(id).max(1_000) });

export const archiveActionArgs = {
  /**
   * Brings a conversation whole to this machine; when it is here already, nothing is asked. `ok` means that the watches
   * `conversation` and `conversation.chat` show it, offline too. `position`: of the message it is opened at, null for the
   * end; the conversation comes whole either way.
   */
  'archive.open': z.object({ conversationId: id, position: z.number().int().nonnegative().nullable() }),
  /** The agent went elsewhere before it came: nothing of it is kept. Too late, it changes nothing. */
  'archive.leave': z.object({ conversationId: id }),
  /**
   * The contact's conversations before those that the chat of this one shows (B3): some come to this machine, newest first.
   * `more`: there are older ones still.
   */
  'archive.earlier': z.object({ conversationId: id }),
} as const;

/** `left`: `archive.leave` was asked meanwhile. `not-found`: there is no such conversation for this agent. */
export type ArchiveRefusal = 'offline' | 'not-found' | 'left' | 'disk-full' | 'server-error';

export interface ArchiveActionResults {
  'archive.open': { ok: true } | { ok: false; reason: ArchiveRefusal };
  'archive.leave': { ok: true };
  'archive.earlier': { ok: true; more: boolean } | { ok: false; reason: ArchiveRefusal };
}
