import { z } from 'zod';
import { commands } from '../../src-shared/protocol/commands.ts';
import { fieldTypeSchema, fieldValueSchema } from '../../src-shared/protocol/contacts.ts';
import { stageSchema } from '../../src-shared/protocol/deals.ts';
import { channelSchema, departmentSchema, roleSchema } from '../../src-shared/protocol/entities.ts';
import { operationSections, settingsSchemas } from '../../src-shared/protocol/settings.ts';
import { unknownVariables } from '../../src-shared/rules/saved-text.ts';
import { shopSettingsSchema } from '../shop/settings.ts';
import { automationEntry } from './automation-schema.ts';

/**
 * The provision file: a workspace described in JSON. What is left out of an entry takes its default when the entry is made
 * and is left as it is when the entry exists.
 */
const name = z.string().trim().min(1).max(80);
const color = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour like #2f6fb0');

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export interface ReasonEntry {
  name: string;
  active?: boolean | undefined;
  children?: ReasonEntry[] | undefined;
}
const reason: z.ZodType<ReasonEntry> = z.strictObject({
  name,
  active: z.boolean().optional(),
  get children() {
    return z.array(reason).optional();
  },
});

const department = z.strictObject({
  name,
  distribution: departmentSchema.shape.distribution.optional(),
  rule: settingsSchemas.department.shape.rule.optional(),
  acceptSeconds: settingsSchemas.department.shape.acceptSeconds.optional(),
  inactivityMinutes: settingsSchemas.department.shape.inactivityMinutes.optional(),
  requiresReason: z.boolean().optional(),
  requiresDescription: z.boolean().optional(),
});
export type DepartmentEntry = z.infer<typeof department>;

const person = z.strictObject({
  name,
  email: z.string().trim().toLowerCase().max(254).pipe(z.email('must be an e-mail address')),
  password: z.string().min(8, 'must have at least 8 characters').max(1024),
  role: roleSchema,
  departments: z.array(name).optional(),
  capacity: z.number().int().min(0).max(1000).optional(),
  active: z.boolean().optional(),
});
export type PersonEntry = z.infer<typeof person>;

const tag = z.strictObject({ name, color });
export type TagEntry = z.infer<typeof tag>;

const pauseReason = z.strictObject({
  name,
  kind: settingsSchemas.pauseReason.shape.kind.optional(),
  limitMinutes: settingsSchemas.pauseReason.shape.limitMinutes.optional(),
  active: z.boolean().optional(),
});
export type PauseReasonEntry = z.infer<typeof pauseReason>;

/** How the workspace works; every part of it is whole or left out. */
const operation = z.strictObject({
  businessHours: operationSections.hours.shape.businessHours.optional(),
  holidays: operationSections.hours.shape.holidays.optional(),
  affinity: operationSections.affinity.shape.affinity.optional(),
  channelWeights: operationSections.weights.shape.channelWeights.optional(),
  idleMinutes: operationSections.idle.shape.idleMinutes.optional(),
  lostAgent: operationSections.lostAgent.shape.lostAgent.optional(),
  mergeConversations: operationSections.merging.shape.mergeConversations.optional(),
  pausePlan: operationSections.pausePlan.shape.pausePlan.optional(),
});
export type OperationEntry = z.infer<typeof operation>;

const savedText = z.strictObject({
  shortcut: commands['savedText.save'].args.shape.shortcut,
  text: commands['savedText.save'].args.shape.text.refine(
    (text) => unknownVariables(text).length === 0,
    'has a variable that is not known',
  ),
  /** null: for every department. */
  department: name.nullable().optional(),
});
export type SavedTextEntry = z.infer<typeof savedText>;

const pipeline = z.strictObject({
  name,
  stages: z
    .array(stageSchema.shape.name)
    .min(1)
    .max(30)
    .refine((names) => new Set(names.map((stage) => stage.toLocaleLowerCase('pt-BR'))).size === names.length, {
      message: 'must have stages with different names',
    }),
});
export type PipelineEntry = z.infer<typeof pipeline>;

const field = z
  .strictObject({
    name: fieldValueSchema.shape.name,
    type: fieldTypeSchema,
    choices: fieldValueSchema.shape.choices.optional(),
  })
  .refine(({ type, choices = [] }) => (type === 'choice') === choices.length > 0, {
    message: 'must have choices when it is of type choice, and none otherwise',
    path: ['choices'],
  });
export type FieldEntry = z.infer<typeof field>;

/** Whatever else a connection has is its channel's settings, checked by the channel. */
const connection = z.looseObject({ channel: channelSchema, name, department: name, active: z.boolean().optional() });
export type ConnectionEntry = z.infer<typeof connection>;

export const provisionSchema = z.strictObject({
  workspace: z.strictObject({
    name,
    timeZone: z.string().refine(isTimeZone, 'must be a time zone like America/Sao_Paulo'),
  }),
  departments: z.array(department).default([]),
  people: z.array(person).default([]),
  tags: z.array(tag).default([]),
  reasons: z.array(reason).default([]),
  pauseReasons: z.array(pauseReason).default([]),
  operation: operation.optional(),
  savedTexts: z.array(savedText).default([]),
  pipelines: z.array(pipeline).default([]),
  fields: z.array(field).default([]),
  automations: z.array(automationEntry).default([]),
  connections: z.array(connection).default([]),
  /** null: the workspace has none any more. */
  shop: shopSettingsSchema.nullable().optional(),
});
export type Provision = z.infer<typeof provisionSchema>;
