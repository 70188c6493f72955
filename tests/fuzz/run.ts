import { setImmediate as letOthersRun } from 'node:timers/promises';
import fc from 'fast-check';
import type { FuzzTarget } from './target.ts';

export interface FuzzResult {
  name: string;
  cases: number;
  ms: number;
  /** null: nothing was found. */
  failure: string | null;
}

/** A case that takes longer hangs whoever waits behind it. */
const CASE_MS = 10_000;
const BREATH_CASES = 500;

/**
 * Tries `cases` over all targets by their shares; each fails with the seed and path that repeat the one case. Whatever nobody
 * waited for and failed is a failure of the target under way.
 */
export async function runFuzz(
  targets: readonly FuzzTarget[],
  { cases, seed, tell }: { cases: number; seed: number; tell(line: string): void },
): Promise<FuzzResult[]> {
  const whole = targets.reduce((sum, { share }) => sum + share, 0);
  const results: FuzzResult[] = [];
  for (const target of targets) {
    const numRuns = Math.ceil((cases * target.share) / whole);
    tell(`${target.name}: ${numRuns} cases`);
    const from = performance.now();
    const failure = await tryTarget(target, numRuns, seed);
    const ms = Math.round(performance.now() - from);
    tell(`${target.name}: ${failure === null ? 'nothing found' : `FAILED\n${failure}`} (${ms} ms)`);
    results.push({ name: target.name, cases: numRuns, ms, failure });
  }
  return results;
}

async function tryTarget(target: FuzzTarget, numRuns: number, seed: number): Promise<string | null> {
  const forgotten: string[] = [];
  const note = (error: unknown) =>
    void forgotten.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.on('unhandledRejection', note);
  process.on('uncaughtException', note);
  const open = await target.open();
  try {
    // What a case does without waiting is half a million cases without a pause, and nobody would hear that all is well.
    let done = 0;
    const property = open.property.beforeEach(async () => {
      done += 1;
      if (done % BREATH_CASES === 0) await letOthersRun();
    });
    const found = await fc.check(property, {
      numRuns,
      seed,
      timeout: CASE_MS,
    });
    await letOthersRun();
    if (found.failed) return `${inWords(found.errorInstance)}\n${fc.defaultReportMessage(found)?.slice(0, 4_000)}`;
    return forgotten.length === 0 ? null : `nobody waited for what failed:\n${forgotten.slice(0, 3).join('\n')}`;
  } finally {
    await open.close();
    process.off('unhandledRejection', note);
    process.off('uncaughtException', note);
  }
}

const inWords = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message).slice(0, 2_000) : '';
