import { parseArgs } from 'node:util';
import type { BenchResult } from './figures.ts';
import { machine } from './figures.ts';

export interface BenchOptions {
  /** A PostgreSQL server in place of the embedded database, where a benchmark has a backend. */
  postgres: boolean;
}

/** `npm run bench -- NAME [--json] [--postgres]`. Exit code 1 when a budget is missed, 2 for a wrong call. */
const benches: Record<string, () => Promise<{ default: (options: BenchOptions) => Promise<BenchResult> }>> = {
  startup: () => import('./startup.ts'),
  delivery: () => import('./delivery.ts'),
  catchup: () => import('./catchup.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, postgres: { type: 'boolean', default: false } },
});
const [name = ''] = positionals;
const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (load === undefined) {
  process.stderr.write(
    `npm run bench -- NAME [--json] [--postgres], where NAME is one of: ${Object.keys(benches).join(', ')}\n`,
  );
  process.exit(2);
}
const result = await (await load()).default({ postgres: values.postgres });
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else process.stdout.write(`${inWords(result)}\n`);
process.exit(result.pass ? 0 : 1);

function inWords({ name: title, figures, floor, ratio, budget, pass }: BenchResult): string {
  const lines = [`${title} on ${machine()}`];
  for (const [key, value] of Object.entries(figures)) lines.push(`  ${key}: ${value} ms`);
  for (const [key, value] of Object.entries(floor)) lines.push(`  floor ${key}: ${value} ms`);
  for (const [key, value] of Object.entries(ratio)) {
    lines.push(`  ratio ${key}: ${value}${budget[key] === undefined ? '' : ` (at most ${budget[key]})`}`);
  }
  return [...lines, pass ? '  passed' : '  MISSED'].join('\n');
}
