import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireInstance } from '../../../src-main/engine/instance.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turno-instance-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a second instance on the same folder is refused, and hands its link to the first', async () => {
  const first = acquireInstance(folder);
  if (!first.ok) throw new Error('the first instance must get the folder');
  const second = acquireInstance(folder);
  if (second.ok) throw new Error('two instances got the same folder');
  expect(second.reason).toBe('already-running');
  const links: (string | null)[] = [];
  first.onSecond(({ link }) => links.push(link));
  expect(await second.hand({ link: 'turno://conversation/abc' })).toBe(true);
  expect(links).toEqual(['turno://conversation/abc']);
  first.release();
  const third = acquireInstance(folder);
  expect(third.ok).toBe(true);
  if (third.ok) third.release();
});

test('another folder is another instance', async () => {
  const other = await mkdtemp(join(tmpdir(), 'turno-instance-'));
  const one = acquireInstance(folder);
  const two = acquireInstance(other);
  expect(one.ok && two.ok).toBe(true);
  if (one.ok) one.release();
  if (two.ok) two.release();
  await rm(other, { recursive: true });
});

test('a killed instance leaves no lock behind', async () => {
  const module = new URL('../../../src-main/engine/instance.ts', import.meta.url).href;
  const code = `const { acquireInstance } = await import(${JSON.stringify(module)});
    console.log(acquireInstance(${JSON.stringify(folder)}).ok); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = await new Promise<string>((done) => child.stdout.once('data', (data: Buffer) => done(data.toString())));
  expect(said.trim()).toBe('true');
  expect(acquireInstance(folder).ok).toBe(false);
  child.kill('SIGKILL');
  await new Promise((done) => child.once('exit', done));
  const after = acquireInstance(folder);
  expect(after.ok).toBe(true);
  if (after.ok) after.release();
});
