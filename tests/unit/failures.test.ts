import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chaosFailure, tellFailures, testResults } from '../../scripts/failures.mjs';

const project = resolve(import.meta.dirname, '..', '..');
let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'turno-failures-'));
});
afterAll(() => rm(root, { recursive: true }));

/** Vitest as `npm test` runs it, over these files. */
async function run(folder: string, files: Record<string, string>) {
  const here = join(root, folder);
  await mkdir(here);
  for (const [name, text] of Object.entries(files)) await writeFile(join(here, name), text);
  const report = join(here, 'report.json');
  const { status } = spawnSync(
    process.execPath,
    [
      join(project, 'node_modules', 'vitest', 'vitest.mjs'),
      ...['run', '--globals', '--root', here],
      `--reporter=${join(project, 'scripts', 'failures-reporter.mjs')}`,
      `--outputFile.failures=${report}`,
    ],
    // Not as a part of the run that this test is in.
    { cwd: here, env: { PATH: process.env.PATH } },
  );
  return testResults(await readFile(report, 'utf8').catch(() => null), status === 0);
}

test('whatever fails in a run of tests is told by its name and what was said first', async () => {
  const results = await run('several', {
    'one.test.js': `
      test('two is two', () => expect(2).toBe(2));
      describe('sums', () => {
        test('one and one are three', () => expect(1 + 1).toBe(3));
        test('lists add up', () => expect([1, 2]).toEqual([1, 3]));
      });
      describe('a hook', () => {
        beforeAll(() => { throw new Error('no database'); });
        test('is never reached', () => {});
      });`,
    'unloadable.test.js': `import { nothing } from './not-there.js'; test('never', nothing);`,
  });
  expect(results).toMatchObject({ passed: 1, failed: 2 });
  const told = tellFailures([{ step: 'unit tests', failures: results.failures }]).join('\n');
  expect(told).toMatch(/^failed: unit tests\n/);
  expect(told).toMatch(/one\.test\.js > sums > one and one are three\n +expected 2 to be 3/);
  expect(told).toMatch(/lists add up[\s\S]*- +3[\s\S]*\+ +2[\s\S]*at one\.test\.js:5/);
  expect(told).toMatch(/one\.test\.js > a hook\n +no database/);
  expect(told).toMatch(/unloadable\.test\.js\n.*not-there/);
  expect(told).not.toContain('two is two');
});

test('a run in which every test passed and something was thrown beside them has failed, and says by what', async () => {
  const results = await run('beside', {
    'one.test.js': `test('fine', async () => {
      setTimeout(() => { throw new Error('thrown too late'); });
      await new Promise((done) => setTimeout(done, 50));
    });`,
  });
  expect(results).toMatchObject({ passed: 1, failed: 1 });
  expect(tellFailures([{ step: 's', failures: results.failures }]).join('\n')).toContain('thrown too late');
});

test('a run without failures tells none, and one that left no report has failed', async () => {
  const results = await run('fine', { 'one.test.js': `test('fine', () => {}); test.skip('later', () => {});` });
  expect(results).toEqual({ passed: 1, failed: 0, failures: [] });
  expect(testResults(null, false)).toMatchObject({ passed: 0, failed: 1 });
});

test('failures under faults are told with the call that repeats them', () => {
  const args = ['--seed', '7', '--nodes', '2'];
  const words = 'seed 7, 1 min\n  messages: 4\n  FAILED: 1 lost\n\n  lost: a message\n\n  again: npm run chaos';
  const told = tellFailures([{ step: 'chaos', failures: [chaosFailure(args, words)] }]);
  expect(told.slice(0, 3)).toEqual([
    'failed: chaos',
    '  npm run chaos -- --seed 7 --nodes 2',
    '        FAILED: 1 lost',
  ]);
  expect(told.join('\n')).not.toContain('messages: 4');
  expect(chaosFailure(args, '').said).toEqual(['it broke off before it could judge']);
});

test('of very many failures every name is told, and of the first ones the first lines', () => {
  const said = [Array.from({ length: 50 }, (_, at) => `line ${at}`).join('\n')];
  const failures = Array.from({ length: 100 }, (_, at) => ({ name: `test ${at}`, said }));
  const told = tellFailures([{ step: 's', failures }]);
  expect(told.slice(1, 4)).toEqual(['  test 0', '      line 0', '      line 1']);
  expect(told).toContain('      (38 more lines above)');
  expect(told.slice(-2)).toEqual(['  test 98', '  test 99']);
});
