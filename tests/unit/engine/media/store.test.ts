import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMediaStore } from '../../../../src-main/engine/media/store.ts';

let folder: string;
const key = randomBytes(32);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turno-media-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const picture = (fill: number, length = 1_000) => ({ mime: 'image/png', bytes: new Uint8Array(length).fill(fill) });

test('a picture seen once is there after a restart, and unreadable on the disk', async () => {
  await createMediaStore({ folder, key, now: Date.now }).put('foto', picture(7));
  const again = await createMediaStore({ folder, key, now: Date.now }).get('foto');
  expect(again?.mime).toBe('image/png');
  expect(Buffer.from(again?.bytes ?? [])).toEqual(Buffer.alloc(1_000, 7));
  const [name] = await readdir(folder);
  expect(name).not.toContain('foto');
  expect((await readFile(join(folder, name ?? ''))).includes(Buffer.alloc(32, 7))).toBe(false);
});

test('a damaged file, another key and another id count as never seen', async () => {
  const store = createMediaStore({ folder, key, now: Date.now });
  await store.put('foto', picture(7));
  expect(await createMediaStore({ folder, key: randomBytes(32), now: Date.now }).get('foto')).toBeNull();
  expect(await store.get('outra')).toBeNull();
  const [name = ''] = await readdir(folder);
  await writeFile(join(folder, name), 'not sealed');
  expect(await store.get('foto')).toBeNull();
});

test('beyond its limit the store forgets what was seen longest ago', async () => {
  const store = createMediaStore({ folder, key, limitBytes: 3_500, now: Date.now });
  for (const id of ['a', 'b', 'c']) await store.put(id, picture(1));
  expect(await store.get('a')).not.toBeNull();
  await store.put('d', picture(1));
  expect(await store.get('b')).toBeNull();
  expect(await store.get('a')).not.toBeNull();
  expect(await store.get('d')).not.toBeNull();
});

test('a picture larger than the whole store is not kept, and pushes nothing out', async () => {
  const store = createMediaStore({ folder, key, limitBytes: 3_500, now: Date.now });
  await store.put('a', picture(1));
  await store.put('huge', picture(1, 10_000));
  expect(await store.get('huge')).toBeNull();
  expect(await store.get('a')).not.toBeNull();
});

test('what a crash left half written is removed at the next start', async () => {
  await writeFile(join(folder, '.abc.tmp'), 'half');
  const store = createMediaStore({ folder, key, now: Date.now });
  await store.get('a');
  expect(await readdir(folder)).toEqual([]);
});
