import { z } from 'zod';
import { automationSchema } from './automations.ts';
import { contactEventSchema, fieldSchema, suggestionSchema } from './contacts.ts';
import { pipelineSchema } from './deals.ts';
import {
  connectionSchema,
  contactSchema,
  conversationSchema,
  departmentSchema,
  messageSchema,
  personSchema,
  reasonSchema,
  savedTextSchema,
  tagSchema,
} from './entities.ts';
import { savedFilterSchema } from './inbox-filter.ts';
import { operationSchema, pauseReasonSchema } from './operation.ts';
import { templateSchema } from './templates.ts';

/**
 * What the backend pushes. Items carry whole entities, so they may be applied twice or late (see `version`).
 * `enter` brings a conversation that came into the agent's view, whole, with what its contact's history adds;
 * `leave` removes from the machine what the agent may no longer see.
 */
export const logItemSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('person'), person: personSchema }),
  z.object({ type: z.literal('department'), department: departmentSchema }),
  z.object({ type: z.literal('connection'), connection: connectionSchema }),
  z.object({ type: z.literal('tag'), tag: tagSchema }),
  z.object({ type: z.literal('reason'), reason: reasonSchema }),
  z.object({ type: z.literal('template'), template: templateSchema }),
  z.object({ type: z.literal('savedText'), savedText: savedTextSchema }),
  z.object({ type: z.literal('operation'), operation: operationSchema }),
  z.object({ type: z.literal('pauseReason'), pauseReason: pauseReasonSchema }),
  z.object({ type: z.literal('automation'), automation: automationSchema }),
  z.object({ type: z.literal('pipeline'), pipeline: pipelineSchema }),
  z.object({ type: z.literal('field'), field: fieldSchema }),
  /** To its owner, to the department it is shared with, and, once it is shared, to supervisors; `removed` to whoever no longer sees it. */
  z.object({ type: z.literal('savedFilter'), savedFilter: savedFilterSchema }),
  z.object({ type: z.literal('contact'), contact: contactSchema }),
  /** Goes with its contact: whoever begins to see the contact gets all of them after `enter`, and loses them with it. */
  z.object({ type: z.literal('contactEvent'), contactEvent: contactEventSchema }),
  /** To who sees either contact; to be forgotten by who sees neither any more. A snapshot and `enter` bring open ones only. */
  z.object({ type: z.literal('suggestion'), suggestion: suggestionSchema }),
  z.object({ type: z.literal('conversation'), conversation: conversationSchema }),
  z.object({ type: z.literal('message'), message: messageSchema }),
  z.object({
    type: z.literal('enter'),
    contacts: z.array(contactSchema),
    conversations: z.array(conversationSchema),
    messages: z.array(messageSchema),
  }),
  z.object({ type: z.literal('leave'), conversationIds: z.array(z.string()), contactIds: z.array(z.string()) }),
]);
export type LogItem = z.infer<typeof logItemSchema>;

/** `resume`: where the desktop stands. `logId` names one log for ever; a restored or another server has another. */
export const resumeRequestSchema = z.object({
  cursor: z.number().int().nonnegative().nullable(),
  logId: z.string().nullable(),
  /**
   * The desktop keeps no conversation that finished before this moment (but for those it asked for): a snapshot leaves
   * them out. null: it keeps everything.
   */
  keepsSince: z.number().int().nonnegative().nullable().default(null),
});
export type ResumeRequest = z.infer<typeof resumeRequestSchema>;

export const resumeReplySchema = z.object({
  mode: z.enum(['log', 'snapshot']),
  logId: z.string(),
  head: z.number().int().nonnegative(),
  serverTime: z.number().int(),
});
export type ResumeReply = z.infer<typeof resumeReplySchema>;

/**
 * `batch`: items in log order. After applying all of them the desktop stands at `cursor`, stored in the same
 * transaction as the last of them, and only then acknowledges; the server sends no further than a few batches ahead.
 * `head` is the newest position known to the server, so the desktop can tell how far behind it is.
 */
export const batchSchema = z.object({
  items: z.array(logItemSchema),
  cursor: z.number().int().nonnegative(),
  head: z.number().int().nonnegative(),
});
export type Batch = z.infer<typeof batchSchema>;

/**
 * `snapshot`: pages of everything the agent may see, newest conversations first. `first` opens a new generation,
 * `last` closes it: what was not in any page is removed from the machine, and the cursor becomes `cursor`, the log's
 * head read before the first page (whatever changed meanwhile follows as ordinary items).
 */
export const snapshotPageSchema = z.object({
  first: z.boolean(),
  last: z.boolean(),
  items: z.array(logItemSchema),
  cursor: z.number().int().nonnegative(),
  logId: z.string(),
});
export type SnapshotPage = z.infer<typeof snapshotPageSchema>;
