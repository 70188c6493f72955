import { z } from 'zod';
import { automationCommands } from './automations.ts';
import { contactCommands } from './contacts.ts';
import { emailSendSchema } from './content.ts';
import { dealCommands } from './deals.ts';
import { presenceStateSchema } from './entities.ts';
import { filterCommands } from './inbox-filter.ts';
import { startTargetSchema } from './queries.ts';
import { settingsCommands } from './settings.ts';
import { idSchema, wordsSchema } from './storable.ts';
import { takingBackCommands } from './taking-back.ts';
import { chosenTemplateSchema } from './templates.ts';

/**
 * Everything a desktop may ask the backend to change. A command carries a client-made UUID; the backend stores the id
 * with its result and applies it once, however often it is sent. `offline: true` marks commands that may wait in the
 * desktop's outbox and be applied, in order, when the connection returns; the others are refused while offline.
 */
const id = idSchema;
const words = wordsSchema;
const none = z.object({});

export const MAX_TEXT = 20_000;

const text = words.trim().min(1).max(MAX_TEXT);

export const commands = {
  /** Sends to the customer. Written to the outbox first: it survives a lost connection without being sent twice. */
  'message.send': {
    args: z
      .object({
        conversationId: id,
        text: text.nullable(),
        mediaId: id.nullable(),
        /** More files, where the channel takes several (e-mail). */
        moreMediaIds: z.array(id).max(20).optional(),
        /** For e-mail: what goes around the text. */
        email: emailSendSchema.optional(),
        quotedMessageId: id.nullable(),
        /** The medium is a sound recorded in the composer: sent as a voice note where the channel has them. */
        voice: z.boolean().optional(),
        /**
         * The last position of the conversation that the writer had seen. Refused with `stale-history` when somebody else
         * said something after it (B8); absent: the writer confirmed, or does not know.
         */
        seenPosition: z.number().int().nonnegative().optional(),
      })
      .refine((a) => a.text !== null || a.mediaId !== null, 'a message needs text or media'),
    offline: true,
  },
  /** A real new attempt at a failed message; the earlier attempts stay. */
  'message.retry': { args: z.object({ messageId: id }), offline: false },
  /** The business's one reaction to a customer's message; null takes it back. */
  'message.react': { args: z.object({ messageId: id, emoji: z.string().min(1).max(32).nullable() }), offline: false },
  /**
   * An active conversation (section C). Inside the window `template` may be null; outside it is required, and the message's
   * id is the command's id. It takes the place of a queue or an automation (C8), and answers with the conversation's id.
   * Also sends a template into the caller's own conversation whose window is closed (C6).
   */
  'conversation.start': {
    args: z.object({ connectionId: id, to: startTargetSchema, template: chosenTemplateSchema.nullable() }),
    offline: false,
  },
  /**
   * Whoever wrote through what only receives (a form) is answered through one of its `answeredBy`: a conversation there is
   * served as one with theirs, and its id answered; nothing is sent yet. `address`: one of `rules/answer-ways.ts`. Refused with
   * `name-taken` when another customer has it (`detail`: their contact's id).
   */
  'conversation.answerBy': {
    args: z.object({ conversationId: id, connectionId: id, address: words.min(1).max(320) }),
    offline: false,
  },
  /** Fetches the templates of a connection from the provider anew. Supervisors. */
  'template.sync': { args: z.object({ connectionId: id }), offline: false },
  /** Makes or changes a saved text; `id` is made by the caller. Supervisors. */
  'savedText.save': {
    args: z.object({
      id,
      shortcut: words.trim().regex(/^[\p{L}\p{N}-]{1,40}$/u, 'letters, digits and hyphens'),
      text: words.trim().min(1).max(4096),
      departmentId: id.nullable(),
    }),
    offline: false,
  },
  'savedText.remove': { args: z.object({ id }), offline: false },
  'note.add': { args: z.object({ conversationId: id, text, mentionIds: z.array(id).max(50) }), offline: true },
  'conversation.take': { args: z.object({ conversationId: id }), offline: false },
  /** Takes what the distribution offers, where the department asks for it; writing to the customer accepts too. */
  'conversation.accept': { args: z.object({ conversationId: id }), offline: false },
  /** Back to the queue, with its age. Refused with `not-assigned` when it is no longer on offer to the caller. */
  'conversation.decline': { args: z.object({ conversationId: id }), offline: false },
  'conversation.transfer': {
    args: z.object({
      conversationId: id,
      to: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('agent'), id }),
        z.object({ kind: z.literal('department'), id }),
      ]),
      note: words.trim().max(2000).nullable(),
    }),
    offline: false,
  },
  /** Finishes and qualifies in one step. Refused with `already-finished` when somebody else finished it meanwhile. */
  'conversation.finish': {
    args: z.object({
      conversationId: id,
      reasonId: id.nullable(),
      description: words.trim().max(4000).nullable(),
    }),
    offline: true,
  },
  /** Everything up to `position` was seen. */
  'conversation.read': {
    args: z.object({ conversationId: id, position: z.number().int().nonnegative() }),
    offline: true,
  },
  'contact.tag': { args: z.object({ contactId: id, tagId: id }), offline: true },
  'contact.untag': { args: z.object({ contactId: id, tagId: id }), offline: true },
  'presence.set': {
    args: z.object({
      state: presenceStateSchema.exclude(['offline']),
      /** A pause's: one of the workspace's pause reasons, by name, where it has any. */
      reason: words.trim().max(80).nullable(),
      /** The desktop's own doing, for want of activity or because of it: changes available and away only. */
      auto: z.boolean().optional(),
    }),
    offline: false,
  },
  ...takingBackCommands,
  ...contactCommands,
  ...dealCommands,
  ...filterCommands,
  ...automationCommands,
  ...settingsCommands,
  /** Ends the session. Refused with `open-conversations` while any is assigned to the caller (F5). */
  'session.signOut': { args: none, offline: false },
} as const;

export type CommandName = keyof typeof commands;
export type CommandArgs<Name extends CommandName> = z.infer<(typeof commands)[Name]['args']>;

export const refusalReasonSchema = z.enum([
  'invalid',
  'not-found',
  'forbidden',
  'already-finished',
  'already-assigned',
  'not-assigned',
  'at-capacity',
  'target-unavailable',
  'text-too-long',
  'media-not-allowed',
  'window-closed',
  'served-by-other',
  'invalid-number',
  'not-supported',
  'no-department',
  'template-unavailable',
  'template-values',
  'name-taken',
  'stage-in-use',
  'stale',
  'stale-history',
  'reason-required',
  'description-required',
  'open-conversations',
  'not-failed',
  'rate-limited',
  'server-error',
]);
export type RefusalReason = z.infer<typeof refusalReasonSchema>;

export const commandRequestSchema = z.object({ id: z.uuid(), name: z.string(), args: z.unknown() });
export type CommandRequest = z.infer<typeof commandRequestSchema>;

/**
 * `at` is the log position after which the effect is visible; `conversationId` the conversation that was begun or found
 * (`conversation.start`); `detail` never holds text a customer wrote.
 */
export const commandReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), at: z.number().int().nonnegative(), conversationId: id.optional() }),
  z.object({ ok: z.literal(false), reason: refusalReasonSchema, detail: z.string().nullable() }),
]);
export type CommandReply = z.infer<typeof commandReplySchema>;
