import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { audit } from './audit.mjs';
import { ensureBuilt } from './built.mjs';
import { takeShell } from './desktop-command.mjs';
import { environment, fromRoot, pinnedNode, root } from './machine.mjs';
import { setUp } from './setup.mjs';

/** `npm test`: every check of the project. All of them run, whatever failed before, and the last line counts them. */
const results = { passed: 0, failed: 0 };
const failedSteps = [];
const say = (line) => process.stdout.write(`${line}\n`);

function timed(name, run) {
  say(`\n— ${name}`);
  const start = performance.now();
  const { passed, failed } = run();
  results.passed += passed;
  results.failed += failed;
  if (failed > 0) failedSteps.push(name);
  say(`— ${name}: ${failed === 0 ? 'ok' : 'failed'} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** A tool of the project, on the pinned Node. */
const tool = (name, ...args) =>
  spawnSync(fromRoot('node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name), args, {
    cwd: root,
    stdio: 'inherit',
    env: environment(),
    shell: process.platform === 'win32',
  }).status === 0;

const check =
  (name, ...args) =>
  () =>
    tool(name, ...args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

/** A short shift under every fault; `npm run chaos` for longer ones, with other seeds. */
const chaos =
  (...args) =>
  () =>
    spawnSync(pinnedNode, [fromRoot('tests', 'chaos', 'main.ts'), ...args], {
      cwd: root,
      stdio: 'inherit',
      env: environment(),
    }).status === 0
      ? { passed: 1, failed: 0 }
      : { passed: 0, failed: 1 };

/** Tests count one by one; a run that broke before it could count is one failure. */
const tests =
  (name, ...args) =>
  () => {
    const file = fromRoot('.turno', 'tests', `${name}.json`);
    rmSync(file, { force: true });
    const fine = tool('vitest', 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`);
    try {
      const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8'));
      return { passed: numPassedTests, failed: Math.max(numFailedTests, fine ? 0 : 1) };
    } catch {
      return { passed: 0, failed: 1 };
    }
  };

const { wished, rest } = takeShell(process.argv.slice(2));
if (rest.length > 0 || ![null, 'electron', 'chromium'].includes(wished)) {
  process.stderr.write('npm test [-- --shell electron|chromium]\n');
  process.exit(2);
}
// The end-to-end tests read it.
if (wished !== null) process.env.TURNO_SHELL = wished;

const began = performance.now();
setUp({ browser: true, mailServers: true });
say(
  `Node ${spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' }).stdout.trim()}; set-up ${((performance.now() - began) / 1000).toFixed(1)} s`,
);
mkdirSync(fromRoot('.turno', 'tests'), { recursive: true });

timed('lint, format and folder boundaries', check('biome', 'ci', '.'));
timed('types', check('tsc', '--noEmit'));
timed('dead code', check('knip'));
timed('known weaknesses of the packages', () => {
  const { asked, why, found } = audit();
  if (!asked) say(`SKIPPED: nothing is known of them here (${why})`);
  for (const one of found) say(one);
  return { passed: asked && found.length === 0 ? 1 : 0, failed: found.length > 0 ? 1 : 0 };
});
const buildStart = performance.now();
const built = await ensureBuilt().then(
  () => true,
  (error) => {
    process.stderr.write(`${error.message}\n`);
    return false;
  },
);
timed(`build (${((performance.now() - buildStart) / 1000).toFixed(1)} s)`, () =>
  built ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 },
);
timed('unit and integration tests', tests('unit', '--project', 'unit', '--project', 'integration'));
timed('chaos on the embedded database', chaos('--seed', '7', '--minutes', '0.6'));
timed('chaos on two nodes and PostgreSQL', chaos('--seed', '7', '--minutes', '0.7', '--nodes', '2'));
// One after the other: each has a browser and a whole product to itself.
timed('end-to-end tests', tests('e2e', '--project', 'e2e', '--no-file-parallelism'));

say(
  `\n${((performance.now() - began) / 60_000).toFixed(1)} min in all${failedSteps.length === 0 ? '' : `; failed: ${failedSteps.join(', ')}`}`,
);
say(`${results.passed} passed, ${results.failed} failed`);
process.exitCode = results.failed === 0 ? 0 : 1;
