import { z } from 'zod';
import { fieldValueSchema } from './contacts.ts';
import { pipelineValueSchema } from './deals.ts';
import { departmentSchema, personSchema } from './entities.ts';
import { type Interval, operationSchema, pauseReasonSchema, type Week, weekdays, weekSchema } from './operation.ts';
import { idSchema, wordsSchema } from './storable.ts';

/**
 * What supervisors and administrators may change about how a workspace works, kind by kind: the value as it is edited,
 * stored in the history of changes, and restored by an undo.
 */
const id = idSchema;
const name = wordsSchema.trim().min(1).max(80);

/** The first interval that shares a moment with another of its day; null: none does. Half open, so neighbours may touch. */
export function overlapIn(intervals: readonly Interval[]): number | null {
  const ordered = intervals
    .map((interval, index) => ({ ...interval, index }))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.index - b.index));
  for (const [place, interval] of ordered.entries()) {
    const before = ordered[place - 1];
    if (before !== undefined && interval.from < before.to) return interval.index;
  }
  return null;
}

const apart = <Shape extends z.ZodType<Interval[]>>(intervals: Shape) =>
  intervals.superRefine((value, context) => {
    const index = overlapIn(value);
    if (index !== null) context.addIssue({ code: 'custom', message: 'overlaps', path: [index] });
  });

const week = weekSchema.superRefine((value: Week, context) => {
  for (const day of weekdays) {
    const index = overlapIn(value[day]);
    if (index !== null) context.addIssue({ code: 'custom', message: 'overlaps', path: [day, index] });
  }
});

const { holidays, channelWeights, idleMinutes, lostAgent, mergeConversations, pausePlan } = operationSchema.shape;
const holiday = holidays.element.extend({ name, hours: apart(holidays.element.shape.hours) });

/** Parts of the operation that are edited, and may be stale, each for itself. */
export const operationSections = {
  hours: z.object({
    businessHours: week.nullable(),
    holidays: z
      .array(holiday)
      .max(400)
      .superRefine((value, context) => {
        const first = new Set<string>();
        for (const [index, { date }] of value.entries()) {
          if (first.has(date)) context.addIssue({ code: 'custom', message: 'repeated', path: [index, 'date'] });
          first.add(date);
        }
      }),
  }),
  affinity: z.object({ affinity: z.object({ enabled: z.boolean(), specialHours: week }) }),
  merging: z.object({ mergeConversations: mergeConversations.unwrap() }),
  weights: z.object({ channelWeights }),
  idle: z.object({ idleMinutes }),
  lostAgent: z.object({ lostAgent }),
  pausePlan: z.object({ pausePlan }),
} as const;
export type OperationSection = keyof typeof operationSections;

export const settingsSchemas = {
  ...operationSections,
  department: z.object({
    name,
    distribution: departmentSchema.shape.distribution,
    rule: departmentSchema.shape.rule.unwrap(),
    acceptSeconds: z.number().int().min(5).max(600).nullable(),
    inactivityMinutes: z.number().int().min(1).max(10_080).nullable(),
    requiresReason: z.boolean(),
    requiresDescription: z.boolean(),
    memberIds: z.array(id).max(5_000),
  }),
  person: z.object({
    name,
    role: personSchema.shape.role,
    departmentIds: z.array(id).max(500),
    capacity: z.number().int().min(0).max(100),
    active: z.boolean(),
  }),
  pauseReason: z.object({
    name,
    kind: pauseReasonSchema.shape.kind,
    limitMinutes: pauseReasonSchema.shape.limitMinutes,
    position: z.number().int().min(0).max(10_000),
    active: z.boolean(),
  }),
  reason: z.object({
    parentId: id.nullable(),
    name,
    position: z.number().int().min(0).max(10_000),
    active: z.boolean(),
  }),
  tag: z.object({ name, color: z.string().regex(/^#[0-9a-f]{6}$/i), active: z.boolean() }),
  pipeline: pipelineValueSchema,
  field: fieldValueSchema,
} as const;

export type SettingsKind = keyof typeof settingsSchemas;
export type SettingsValue<Kind extends SettingsKind> = z.infer<(typeof settingsSchemas)[Kind]>;
export const settingsKindSchema = z.enum([
  'hours',
  'affinity',
  'merging',
  'weights',
  'idle',
  'lostAgent',
  'pausePlan',
  'department',
  'person',
  'pauseReason',
  'reason',
  'tag',
  'pipeline',
  'field',
] satisfies SettingsKind[]);

/**
 * `seen`: the value the editor started from (null: it is new, its `id` made by the caller). When something else stands
 * there by now, the command is refused with `stale`, its `detail` naming the fields that differ, and nothing is
 * overwritten. Values are compared rather than versions, because a person's version moves with every pause.
 */
const seenAndValue = <Value extends z.ZodType>(value: Value) => ({ seen: value.nullable(), value });

const section = <Section extends OperationSection, Value extends z.ZodType>(name: Section, value: Value) =>
  z.object({ section: z.literal(name), seen: value, value });

/** Supervisors; `person.save` beyond departments and capacity is for administrators. Refused `invalid` with the field. */
export const settingsCommands = {
  'operation.save': {
    args: z.discriminatedUnion('section', [
      section('hours', operationSections.hours),
      section('affinity', operationSections.affinity),
      section('merging', operationSections.merging),
      section('weights', operationSections.weights),
      section('idle', operationSections.idle),
      section('lostAgent', operationSections.lostAgent),
      section('pausePlan', operationSections.pausePlan),
    ]),
    offline: false,
  },
  'department.save': { args: z.object({ id, ...seenAndValue(settingsSchemas.department) }), offline: false },
  'person.save': { args: z.object({ id, ...seenAndValue(settingsSchemas.person) }), offline: false },
  'pauseReason.save': { args: z.object({ id, ...seenAndValue(settingsSchemas.pauseReason) }), offline: false },
  'pauseReason.remove': { args: z.object({ id }), offline: false },
  'reason.save': { args: z.object({ id, ...seenAndValue(settingsSchemas.reason) }), offline: false },
  'reason.remove': { args: z.object({ id }), offline: false },
  'tag.save': { args: z.object({ id, ...seenAndValue(settingsSchemas.tag) }), offline: false },
  'tag.remove': { args: z.object({ id }), offline: false },
  /** Refused with `stage-in-use` when it takes away a stage, or the whole, that has open deals. */
  'pipeline.save': { args: z.object({ id, ...seenAndValue(settingsSchemas.pipeline) }), offline: false },
  /** A field keeps its type. Refused with `name-taken` for the name of another one in use. */
  'field.save': { args: z.object({ id, ...seenAndValue(settingsSchemas.field) }), offline: false },
  /** Puts back what a change replaced, unless it was changed again since (`stale`). Recorded like any other change. */
  'settings.undo': { args: z.object({ changeId: id }), offline: false },
} as const;

const kept = z.record(z.string(), z.unknown());

/** One change, as it is kept. Its id is that of the command that made it. Values are as they were stored at the time. */
export const settingsChangeSchema = z.object({
  id,
  /** Newer changes have a higher one. */
  position: z.number().int().nonnegative(),
  at: z.number().int().nonnegative(),
  byId: id,
  kind: settingsKindSchema,
  entityId: id,
  /** null: it was new. */
  before: kept.nullable(),
  after: kept,
  /** The change that this one undid. */
  undoOf: id.nullable(),
  undoneById: id.nullable(),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

/** Newest first; ask on with the last one's `position`. Supervisors. */
export const settingsQueries = {
  'settings.history': {
    args: z.object({
      before: z.number().int().nonnegative().nullable(),
      limit: z.number().int().min(1).max(100),
      kinds: z.array(settingsKindSchema).max(20),
    }),
    result: z.object({ changes: z.array(settingsChangeSchema), more: z.boolean() }),
  },
} as const;
