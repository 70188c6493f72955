import { parseArgs } from 'node:util';
import { type BenchResult, printed } from './result.ts';

/** `npm run bench -- NAME [--json] [--postgres]`: one benchmark, its figure and the floor measured in the same run. */
const benches: Record<string, () => Promise<{ run(options: BenchOptions): Promise<BenchResult> }>> = {
  startup: () => import('./startup.ts'),
  delivery: () => import('./delivery.ts'),
  catchup: () => import('./catchup.ts'),
};

export interface BenchOptions {
  /** A PostgreSQL server in place of the embedded database, where a bench has a backend. */
  readonly postgres: boolean;
  /** What a person watching would want to know meanwhile; never on standard output. */
  say(line: string): void;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, postgres: { type: 'boolean', default: false } },
});
const load = benches[positionals[0] ?? ''];
if (load === undefined) {
  process.stderr.write(`Name a benchmark: ${Object.keys(benches).join(', ')}.\n`);
  process.exit(2);
}
const bench = await load();
const result = await bench.run({ postgres: values.postgres, say: (line) => process.stderr.write(`${line}\n`) });
process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : printed(result));
// A budget that is missed is an answer, not a failure of the program: `pass` says it.
process.exit(0);
