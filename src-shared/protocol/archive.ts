import { z } from 'zod';
import { contactSchema, conversationSchema, messageSchema } from './entities.ts';
import { inboxFilterSchema, listCursorSchema } from './inbox-filter.ts';
import { idSchema } from './storable.ts';

/**
 * What a desktop asks of the server about conversations that its machine no longer holds: finished ones older than it
 * keeps. Every answer holds only what the asker may see, by the same rules as the log.
 */
const id = idSchema;
const time = z.number().int().nonnegative();

export const ARCHIVE_PAGE = 100;

export const archiveQueries = {
  /** The inbox's and the history's list over everything on the server; `total` counts all that pass, up to 10,000. */
  'conversation.list': {
    args: z.object({
      filter: inboxFilterSchema,
      /** Words of contact, protocol or description, as the history is searched by; absent: all. */
      text: z.string().max(200).optional(),
      after: listCursorSchema.nullable(),
      limit: z.number().int().min(1).max(ARCHIVE_PAGE),
    }),
    result: z.object({
      conversations: z.array(conversationSchema),
      contacts: z.array(contactSchema),
      total: z.number().int().nonnegative(),
      next: listCursorSchema.nullable(),
    }),
  },
  /**
   * Contacts, protocols and messages, as `rules/search-words.ts` reads a search; newest first. `before`: last activity or
   * the message's time, for the next page. `heldSince`: finished conversations the desktop holds are those that finished
   * after it; their hits are left out, because the desktop found them itself. null: nothing is left out.
   */
  search: {
    args: z.object({
      text: z.string().max(200),
      before: time.nullable(),
      heldSince: time.nullable(),
      limit: z.number().int().min(1).max(ARCHIVE_PAGE),
    }),
    result: z.object({
      hits: z.array(
        z.object({
          conversation: conversationSchema,
          contact: contactSchema,
          /** null: the contact or the protocol itself matched. */
          message: messageSchema.nullable(),
          at: time,
        }),
      ),
      /** null: there is no more. */
      next: time.nullable(),
    }),
  },
  /**
   * One conversation with its contact (and those merged with it), and a page of its messages, newest first, from below
   * `before` (a position). The desktop keeps what it was given.
   */
  'conversation.whole': {
    args: z.object({
      conversationId: id,
      before: z.number().int().nonnegative().nullable(),
      limit: z.number().int().min(1).max(500),
    }),
    result: z.object({
      contacts: z.array(contactSchema),
      conversation: conversationSchema,
      messages: z.array(messageSchema),
      hasMore: z.boolean(),
      /** What was merged into it and is shown in it. */
      parts: z.array(id).default([]),
    }),
  },
  /** Conversations of one contact (and of those merged with it), newest first by creation; for its history beyond the machine. */
  'contact.conversations': {
    args: z.object({
      contactId: id,
      before: listCursorSchema.nullable(),
      limit: z.number().int().min(1).max(ARCHIVE_PAGE),
    }),
    result: z.object({ conversations: z.array(conversationSchema), next: listCursorSchema.nullable() }),
  },
} as const;
