import { mkdir, mkdtemp, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseShell, takeShell } from '../../../scripts/desktop-command.mjs';
import { stampOf } from '../../../scripts/fresh.mjs';
import {
  browserPlan,
  nodeIsNewEnough,
  packagesAreCurrent,
  packagesStamp,
  serversPlan,
} from '../../../scripts/setup.mjs';

test('packages are installed again when the lock file or the machine changes', () => {
  const stamp = packagesStamp('lock 1', 'linux-x64');
  expect(packagesAreCurrent(`${stamp}\n`, stamp)).toBe(true);
  expect(packagesAreCurrent(stamp, packagesStamp('lock 2', 'linux-x64'))).toBe(false);
  expect(packagesAreCurrent(stamp, packagesStamp('lock 1', 'linux-arm64'))).toBe(false);
  expect(packagesAreCurrent(null, stamp)).toBe(false);
});

test('a missing browser is installed on Debian as root, and otherwise the person is told exactly what to do', () => {
  const debian = { browser: null, platform: 'linux', isRoot: true, hasApt: true };
  expect(browserPlan({ ...debian, browser: '/usr/bin/chromium' })).toEqual({ do: 'nothing' });
  expect(browserPlan(debian)).toEqual({ do: 'install' });
  const asUser = browserPlan({ ...debian, isRoot: false });
  expect(asUser).toEqual({ do: 'tell', how: 'sudo apt-get install chromium fonts-noto-color-emoji' });
  expect(browserPlan({ ...debian, hasApt: false }).do).toBe('tell');
  expect(browserPlan({ ...debian, platform: 'darwin', hasApt: false }).do).toBe('tell');
});

test('a Node older than 20 is refused', () => {
  expect(nodeIsNewEnough('18.19.0')).toBe(false);
  expect(nodeIsNewEnough('20.11.0')).toBe(true);
  expect(nodeIsNewEnough('26.10.0')).toBe(true);
});

test('Electron is taken where it can run, else the Chromium shell, and the reason is told', () => {
  const machine = { display: true, root: false, window: true };
  const there = { path: '/electron' };
  const missing = { missing: 'its download was refused' };
  expect(chooseShell(null, there, machine).shell).toBe('electron');
  expect(chooseShell('chromium', there, machine).shell).toBe('chromium');
  expect(chooseShell(null, missing, machine)).toEqual({
    shell: 'chromium',
    why: 'Electron cannot be used here: its download was refused',
  });
  expect(chooseShell(null, there, { ...machine, display: false }).shell).toBe('chromium');
  expect(chooseShell(null, there, { ...machine, root: true }).shell).toBe('chromium');
  expect(chooseShell(null, there, { ...machine, window: false }).shell).toBe('chromium');
  expect(chooseShell('electron', missing, machine)).toMatchObject({ shell: null });
});

test('--shell is found wherever it stands', () => {
  expect(takeShell(['--server', 'x', '--shell', 'electron'])).toEqual({ wished: 'electron', rest: ['--server', 'x'] });
  expect(takeShell(['--shell=chromium', '--no-window'])).toEqual({ wished: 'chromium', rest: ['--no-window'] });
  expect(takeShell([])).toEqual({ wished: null, rest: [] });
});

test('a changed, added or touched source makes the build stale, and nothing else does', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'turno-fresh-'));
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'src', 'a.ts'), 'a');
  await writeFile(join(folder, 'other.ts'), 'o');
  const before = stampOf(folder, ['src', 'missing.json']);
  await writeFile(join(folder, 'other.ts'), 'changed');
  expect(stampOf(folder, ['src', 'missing.json'])).toBe(before);
  await utimes(join(folder, 'src', 'a.ts'), new Date(), new Date(Date.now() + 5_000));
  const touched = stampOf(folder, ['src', 'missing.json']);
  expect(touched).not.toBe(before);
  await writeFile(join(folder, 'src', 'b.ts'), 'b');
  expect(stampOf(folder, ['src', 'missing.json'])).not.toBe(touched);
});

test('servers to test against are installed where that can be done, and else it is said how', () => {
  const debian = { missing: ['dovecot-imapd', 'caddy'], platform: 'linux', isRoot: true, hasApt: true };
  expect(serversPlan({ ...debian, missing: [] })).toEqual({ do: 'nothing' });
  expect(serversPlan(debian)).toEqual({ do: 'install' });
  const told = { do: 'tell', how: 'sudo apt-get install dovecot-imapd caddy' };
  expect(serversPlan({ ...debian, isRoot: false })).toEqual(told);
  expect(serversPlan({ ...debian, platform: 'darwin', hasApt: false })).toEqual(told);
});
