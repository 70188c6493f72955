import { z } from 'zod';
import { collectedKindSchema, triggerSchema } from '../../src-shared/protocol/automations.ts';

/** Automations in a provision file: as in the protocol, with departments and tags by their names. */
const name = z.string().trim().min(1).max(80);
const id = z.string().min(1).max(64);
const text = z.string().trim().min(1).max(4_096);
const retries = z.number().int().min(0).max(5);

const stepEntry = z.discriminatedUnion('type', [
  z.strictObject({ id, type: z.literal('sendText'), text }),
  z.strictObject({
    id,
    type: z.literal('menu'),
    text,
    /** Each leads to a department or to a step of the flow. */
    options: z
      .array(z.strictObject({ label: name, department: name.optional(), step: id.optional() }))
      .min(1)
      .max(9),
    invalidText: text,
    retries,
  }),
  z.strictObject({
    id,
    type: z.literal('collect'),
    text,
    kind: collectedKindSchema,
    label: name,
    invalidText: text,
    retries,
  }),
  z.strictObject({ id, type: z.literal('tag'), tag: name }),
  z.strictObject({ id, type: z.literal('moveDeal'), pipeline: name, stage: name }),
  z.strictObject({ id, type: z.literal('wait'), minutes: z.number().int().min(1).max(10_080) }),
  z.strictObject({ id, type: z.literal('transfer'), department: name }),
  z.strictObject({ id, type: z.literal('finish'), reasonId: z.null().default(null) }),
]);
export type AutomationStepEntry = z.infer<typeof stepEntry>;

export const automationEntry = z.strictObject({
  name,
  active: z.boolean().default(true),
  trigger: triggerSchema,
  steps: z.array(stepEntry).min(1).max(50),
});
export type AutomationEntry = z.infer<typeof automationEntry>;
