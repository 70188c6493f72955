import { z } from 'zod';
import { channelSchema } from './entities.ts';

/**
 * How a workspace works («operação»): hours, continuity, weights, what happens when an agent's machine dies, pauses. One
 * entity per workspace. Clock times are the workspace's own («08:00»); a day ends at «24:00».
 */
const id = z.string().min(1).max(64);
const clock = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time like 08:30');

/** Half open: from `from` up to, and not including, `to`. */
export const intervalSchema = z
  .object({ from: clock, to: clock })
  .refine(({ from, to }) => from < to, 'an interval ends after it begins');
export type Interval = z.infer<typeof intervalSchema>;

const intervals = z.array(intervalSchema).max(24);
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const weekSchema = z.object({
  mon: intervals,
  tue: intervals,
  wed: intervals,
  thu: intervals,
  fri: intervals,
  sat: intervals,
  sun: intervals,
});
export type Week = z.infer<typeof weekSchema>;

export const operationSchema = z.object({
  id,
  timeZone: z.string(),
  /** null: always open. */
  businessHours: weekSchema.nullable(),
  holidays: z.array(z.object({ date: z.iso.date(), name: z.string().max(80), hours: intervals })).max(400),
  affinity: z.object({
    enabled: z.boolean(),
    /** Continuity is off during these (F3). */
    specialHours: weekSchema,
  }),
  /** How much of an agent's capacity one conversation of a channel takes; a channel that is not named takes 1. */
  channelWeights: z.partialRecord(channelSchema, z.number().min(0).max(10)),
  /** Minutes without keyboard or mouse after which an available agent counts as away; null: never. */
  idleMinutes: z.number().int().min(1).max(240).nullable(),
  /** An agent whose machine is gone longer than `graceSeconds` is offline; then what they serve stays or returns to its queue. */
  lostAgent: z.object({
    graceSeconds: z.number().int().min(15).max(3_600),
    action: z.enum(['keep', 'requeue']),
    /** Counted from when the agent went offline. */
    requeueAfterMinutes: z.number().int().min(0).max(1_440),
  }),
  /** Open conversations of one contact on several channels become one by themselves (G3). */
  mergeConversations: z.boolean().default(false),
  /**
   * Pauses of a working day. Defaults of NR-17, annex II (teleatendimento): two of 10 minutes outside the first and last
   * 60 minutes of a 6-hour day, and 20 minutes for a meal.
   */
  pausePlan: z.object({
    dayMinutes: z.number().int().min(60).max(720),
    restMinutes: z.number().int().min(0).max(60),
    restTimes: z.number().int().min(0).max(6),
    edgeMinutes: z.number().int().min(0).max(120),
    mealMinutes: z.number().int().min(0).max(120),
  }),
  version: z.number().int().nonnegative(),
});
export type Operation = z.infer<typeof operationSchema>;

export const pauseReasonSchema = z.object({
  id,
  name: z.string().min(1).max(80),
  kind: z.enum(['rest', 'meal', 'other']),
  /** Beyond it the agent and their supervisors are told; null: no limit. */
  limitMinutes: z.number().int().min(1).max(480).nullable(),
  position: z.number().int(),
  active: z.boolean(),
  version: z.number().int().nonnegative(),
});
export type PauseReason = z.infer<typeof pauseReasonSchema>;

/** A week whose days are all alike. */
export const everyDay = (hours: Interval[]): Week => ({
  mon: hours,
  tue: hours,
  wed: hours,
  thu: hours,
  fri: hours,
  sat: hours,
  sun: hours,
});

/** What a workspace begins with (F3, NR-17). */
export const operationDefaults: Omit<Operation, 'id' | 'timeZone' | 'version'> = {
  businessHours: null,
  holidays: [],
  affinity: {
    enabled: true,
    specialHours: everyDay([
      { from: '08:00', to: '09:15' },
      { from: '11:50', to: '13:20' },
      { from: '13:20', to: '14:30' },
    ]),
  },
  channelWeights: {},
  idleMinutes: 10,
  lostAgent: { graceSeconds: 60, action: 'keep', requeueAfterMinutes: 10 },
  mergeConversations: false,
  pausePlan: { dayMinutes: 360, restMinutes: 10, restTimes: 2, edgeMinutes: 60, mealMinutes: 20 },
};
