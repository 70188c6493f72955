import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMediaStore, type MediaStore } from '../../../../src-main/engine/media/store.ts';

let folder: string;
const key = randomBytes(32);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turno-media-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the store gives for an id, whole; null: nothing. */
async function whole(store: MediaStore, id: string): Promise<{ mime: string; bytes: Buffer } | null> {
  const content = await store.get(id);
  return content && { mime: content.mime, bytes: Buffer.from(await content.read(0, content.length)) };
}

const picture = (fill: number, length = 1_000) => ({ mime: 'image/png', bytes: new Uint8Array(length).fill(fill) });

test('a picture seen once is there after a restart, and unreadable on the disk', async () => {
  await createMediaStore({ folder, key, now: Date.now }).put('foto', picture(7));
  const again = await whole(createMediaStore({ folder, key, now: Date.now }), 'foto');
  expect(again?.mime).toBe('image/png');
  expect(again?.bytes).toEqual(Buffer.alloc(1_000, 7));
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
  const store = createMediaStore({ folder, key, limit: () => 5_000, now: Date.now });
  for (const id of ['a', 'b', 'c']) await store.put(id, picture(1));
  expect(await store.get('a')).not.toBeNull();
  await store.put('d', picture(1));
  expect(await store.get('b')).toBeNull();
  expect(await store.get('a')).not.toBeNull();
  expect(await store.get('d')).not.toBeNull();
});

test('a picture larger than the whole store is not kept, and pushes nothing out', async () => {
  const store = createMediaStore({ folder, key, limit: () => 5_000, now: Date.now });
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

test('a part of a film is read without the rest', async () => {
  const film = randomBytes(1_000_000);
  await createMediaStore({ folder, key, now: Date.now }).put('filme', { mime: 'video/mp4', bytes: film });
  const store = createMediaStore({ folder, key, now: Date.now });
  const content = await store.get('filme');
  expect(content).toMatchObject({ mime: 'video/mp4', length: film.length });
  const parts = [
    [0, 1],
    [65_535, 65_537],
    [0, 65_536],
    [131_072, 131_073],
    [400_000, 700_123],
    [999_999, 1_000_000],
    [0, 1_000_000],
    [7, 7],
  ] as const;
  for (const [start, end] of parts) {
    const part = Buffer.from((await content?.read(start, end)) ?? []);
    expect(part.equals(film.subarray(start, end)), `${start}–${end}`).toBe(true);
  }
});

test('pieces that were swapped, cut off or taken from another file are noticed, and the file is fetched anew', async () => {
  const film = randomBytes(300_000);
  const store = createMediaStore({ folder, key, now: Date.now });
  const PIECE = 65_536 + 16;
  async function damaged(change: (file: Buffer, other: Buffer) => Buffer) {
    await store.put('filme', { mime: 'video/mp4', bytes: film });
    await store.put('outro', { mime: 'video/mp4', bytes: film });
    const content = await store.get('filme');
    const files = await readdir(folder);
    const of = (id: string) => files.find((name) => name === fileOf(id)) ?? '';
    const [file, other] = [await readFile(join(folder, of('filme'))), await readFile(join(folder, of('outro')))];
    await writeFile(join(folder, of('filme')), change(file, other));
    await expect(content?.read(0, film.length)).rejects.toThrow('damaged');
    expect(await store.get('filme')).toBeNull();
  }
  await damaged((file) => file.subarray(0, file.length - 10));
  await damaged((file) => file.subarray(0, file.length - PIECE));
  await damaged((file) => {
    const begin = file.length - (300_000 - 4 * 65_536 + 16) - 4 * PIECE;
    const pieces = [0, 1].map((index) =>
      Buffer.from(file.subarray(begin + index * PIECE, begin + (index + 1) * PIECE)),
    );
    pieces.reverse();
    Buffer.concat(pieces).copy(file, begin);
    return file;
  });
  await damaged((file, other) => Buffer.concat([file.subarray(0, 200), other.subarray(200)]));
});

test('an empty file is kept as such', async () => {
  const store = createMediaStore({ folder, key, now: Date.now });
  await store.put('vazio', { mime: 'text/plain', bytes: new Uint8Array(0) });
  expect(await whole(store, 'vazio')).toEqual({ mime: 'text/plain', bytes: Buffer.alloc(0) });
});

const fileOf = (id: string): string => `${createHash('sha256').update(id).digest('hex').slice(0, 40)}.media`;

test('it says what it keeps by kind, after a restart too, and a smaller limit lets go of what was seen longest ago', async () => {
  const kinds = new Map<string, string>();
  const ledger = {
    kinds: () => kinds,
    set: (name: string, kind: string | null) => void (kind === null ? kinds.delete(name) : kinds.set(name, kind)),
  };
  const open = () => createMediaStore({ folder, key, now: Date.now, ledger, spare: () => ['aberta'] });
  const store = open();
  await store.put('aberta', picture(1));
  await store.put('velha', picture(2));
  await store.put('voz', { mime: 'audio/ogg', bytes: new Uint8Array(500) });
  const usage = await open().usage();
  expect([usage.image.files, usage.audio.files, usage.video.files]).toEqual([2, 1, 0]);
  expect(usage.image.bytes).toBeGreaterThan(2_000);

  const steps: [number, number][] = [];
  await store.shrink(0, (done, total) => steps.push([done, total]));
  expect(await store.get('velha')).toBeNull();
  expect(await store.get('voz')).toBeNull();
  // What is open in the window stays, whatever the wish.
  expect(await store.get('aberta')).not.toBeNull();
  expect(steps).toHaveLength(2);
  expect((await store.usage()).audio.files).toBe(0);
  expect(kinds.size).toBe(1);
});
