import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/**
 * A reporter of vitest's, for `npm test` to tell at its end what failed: it writes `{ passed, failed, failures }` to
 * `--outputFile.failures`' path. Unlike the JSON report it knows errors outside of any test (a file that does not load, a
 * hook, something thrown after the test), which fail a run in which every test passed.
 */
export default function createFailuresReporter() {
  let root = '';
  let file = '';

  const inRoot = (path) => relative(root, path).replaceAll('\\', '/');

  /** Where in the project an error came up: the first place that is no package's. */
  function placeOf({ stacks = [] }) {
    const place = stacks.find((one) => one.file.startsWith(root) && !one.file.includes('/node_modules/'));
    return place === undefined ? '' : `at ${inRoot(place.file)}:${place.line}`;
  }

  const said = (errors) =>
    errors.map((error) => [error.message, error.diff, placeOf(error)].filter(Boolean).join('\n'));

  function* failuresOf(module) {
    const name = inRoot(module.moduleId);
    if (module.errors().length > 0) yield { name, said: said(module.errors()) };
    if (module.state() !== 'passed' && module.state() !== 'failed' && module.state() !== 'skipped') {
      yield { name, said: ['it did not come to its end'] };
    }
    for (const suite of module.children.allSuites()) {
      if (suite.errors().length > 0) yield { name: `${name} > ${suite.fullName}`, said: said(suite.errors()) };
    }
    for (const test of module.children.allTests('failed')) {
      yield { name: `${name} > ${test.fullName}`, said: said(test.result().errors) };
    }
  }

  return {
    onInit(vitest) {
      root = vitest.config.root;
      file = vitest.config.outputFile.failures;
    },
    onTestRunEnd(modules, unhandledErrors) {
      const count = (state) => modules.flatMap((module) => [...module.children.allTests(state)]).length;
      const failures = modules.flatMap((module) => [...failuresOf(module)]);
      if (unhandledErrors.length > 0) failures.push({ name: 'outside of any test', said: said(unhandledErrors) });
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ passed: count('passed'), failed: count('failed'), failures }));
    },
  };
}
