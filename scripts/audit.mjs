import { spawnSync } from 'node:child_process';
import { environment, root } from './machine.mjs';

/** `npm test` asks what is known of the packages that run in the product, and fails on what is high or critical. */
export function audit() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = {
    cwd: root,
    encoding: 'utf8',
    env: environment(),
    timeout: 60_000,
    shell: process.platform === 'win32',
  };
  return readAudit(spawnSync(npm, ['audit', '--omit=dev', '--json'], options).stdout ?? '');
}

/**
 * What npm's report says. `asked` false: no registry answered (no network, or a mirror that keeps no advisories), so that
 * nothing is known either way.
 */
export function readAudit(report) {
  let read = null;
  try {
    read = JSON.parse(report);
  } catch {
    return { asked: false, why: 'npm did not answer', found: [] };
  }
  if (read?.metadata?.vulnerabilities === undefined) {
    return { asked: false, why: read?.message ?? read?.error?.summary ?? 'the registry did not answer', found: [] };
  }
  const found = Object.values(read.vulnerabilities ?? {})
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity, range }) => `${name} ${range}: ${severity}`);
  return { asked: true, why: null, found };
}
