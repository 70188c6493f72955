import { spawnSync } from 'node:child_process';
import { keepStamps, staleParts, stampsOf } from './fresh.mjs';
import { environment, fromRoot, pinnedNode, root } from './machine.mjs';

/** Builds what is older than its sources. Ends the process when that fails: the compiler has said why. */
export function ensureBuilt(names) {
  const stale = staleParts(names);
  if (stale.length === 0) return stale;
  const stamps = stampsOf(stale);
  const { status } = spawnSync(pinnedNode, [fromRoot('scripts', 'build.mjs'), ...stale], {
    cwd: root,
    // Only the parts' times are told, on standard error: standard output may be a program's answer.
    stdio: ['ignore', 2, 2],
    env: environment(),
  });
  if (status !== 0) {
    process.stderr.write(`\nThe build of ${stale.join(', ')} failed.\n`);
    process.exit(1);
  }
  keepStamps(stamps);
  return stale;
}
