import { z } from 'zod';
import { idSchema, wordsSchema } from './storable.ts';

/**
 * Deals («negócios», G5): what is being sold to a contact, in a stage of a pipeline («funil»). Pipelines belong to the
 * workspace; deals are part of their contact and are seen by whoever sees it.
 */
const id = idSchema;
const words = wordsSchema;

export const stageSchema = z.object({ id, name: words.trim().min(1).max(60) });
export type Stage = z.infer<typeof stageSchema>;

/** What a pipeline is besides its id: as it is edited. Stages in the order in which a deal goes through them. */
export const pipelineValueSchema = z.object({
  name: words.trim().min(1).max(80),
  position: z.number().int().min(0).max(10_000),
  active: z.boolean(),
  stages: z
    .array(stageSchema)
    .min(1)
    .max(30)
    .superRefine((stages, context) => {
      const ids = new Set<string>();
      const names = new Set<string>();
      for (const [index, stage] of stages.entries()) {
        const name = stage.name.toLocaleLowerCase('pt-BR');
        if (ids.has(stage.id) || names.has(name)) {
          context.addIssue({ code: 'custom', message: 'repeatedName', path: [index, 'name'] });
        }
        ids.add(stage.id);
        names.add(name);
      }
    }),
});
export type PipelineValue = z.infer<typeof pipelineValueSchema>;

export const pipelineSchema = pipelineValueSchema.extend({
  id,
  stages: z.array(stageSchema),
  version: z.number().int().nonnegative(),
});
export type Pipeline = z.infer<typeof pipelineSchema>;

export const dealStateSchema = z.enum(['open', 'won', 'lost']);
export type DealState = z.infer<typeof dealStateSchema>;

/** A thousand million reais. */
export const MAX_AMOUNT = 100_000_000_000;
/** Cents (BRL); null: not known. */
const amount = z.number().int().min(0).max(MAX_AMOUNT).nullable();
/** A contact carries its deals wherever it goes, so there is an end to them. */
export const MAX_DEALS = 200;

export const dealSchema = z.object({
  id,
  title: words.trim().min(1).max(120),
  pipelineId: id,
  stageId: id,
  amount,
  state: dealStateSchema,
  /** Epoch milliseconds. */
  createdAt: z.number().int().nonnegative(),
  updatedAt: z.number().int().nonnegative(),
});
export type Deal = z.infer<typeof dealSchema>;

export const dealCommands = {
  /**
   * Makes or changes one; `id` is made by the caller. A closed one keeps its state. `fromStageId`: where the editor saw it.
   * Moved by somebody else since then, it stays there when the editor did not move it, and is refused with `stale` when
   * they did.
   */
  'deal.save': {
    args: z.object({
      contactId: id,
      id,
      title: dealSchema.shape.title,
      pipelineId: id,
      stageId: id,
      amount,
      fromStageId: id.optional(),
    }),
    offline: true,
  },
  /** Refused with `stale` when it is in another stage by now, or closed. */
  'deal.move': { args: z.object({ contactId: id, dealId: id, fromStageId: id, toStageId: id }), offline: true },
  /** `open` takes it up again, in its pipeline's first stage where its own is gone. */
  'deal.close': { args: z.object({ contactId: id, dealId: id, state: dealStateSchema }), offline: true },
} as const;
