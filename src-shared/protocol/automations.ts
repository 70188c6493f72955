import { z } from 'zod';
import { idSchema, wordsSchema } from './storable.ts';

/**
 * Automations (F7): a short flow of steps in the order they are read. A step leads to the next one unless it says
 * otherwise; after the last one the conversation goes to its department's queue, or stays with the agent who has it.
 */
const id = idSchema;
const stepId = idSchema;
const text = wordsSchema.trim().min(1).max(4_096);
/** How often an answer that does not fit is asked for again before a person takes over. */
const retries = z.number().int().min(0).max(5);

export const triggerSchema = z.discriminatedUnion('type', [
  /** A customer begins a conversation. Empty lists: through every connection. */
  z.object({ type: z.literal('firstMessage'), connectionIds: z.array(id).max(100) }),
  /** The same, outside the business hours of the operation. Comes before `firstMessage`. */
  z.object({ type: z.literal('outOfHours'), connectionIds: z.array(id).max(100) }),
  /** A conversation that begins, or waits in a queue, and says one of these words. Comes before the other two. */
  z.object({ type: z.literal('keyword'), words: z.array(wordsSchema.trim().min(1).max(60)).min(1).max(50) }),
  /** The customer has not answered an agent for so long. */
  z.object({
    type: z.literal('inactivity'),
    minutes: z.number().int().min(1).max(10_080),
    departmentIds: z.array(id).max(100),
  }),
  /** An agent starts it, from the chat or for many conversations at once. */
  z.object({ type: z.literal('manual') }),
]);
export type Trigger = z.infer<typeof triggerSchema>;

/** Where a choice leads: to a department's queue, or on in the flow. */
export const destinationSchema = z.discriminatedUnion('to', [
  z.object({ to: z.literal('department'), departmentId: id }),
  z.object({ to: z.literal('step'), stepId }),
]);
export type Destination = z.infer<typeof destinationSchema>;

/** What may be asked for; everything but `text` is checked before it is taken. */
export const collectedKindSchema = z.enum(['name', 'email', 'cpf', 'cnpj', 'phone', 'number', 'text']);
export type CollectedKind = z.infer<typeof collectedKindSchema>;

export const stepSchema = z.discriminatedUnion('type', [
  /** May carry the variables of saved texts. */
  z.object({ id: stepId, type: z.literal('sendText'), text }),
  /** A template without open places: for customers whose window may be closed. */
  z.object({ id: stepId, type: z.literal('sendTemplate'), templateId: id }),
  z.object({
    id: stepId,
    type: z.literal('menu'),
    text,
    options: z
      .array(z.object({ label: wordsSchema.trim().min(1).max(60), destination: destinationSchema }))
      .min(1)
      .max(9),
    invalidText: text,
    retries,
  }),
  z.object({
    id: stepId,
    type: z.literal('collect'),
    text,
    kind: collectedKindSchema,
    /** How the answer is called in the note that keeps it («CPF», «Número do pedido»). */
    label: wordsSchema.trim().min(1).max(60),
    invalidText: text,
    retries,
  }),
  z.object({ id: stepId, type: z.literal('tag'), tagId: id }),
  /** The contact's newest open deal of that pipeline; where there is none, one is opened with the automation's name. */
  z.object({ id: stepId, type: z.literal('moveDeal'), pipelineId: id, stageId: id }),
  z.object({ id: stepId, type: z.literal('wait'), minutes: z.number().int().min(1).max(10_080) }),
  z.object({ id: stepId, type: z.literal('transfer'), departmentId: id }),
  z.object({ id: stepId, type: z.literal('finish'), reasonId: id.nullable() }),
]);
export type Step = z.infer<typeof stepSchema>;

export const flowSchema = z.object({
  name: wordsSchema.trim().min(1).max(80),
  trigger: triggerSchema,
  steps: z.array(stepSchema).min(1).max(50),
});
export type Flow = z.infer<typeof flowSchema>;

export const automationSchema = flowSchema.extend({
  id,
  /** Grows with each saved change; a conversation under way keeps the one it began with. */
  revision: z.number().int().positive(),
  active: z.boolean(),
  removed: z.boolean(),
  version: z.number().int().nonnegative(),
});
export type Automation = z.infer<typeof automationSchema>;

export const automationCommands = {
  /** Makes or changes one; `revision` is the one it was edited from (null: new). Supervisors. */
  'automation.save': {
    args: z.object({ id, revision: z.number().int().positive().nullable(), active: z.boolean(), flow: flowSchema }),
    offline: false,
  },
  'automation.remove': { args: z.object({ id }), offline: false },
  /** Starts one of trigger `manual` in a conversation that the caller serves, or may serve. */
  'automation.run': { args: z.object({ automationId: id, conversationId: id }), offline: false },
  /** Ends whatever runs: the conversation goes to its queue, or on with its agent. */
  'automation.stop': { args: z.object({ conversationId: id }), offline: false },
} as const;

export const automationQueries = {
  /** Every version, newest first. Supervisors. */
  'automation.revisions': {
    args: z.object({ automationId: id }),
    result: z.object({
      revisions: z.array(
        z.object({
          revision: z.number().int().positive(),
          flow: flowSchema,
          /** Epoch milliseconds. */
          at: z.number().int(),
          /** null: it came with a provision file. */
          byName: z.string().nullable(),
        }),
      ),
    }),
  },
} as const;
