import { z } from 'zod';

/** What happens to a conversation besides messages, and why it is with whom it is with. */
const id = z.string().min(1).max(64);
const time = z.number().int().nonnegative();

/**
 * One decision of the distribution, kept whole so that it can be explained to whoever asks. `rule`: what decided.
 * `affinity` says what became of the continuity of the same day; `among` counts the free agents it was chosen from.
 */
export const decisionSchema = z.object({
  at: time,
  rule: z.enum(['affinity', 'leastBusy', 'longestIdle', 'roundRobin', 'waiting']),
  affinity: z
    .object({
      agentId: id,
      /** `declined`: they passed this very conversation on. */
      outcome: z.enum(['used', 'special-hours', 'full', 'away', 'offline', 'paused', 'not-member', 'declined']),
    })
    .nullable(),
  among: z.number().int().nonnegative(),
  waitedMs: z.number().int().nonnegative(),
});
export type Decision = z.infer<typeof decisionSchema>;

/** Why a conversation is with whom it is with («Por que veio para mim»). */
export const assignmentCauseSchema = z.enum([
  'distributed',
  'taken',
  'transferred',
  'started',
  /** Continuity: the agent who served this customer earlier the same day (F2). */
  'affinity',
]);
export type AssignmentCause = z.infer<typeof assignmentCauseSchema>;

/** What an activity line says; the interface words it. Names are ids, worded at display. */
export const activitySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('created') }),
  z.object({ type: z.literal('queued'), departmentId: id }),
  z.object({ type: z.literal('assigned'), toId: id, cause: assignmentCauseSchema }),
  z.object({
    type: z.literal('transferred'),
    fromId: id.nullable(),
    fromDepartmentId: id,
    toId: id.nullable(),
    toDepartmentId: id,
    note: z.string().nullable(),
  }),
  z.object({ type: z.literal('finished'), reasonId: id.nullable() }),
  /** The finishing was taken back (A6). */
  z.object({ type: z.literal('reopened'), toId: id.nullable() }),
  z.object({ type: z.literal('transferUndone'), toId: id.nullable(), toDepartmentId: id }),
  z.object({
    type: z.literal('conversationMerged'),
    mergeId: id,
    otherId: id,
    otherProtocol: z.string(),
    byRule: z.boolean(),
  }),
  z.object({ type: z.literal('conversationUnmerged'), mergeId: id, otherId: id, otherProtocol: z.string() }),
  /** An agent began or took over by writing first (C8); `from`: what it was until then. */
  z.object({
    type: z.literal('started'),
    toId: id,
    from: z.enum(['new', 'queue', 'automation']),
    fromDepartmentId: id.nullable(),
  }),
  /** The customer changed their number; as the provider gave both. */
  z.object({ type: z.literal('numberChanged'), from: z.string().max(64), to: z.string().max(64) }),
  /** The provider says the customer's device or security code changed. */
  z.object({ type: z.literal('identityChanged') }),
  /** The customer came back to the chat from an advertisement or a link; the line's `referral` says all that is known. */
  z.object({
    type: z.literal('referred'),
    kind: z.enum(['ad', 'post', 'other']),
    headline: z.string().max(200).nullable(),
  }),
  /** Nobody accepted in time, or it was declined: back to the queue with its age. */
  z.object({ type: z.literal('declined'), agentId: id, unanswered: z.boolean() }),
  /** The owner's machine is gone for longer than the rule allows. */
  z.object({ type: z.literal('requeued'), agentId: id }),
  z.object({ type: z.literal('finishedByInactivity'), minutes: z.number().int().positive() }),
  z.object({
    type: z.literal('automation'),
    automationId: id,
    name: z.string().max(80),
    event: z.enum(['started', 'ended', 'stopped', 'failed']),
    detail: z.string().max(200).nullable(),
  }),
]);
export type Activity = z.infer<typeof activitySchema>;
