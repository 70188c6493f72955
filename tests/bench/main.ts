import { parseArgs } from 'node:util';
import type { BenchResult } from './figures.ts';
import { machine } from './figures.ts';

/** `npm run bench -- NAME [--json] [--postgres]`. Exit code 1 when a budget is missed, 2 for a wrong call. */
interface BenchOptions {
  /** On a PostgreSQL server in place of the embedded database. */
  postgres: boolean;
}
const benches: Record<string, () => Promise<{ default: (options: BenchOptions) => Promise<BenchResult> }>> = {
  startup: () => import('./startup.ts'),
  delivery: () => import('./delivery.ts'),
  catchup: () => import('./catchup.ts'),
  trace: () => import('./trace.ts'),
  memory: () => import('./memory.ts'),
  matching: () => import('./matching.ts'),
  search: () => import('./search.ts'),
  timeline: () => import('./timeline.ts'),
  inbox: () => import('./inbox.ts'),
  ingest: () => import('./ingest.ts'),
  fanout: () => import('./fanout.ts'),
  restart: () => import('./restart.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, postgres: { type: 'boolean', default: false } },
});
const [name = ''] = positionals;
const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
/** `ingest`, `fanout` and `restart` always run on PostgreSQL; the others know the embedded database only. */
const onEither = ['delivery', 'ingest', 'fanout', 'matching'];
if (load === undefined || (values.postgres && !onEither.includes(name))) {
  const names = Object.keys(benches).join(', ');
  process.stderr.write(
    `npm run bench -- NAME [--json], where NAME is one of: ${names}; delivery knows --postgres too\n`,
  );
  process.exit(2);
}
const result = await (await load()).default({ postgres: values.postgres });
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
  if (key.endsWith('erSecond')) return ' /s';
  return /^(events|keys|messages|switches|deliveries|lost|doubled|astray|linesLost|agents|desktops|webhooksRepeated|\w+MovedDesktops)$/.test(
    key,
  )
    ? ''
    : ' ms';
}
