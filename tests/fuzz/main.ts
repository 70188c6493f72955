import { parseArgs } from 'node:util';
import { z } from 'zod';
import { runFuzz } from './run.ts';
import { targets } from './targets/all.ts';
import { watchOver } from './watchdog.ts';

/**
 * `npm run fuzz`: strangers' words, changed at random, at everything that hears them. Exit code 1 when something crashed, hung,
 * was forgotten or answered what it may not; 2 for a wrong call. `--cases` are over all targets.
 */
const schema = z.object({
  cases: z.coerce.number().int().positive().default(20_000),
  seed: z.coerce.number().int().optional(),
  only: z.string().optional(),
});
const usage = `npm run fuzz -- [--cases N] [--seed S] [--only ${targets.map(({ name }) => name).join('|')}]`;

function readOptions(): z.infer<typeof schema> | null {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ options: { cases: text, seed: text, only: text } });
    return schema.safeParse(values).data ?? null;
  } catch {
    return null;
  }
}

const options = readOptions();
const chosen = targets.filter(({ name }) => options?.only === undefined || options.only === name);
if (options === null || chosen.length === 0) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
const tell = (line: string) => void process.stderr.write(`${line}\n`);
tell(`seed ${seed}`);
const watch = watchOver(seed);
const results = await runFuzz(chosen, {
  cases: options.cases,
  seed,
  tell(line) {
    watch.at(line);
    tell(line);
  },
});
watch.close();
process.stdout.write(
  `${JSON.stringify({ seed, results: results.map(({ failure, ...rest }) => ({ ...rest, failed: failure !== null })) })}\n`,
);
process.exit(results.every(({ failure }) => failure === null) ? 0 : 1);
