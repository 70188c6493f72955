import { stripVTControlCharacters } from 'node:util';

/**
 * What `npm test` tells at the end of a failed run, so that the end of a long log is enough to know where to look. A
 * failure is a name and the texts that were said of it.
 */
const MOST_WITH_WORDS = 20;
const MOST_LINES = 12;

const linesOf = (text) =>
  stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');

function firstLines(said) {
  const lines = said.flatMap(linesOf);
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), `(${lines.length - MOST_LINES} more lines above)`];
}

/** The lines that tell what failed, step by step: every name, and of the first failures what was said. */
export function tellFailures(steps) {
  return steps.flatMap(({ step, failures }) => [
    `failed: ${step}`,
    ...failures.flatMap(({ name, said }, at) => [
      `  ${name}`,
      ...(at < MOST_WITH_WORDS ? firstLines(said).map((line) => `      ${line}`) : []),
    ]),
  ]);
}

/** What a run of vitest comes to, by the report of `failures-reporter.mjs`; without one it broke before it could count. */
export function testResults(report, fine) {
  if (report === null) return { passed: 0, failed: 1, failures: [{ name: 'vitest', said: ['it broke off'] }] };
  const { passed, failed, failures } = JSON.parse(report);
  if (fine || failures.length > 0) return { passed, failed: Math.max(failed, fine ? 0 : 1), failures };
  return { passed, failed: 1, failures: [{ name: 'vitest', said: ['it ended with an error that it told above'] }] };
}

/** What went wrong under faults, from the words of `tests/chaos/main.ts`, and how the same run is had again. */
export function chaosFailure(args, words) {
  const lines = words.split('\n');
  const verdict = lines.findIndex((line) => line.includes('FAILED:'));
  return {
    name: `npm run chaos -- ${args.join(' ')}`,
    said: [verdict === -1 ? 'it broke off before it could judge' : lines.slice(verdict).join('\n')],
  };
}
