import { z } from 'zod';
import { channelSchema } from './entities.ts';
import { windowLeftKinds } from './kinds.ts';
import { idSchema, wordsSchema } from './storable.ts';

/**
 * What the inbox shows: one type for the desktop's list (A1–A4), bulk actions, saved filter sets (A5) and the server's
 * answers about what a machine does not hold. `rules/inbox-match.ts` says in plain words which conversations pass; engine
 * and backend are both tested against it.
 */
const id = idSchema;
const words = wordsSchema;
const time = z.number().int().nonnegative();

export const inboxTabSchema = z.enum(['all', 'mine', 'unassigned']);
export const inboxStatusSchema = z.enum(['open', 'awaiting', 'failed', 'finished', 'automation']);
export const inboxOrderSchema = z.enum(['newest', 'oldest']);
/** Time left in the messaging window. `under-4h` includes `under-1h`; neither includes `expired`. */
export const windowLeftSchema = z.enum(windowLeftKinds);
export type WindowLeft = z.infer<typeof windowLeftSchema>;

/** Days of the workspace's calendar, today included, or fixed days; both ends belong to it. */
export const inboxPeriodSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('last'), days: z.number().int().min(1).max(3_660) }),
  z.object({ kind: z.literal('days'), from: z.iso.date(), to: z.iso.date() }),
]);
export type InboxPeriod = z.infer<typeof inboxPeriodSchema>;

/**
 * Empty lists and null filter nothing. Different filters combine with «and», values of one filter with «or».
 * `stageIds`: the contact has an open deal in one of them. `reasonIds`: qualified with one of them (a reason above
 * others stands for those below it too). `period` looks at the last activity.
 */
export const inboxFilterSchema = z.object({
  tab: inboxTabSchema,
  status: inboxStatusSchema,
  order: inboxOrderSchema,
  connectionIds: z.array(id).max(500),
  departmentIds: z.array(id).max(500),
  tagIds: z.array(id).max(500),
  channels: z.array(channelSchema).max(10).default([]),
  stageIds: z.array(id).max(500).default([]),
  reasonIds: z.array(id).max(500).default([]),
  agentIds: z.array(id).max(500).default([]),
  period: inboxPeriodSchema.nullable().default(null),
  windowLeft: windowLeftSchema.nullable().default(null),
});
export type InboxFilter = z.infer<typeof inboxFilterSchema>;
export type InboxTab = InboxFilter['tab'];
export type InboxStatus = InboxFilter['status'];
export type InboxOrder = InboxFilter['order'];

/** A filter set kept under a name by its owner, who may share it with a department (A5). */
export const savedFilterSchema = z.object({
  id,
  name: z.string().min(1).max(60),
  ownerId: id,
  /** Whose members see it too; null: the owner alone. */
  departmentId: id.nullable(),
  filter: inboxFilterSchema,
  removed: z.boolean().default(false),
  version: z.number().int().nonnegative(),
});
export type SavedFilter = z.infer<typeof savedFilterSchema>;

export const filterCommands = {
  /** Makes or changes one's own; `id` is made by the caller. Sharing needs to belong to the department, or to supervise. */
  'filter.save': {
    args: z.object({
      id,
      name: words.trim().min(1).max(60),
      departmentId: id.nullable(),
      filter: inboxFilterSchema,
    }),
    offline: true,
  },
  /** One's own; supervisors remove shared ones too. */
  'filter.remove': { args: z.object({ id }), offline: true },
} as const;

/** Where a page of answers goes on: after this one, in the order asked for. */
export const listCursorSchema = z.object({ at: time, id });
export type ListCursor = z.infer<typeof listCursorSchema>;
