import { parseArgs } from 'node:util';
import type { BenchResult } from './figures.ts';
import { machine } from './figures.ts';

/** `npm run bench -- NAME [--json]`. Exit code 1 when a budget is missed, 2 for a wrong call. */
const benches: Record<string, () => Promise<{ default: () => Promise<BenchResult> }>> = {
  startup: () => import('./startup.ts'),
  delivery: () => import('./delivery.ts'),
  catchup: () => import('./catchup.ts'),
  trace: () => import('./trace.ts'),
  memory: () => import('./memory.ts'),
  matching: () => import('./matching.ts'),
  search: () => import('./search.ts'),
  timeline: () => import('./timeline.ts'),
  inbox: () => import('./inbox.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const [name = ''] = positionals;
const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (load === undefined) {
  process.stderr.write(`npm run bench -- NAME [--json], where NAME is one of: ${Object.keys(benches).join(', ')}\n`);
  process.exit(2);
}
const result = await (await load()).default();
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else process.stdout.write(`${inWords(result)}\n`);
process.exit(result.pass ? 0 : 1);

function inWords({ name: title, figures, floor, ratio, budget, pass }: BenchResult): string {
  const lines = [`${title} on ${machine()}`];
  for (const [key, value] of Object.entries(figures)) lines.push(`  ${key}: ${value}${unitOf(key)}`);
  for (const [key, value] of Object.entries(floor)) lines.push(`  floor ${key}: ${value}${unitOf(key)}`);
  for (const [key, value] of Object.entries(ratio)) {
    lines.push(`  ratio ${key}: ${value}${budget[key] === undefined ? '' : ` (at most ${budget[key]})`}`);
  }
  return [...lines, pass ? '  passed' : '  MISSED'].join('\n');
}

/** Milliseconds, unless the name says otherwise. */
function unitOf(key: string): string {
  if (key.endsWith('Percent')) return ' %';
  if (key.endsWith('Megabytes')) return ' MB';
  return /^(events|keys|messages|switches)$/.test(key) ? '' : ' ms';
}
