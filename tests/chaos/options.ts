import { parseArgs } from 'node:util';
import { z } from 'zod';

export interface ChaosOptions {
  minutes: number;
  seed: number;
  nodes: number;
  postgres: boolean;
  json: boolean;
  /** Only faults of these names; empty: all. */
  only: string[];
}

const schema = z.object({
  minutes: z.coerce.number().positive().max(1_440).default(2),
  seed: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .optional(),
  nodes: z.coerce.number().int().min(1).max(16).default(1),
  postgres: z.boolean().default(false),
  json: z.boolean().default(false),
  only: z.string().default(''),
});

export const usage =
  'npm run chaos -- [--minutes N] [--seed S] [--nodes K] [--postgres] [--json] [--only "kill a node,cut a line"]';

/** null: not as the usage says. Without a seed a new one is taken, and printed. */
export function parseChaosOptions(args: string[]): ChaosOptions | null {
  try {
    const { values } = parseArgs({
      args,
      options: {
        minutes: { type: 'string' },
        seed: { type: 'string' },
        nodes: { type: 'string' },
        postgres: { type: 'boolean' },
        json: { type: 'boolean' },
        only: { type: 'string' },
      },
    });
    const parsed = schema.parse(values);
    return {
      ...parsed,
      seed: parsed.seed ?? Math.floor(Math.random() * 2 ** 32),
      // Only a server can have several.
      postgres: parsed.postgres || parsed.nodes > 1,
      only: parsed.only.split(',').flatMap((name) => name.trim() || []),
    };
  } catch {
    return null;
  }
}
