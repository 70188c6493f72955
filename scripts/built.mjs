import { spawn } from 'node:child_process';
import { keepStamps, staleParts, stampsOf } from './fresh.mjs';
import { environment, fromRoot, pinnedNode, root } from './machine.mjs';

/**
 * Builds what is older than its sources.
 * @param {string[]} [names] the parts wanted; none: all
 * @returns {Promise<string[]>} the parts that were built. Rejects when the build fails; the compiler has said why.
 */
export async function ensureBuilt(names) {
  const stale = staleParts(names);
  if (stale.length === 0) return stale;
  const stamps = stampsOf(stale);
  const child = spawn(pinnedNode, [fromRoot('scripts', 'build.mjs'), ...stale], {
    cwd: root,
    // All is told on standard error: standard output may be a program's answer.
    stdio: ['ignore', 2, 2],
    env: environment(),
  });
  const code = await new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', done);
  });
  if (code !== 0) throw new Error(`the build of ${stale.join(', ')} failed`);
  keepStamps(stamps);
  return stale;
}
