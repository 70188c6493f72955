import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKeyKeeper } from '../../../../src-main/engine/keys/key-keeper.ts';
import { deriveKey, seal, unseal } from '../../../../src-main/engine/keys/sealed.ts';
import { createFakeShell } from '../../../simulators/shell.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turno-keys-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('with a keyring the key is kept there, and nothing on the disk holds it', async () => {
  const shell = createFakeShell({ keyring: true });
  const key = await createKeyKeeper({ folder, secrets: shell.secrets }).createInKeyring();
  expect(key).toHaveLength(32);
  const opened = await createKeyKeeper({ folder, secrets: shell.secrets }).open();
  expect(opened).toEqual({ state: 'open', key, way: 'keyring' });
  for (const name of await readdir(folder)) {
    const content = await readFile(join(folder, name));
    expect(content.includes(key?.toString('base64') ?? 'no key')).toBe(false);
    expect(content.includes(key ?? 'no key')).toBe(false);
  }
});

test('without a keyring nothing is kept until the user chose a way', async () => {
  const { secrets } = createFakeShell({ keyring: false });
  const keeper = createKeyKeeper({ folder, secrets });
  expect(await keeper.createInKeyring()).toBeNull();
  expect(await keeper.open()).toEqual({ state: 'none' });
  expect(await readdir(folder)).toEqual([]);
});

test('behind the password the key opens with that password only, and not by itself', async () => {
  const { secrets } = createFakeShell({ keyring: false });
  const key = await createKeyKeeper({ folder, secrets }).create({ way: 'password', password: 'açaí-2026' });
  const later = createKeyKeeper({ folder, secrets });
  expect(await later.open()).toEqual({ state: 'locked' });
  expect(await later.unlock('acai-2026')).toBeNull();
  expect(await later.unlock('açaí-2026')).toEqual(key);
  // The same password typed on a keyboard that composes accents.
  expect(await later.unlock('açaí-2026'.normalize('NFD'))).toEqual(key);
});

test('after a password change the same key is behind the new password', async () => {
  const { secrets } = createFakeShell({ keyring: false });
  const keeper = createKeyKeeper({ folder, secrets });
  const key = await keeper.create({ way: 'password', password: 'antiga' });
  await keeper.rewrap(key, 'nova');
  expect(await keeper.unlock('antiga')).toBeNull();
  expect(await keeper.unlock('nova')).toEqual(key);
});

test('a key file is readable by this user only', async () => {
  const { secrets } = createFakeShell({ keyring: false });
  const key = await createKeyKeeper({ folder, secrets }).create({ way: 'file' });
  expect((await stat(join(folder, 'key'))).mode & 0o777).toBe(0o600);
  expect(await createKeyKeeper({ folder, secrets }).open()).toEqual({ state: 'open', key, way: 'file' });
});

test('a keyring that lost the key, a deleted key file and a broken description are told, not replaced', async () => {
  const shell = createFakeShell({ keyring: true });
  await createKeyKeeper({ folder, secrets: shell.secrets }).createInKeyring();
  shell.forgetSecrets();
  expect(await createKeyKeeper({ folder, secrets: shell.secrets }).open()).toEqual({ state: 'lost' });
  const noKeyring = createFakeShell({ keyring: false });
  await createKeyKeeper({ folder, secrets: noKeyring.secrets }).create({ way: 'file' });
  await rm(join(folder, 'key'));
  expect(await createKeyKeeper({ folder, secrets: noKeyring.secrets }).open()).toEqual({ state: 'lost' });
  await writeFile(join(folder, 'protection.json'), '{"way":"pass');
  expect(await createKeyKeeper({ folder, secrets: noKeyring.secrets }).open()).toEqual({ state: 'lost' });
});

test('sealed bytes open with their key and context only, and not when one bit changed', () => {
  const key = randomBytes(32);
  const sealed = seal(key, 'media/a', Buffer.from('olá'));
  expect(unseal(key, 'media/a', sealed)?.toString()).toBe('olá');
  expect(unseal(key, 'media/b', sealed)).toBeNull();
  expect(unseal(deriveKey(key, 'media'), 'media/a', sealed)).toBeNull();
  const broken = Buffer.from(sealed);
  broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
  expect(unseal(key, 'media/a', broken)).toBeNull();
  expect(unseal(key, 'media/a', sealed.subarray(0, 20))).toBeNull();
});
