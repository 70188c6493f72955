import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findBrowser } from '../../../src-main/chromium/browser/find.ts';
import { browserSwitches } from '../../../src-main/chromium/browser/launch.ts';
import { prepareProfile } from '../../../src-main/chromium/browser/profile.ts';
import { openerOf } from '../../../src-main/chromium/open-external.ts';
import { createKeyringSecrets } from '../../../src-main/chromium/secrets.ts';
import { windowPlace } from '../../../src-main/chromium/window.ts';
import { pageHeaders, pagePolicy } from '../../../src-main/desktop/content-security.ts';
import { conversationOfLink } from '../../../src-main/desktop/deep-link.ts';
import { allowedExternalLink } from '../../../src-main/desktop/external-links.ts';
import { mediumOfPath } from '../../../src-main/desktop/media-path.ts';
import { parseDesktopOptions } from '../../../src-main/desktop/options.ts';
import { safeFileName, saveIntoFolder } from '../../../src-main/desktop/save-file.ts';
import { byteRange } from '../../../src-shared/rules/byte-range.ts';

test('a deep link names a conversation and nothing else', () => {
  expect(conversationOfLink('turno://conversation/0192-ab_C')).toBe('0192-ab_C');
  for (const link of [
    'turno://conversation/',
    'turno://settings/1',
    'turno://conversation/../x',
    'https://a/b',
    'turno://conversation/a?b',
  ]) {
    expect(conversationOfLink(link), link).toBeNull();
  }
});

test('only web, e-mail and telephone links reach the system', () => {
  expect(allowedExternalLink('https://aurora.example/a b')).toBe('https://aurora.example/a%20b');
  expect(allowedExternalLink('tel:+5511999999999')).toBe('tel:+5511999999999');
  for (const link of [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'turno://x',
    '--help',
    'https://user:pw@bank.example/',
    'smb://a/b',
  ]) {
    expect(allowedExternalLink(link), link).toBeNull();
  }
  expect(openerOf('win32', 'https://a.example/?x=1&calc').args).toEqual([
    'url.dll,FileProtocolHandler',
    'https://a.example/?x=1&calc',
  ]);
});

test('a mistyped switch or server starts nothing', () => {
  expect(parseDesktopOptions(['--sever', 'http://x'], {}).ok).toBe(false);
  expect(parseDesktopOptions(['--server', 'turno.example'], {}).ok).toBe(false);
  const parsed = parseDesktopOptions(
    ['--server', 'https://turno.example', '--user-data', '/d', '--no-window', 'turno://conversation/1'],
    {},
  );
  expect(parsed).toEqual({
    ok: true,
    options: {
      serverUrl: 'https://turno.example',
      userDataFolder: '/d',
      window: false,
      link: 'turno://conversation/1',
      downloadsFolder: null,
    },
  });
});

test('a saved file replaces none and lies whole under its name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'turno-save-'));
  const save = (text: string) => saveIntoFolder(folder, 'atendimento-1.pdf', Buffer.from(text));
  expect(await Promise.all([save('a'), save('b'), save('c')])).toHaveLength(3);
  const names = (await readdir(folder)).sort();
  expect(names).toEqual(['atendimento-1 (1).pdf', 'atendimento-1 (2).pdf', 'atendimento-1.pdf']);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  expect(texts.sort()).toEqual(['a', 'b', 'c']);
});

test('a file name from outside stays a name', () => {
  expect(safeFileName('../../.ssh/authorized_keys')).toBe('authorized_keys');
  expect(safeFileName('C:\\Windows\\a.txt')).toBe('a.txt');
  expect(safeFileName('.bashrc')).toBe('bashrc');
  expect(safeFileName('a\u202Efdp.exe')).toBe('a_fdp.exe');
  expect(safeFileName('CON.txt')).toBe('_CON.txt');
  expect(safeFileName('..')).toBe('arquivo');
});

test('the page plays and draws what is its own and what it made itself, and nothing from elsewhere', () => {
  const policy = Object.fromEntries(
    pagePolicy('ws://127.0.0.1:4000')
      .split('; ')
      .map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1).join(' ')]),
  );
  expect(policy).toEqual({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    // `blob:` is a picture on its way up, and a recording that is heard before it is sent.
    'img-src': "'self' blob:",
    'media-src': "'self' blob:",
    'font-src': "'self'",
    'frame-src': "'self'",
    'connect-src': "'self' ws://127.0.0.1:4000",
    'manifest-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  });
  expect(pageHeaders['permissions-policy']).toContain('microphone=(self)');
  expect(pageHeaders['permissions-policy']).toContain('camera=()');
});

test('an address names a medium or its small picture, and nothing outside', () => {
  expect(mediumOfPath('/media/0b3c-1')).toEqual({ id: '0b3c-1', part: 'whole' });
  expect(mediumOfPath('/media/0b3c-1/thumbnail')).toEqual({ id: '0b3c-1', part: 'thumbnail' });
  expect(mediumOfPath('/mails/0b3c-1')).toEqual({ id: '0b3c-1', part: 'page' });
  expect(mediumOfPath('/mails/0b3c-1/pictures')).toEqual({ id: '0b3c-1', part: 'page-with-pictures' });
  for (const path of [
    '/mails/',
    '/mails/a/thumbnail',
    '/media/a/pictures',
    '/mails/a/b',
    '/media/',
    '/media/a/b',
    '/media/a/thumbnail/b',
    '/media/..%2fkey',
    '/x/media/a',
  ])
    expect(mediumOfPath(path), path).toBeNull();
});

test('a range names a part of the bytes', () => {
  expect(byteRange('bytes=0-', 10)).toEqual({ start: 0, end: 9 });
  expect(byteRange('bytes=-3', 10)).toEqual({ start: 7, end: 9 });
  expect(byteRange('bytes=5-99', 10)).toEqual({ start: 5, end: 9 });
  expect(byteRange('bytes=10-', 10)).toBe('unsatisfiable');
  expect(byteRange('bytes=0-1,3-4', 10)).toBeNull();
  expect(byteRange(undefined, 10)).toBeNull();
});

test('the browser is Chromium, else Chrome, else Edge, or the one that was named', () => {
  const at = (...programs: string[]) => ({
    platform: 'linux' as const,
    isProgram: (path: string) => programs.includes(path),
  });
  const environment = { PATH: '/usr/local/bin:/usr/bin' };
  expect(findBrowser({ environment, ...at('/usr/bin/google-chrome', '/usr/bin/chromium') })).toBe('/usr/bin/chromium');
  expect(findBrowser({ environment, ...at('/usr/bin/microsoft-edge') })).toBe('/usr/bin/microsoft-edge');
  expect(findBrowser({ environment, ...at() })).toBeNull();
  expect(
    findBrowser({ environment: { ...environment, TURNO_BROWSER: '/opt/b' }, ...at('/opt/b', '/usr/bin/chromium') }),
  ).toBe('/opt/b');
  expect(
    findBrowser({ environment: { ...environment, TURNO_BROWSER: '/gone' }, ...at('/usr/bin/chromium') }),
  ).toBeNull();
});

test("the browser's sandbox is given up for root only", () => {
  const options = { url: 'http://127.0.0.1:1/', profileFolder: '/p' };
  expect(browserSwitches({ ...options, rootless: true })).not.toContain('--no-sandbox');
  expect(browserSwitches({ ...options, rootless: false })).toContain('--no-sandbox');
});

test('without a display no window is tried', () => {
  expect(windowPlace(true, {}, 'linux')).toBe('no-display');
  expect(windowPlace(false, { DISPLAY: ':0' }, 'linux')).toBe('not-wanted');
});

test("notifications are allowed for our own page, and a person's «block» stays", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'turno-profile-'));
  const read = async () => JSON.parse(await readFile(join(folder, 'Default', 'Preferences'), 'utf8'));
  prepareProfile(folder, 'http://127.0.0.1:4000');
  const preferences = await read();
  const { notifications } = preferences.profile.content_settings.exceptions;
  expect(notifications).toEqual({ 'http://127.0.0.1:4000,*': { setting: 1 } });
  notifications['http://127.0.0.1:4000,*'].setting = 2;
  preferences.other = 'kept';
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  prepareProfile(folder, 'http://127.0.0.1:4000');
  expect(await read()).toEqual(preferences);
});

test('a keyring that is not there, fails or never answers is none', async () => {
  const entry = (getPassword: () => Promise<string | null>) => ({
    getPassword,
    setPassword: async () => {},
    deleteCredential: async () => true,
  });
  const at = (mayAnswer: boolean, getPassword: () => Promise<string | null>) =>
    createKeyringSecrets({ mayAnswer: () => mayAnswer, makeEntry: async () => entry(getPassword), probeTimeoutMs: 50 });
  expect(await at(true, async () => null).available()).toBe(true);
  expect(await at(false, async () => null).available()).toBe(false);
  expect(await at(true, () => Promise.reject(new Error('no service'))).available()).toBe(false);
  expect(await at(true, () => new Promise(() => {})).available()).toBe(false);
});
