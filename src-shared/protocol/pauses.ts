import { z } from 'zod';
import { pauseReasonSchema } from './operation.ts';
import { idSchema } from './storable.ts';

/** Pauses as they were taken. They are between a person and their supervisors (NR-17, annex II). */
const id = idSchema;
const time = z.number().int().nonnegative();

export const pauseSchema = z.object({
  id,
  personId: id,
  reason: z.string().nullable(),
  kind: pauseReasonSchema.shape.kind,
  limitMinutes: z.number().int().positive().nullable(),
  from: time,
  /** null: it lasts. */
  to: time.nullable(),
});
export type Pause = z.infer<typeof pauseSchema>;

export const pauseQueries = {
  /** The caller's working day: since when, and the pauses taken in it, oldest first. */
  'pauses.mine': {
    args: z.object({}),
    result: z.object({ workFrom: time.nullable(), pauses: z.array(pauseSchema) }),
  },
  /** Pauses that touch the period, newest first; supervisors, and everyone for their own. */
  'pauses.list': {
    args: z.object({ personId: id.nullable(), from: time, to: time, limit: z.number().int().min(1).max(500) }),
    result: z.object({ pauses: z.array(pauseSchema), more: z.boolean() }),
  },
} as const;
