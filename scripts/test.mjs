import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { audit } from './audit.mjs';
import { ensureBuilt } from './built.mjs';
import { takeShell } from './desktop-command.mjs';
import { chaosFailure, tellFailures, testResults } from './failures.mjs';
import { environment, fromRoot, pinnedNode, root } from './machine.mjs';
import { setUp } from './setup.mjs';

/**
 * `npm test`: every check of the project. All of them run, whatever failed before. The end tells what failed, and the
 * last line counts.
 */
const results = { passed: 0, failed: 0 };
const failedSteps = [];
const say = (line) => process.stdout.write(`${line}\n`);
const fine = { passed: 1, failed: 0, failures: [] };
const failure = (name, ...said) => ({ passed: 0, failed: 1, failures: [{ name, said }] });

function timed(step, run) {
  say(`\n— ${step}`);
  const start = performance.now();
  const { passed, failed, failures } = run();
  results.passed += passed;
  results.failed += failed;
  if (failed > 0) failedSteps.push({ step, failures });
  say(`— ${step}: ${failed === 0 ? 'ok' : 'failed'} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** A tool of the project, on the pinned Node. */
const tool = (name, args, stdio) =>
  spawnSync(fromRoot('node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name), args, {
    cwd: root,
    stdio,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: environment(),
    shell: process.platform === 'win32',
  });

const check =
  (name, ...args) =>
  () => {
    const { status, stdout, stderr } = tool(name, args, 'pipe');
    const said = `${stdout ?? ''}${stderr ?? ''}`;
    process.stdout.write(said);
    return status === 0 ? fine : failure([name, ...args].join(' '), said);
  };

/** A short shift under every fault; `npm run chaos` for longer ones, with other seeds. */
const chaos =
  (...args) =>
  () => {
    const { status, stdout } = spawnSync(pinnedNode, [fromRoot('tests', 'chaos', 'main.ts'), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      env: environment(),
    });
    const words = stdout ?? '';
    process.stdout.write(words);
    return status === 0 ? fine : { passed: 0, failed: 1, failures: [chaosFailure(args, words)] };
  };

/** Tests count one by one; a run that broke before it could count is one failure. */
const tests =
  (name, ...args) =>
  () => {
    const file = fromRoot('.turno', 'tests', `${name}.json`);
    rmSync(file, { force: true });
    const reporters = ['--reporter=default', '--reporter=./scripts/failures-reporter.mjs'];
    const { status } = tool('vitest', ['run', ...args, ...reporters, `--outputFile.failures=${file}`], 'inherit');
    return testResults(existsSync(file) ? readFileSync(file, 'utf8') : null, status === 0);
  };

const { wished, rest } = takeShell(process.argv.slice(2));
if (rest.length > 0 || ![null, 'electron', 'chromium'].includes(wished)) {
  process.stderr.write('npm test [-- --shell electron|chromium]\n');
  process.exit(2);
}
// The end-to-end tests read it.
if (wished !== null) process.env.TURNO_SHELL = wished;

const began = performance.now();
setUp({ browser: true, servers: true });
say(
  `Node ${spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' }).stdout.trim()}; set-up ${((performance.now() - began) / 1000).toFixed(1)} s`,
);

timed('lint, format and folder boundaries', check('biome', 'ci', '.'));
timed('types', check('tsc', '--noEmit'));
timed('dead code', check('knip'));
timed('known weaknesses of the packages', () => {
  const { asked, why, found } = audit();
  if (!asked) say(`SKIPPED: nothing is known of them here (${why})`);
  for (const one of found) say(one);
  if (found.length > 0) return failure('npm audit', ...found);
  return { passed: asked ? 1 : 0, failed: 0, failures: [] };
});
const buildStart = performance.now();
const built = await ensureBuilt().then(
  () => fine,
  (error) => {
    process.stderr.write(`${error.message}\n`);
    return failure('build', error.message);
  },
);
timed(`build (${((performance.now() - buildStart) / 1000).toFixed(1)} s)`, () => built);
timed('unit and integration tests', tests('unit', '--project', 'unit', '--project', 'integration'));
timed('chaos on the embedded database', chaos('--seed', '7', '--minutes', '1'));
timed('chaos on two nodes and PostgreSQL', chaos('--seed', '7', '--minutes', '1', '--nodes', '2'));
// One after the other: each has a browser and a whole product to itself.
timed('end-to-end tests', tests('e2e', '--project', 'e2e', '--no-file-parallelism'));

say('');
for (const line of tellFailures(failedSteps)) say(line);
const minutes = ((performance.now() - began) / 60_000).toFixed(1);
say(
  `${minutes} min in all${failedSteps.length === 0 ? '' : `; failed: ${failedSteps.map(({ step }) => step).join(', ')}`}`,
);
say(`${results.passed} passed, ${results.failed} failed`);
process.exitCode = results.failed === 0 ? 0 : 1;
