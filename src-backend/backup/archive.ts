import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline as inOne, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { ok, type Result } from '../../src-shared/result.ts';
import { readTar, type TarEntry, writeTar } from './tar.ts';

/** The file of a backup: the embedded database's folder as a gzipped tar, with what it is in its first entry. */
const MANIFEST = 'turno-backup.json';
const manifestSchema = z.object({ format: z.literal(1), madeAt: z.number().int() });

/** `not-a-backup`: something else. `damaged`: begins like one, and cannot be read to its end. */
export type UnreadableBackup = { reason: 'not-a-backup' | 'damaged' };

/** The bytes of a backup of a folder that nobody writes to. `madeAt`: epoch milliseconds. */
export function packFolder(folder: string, madeAt: number): AsyncIterable<Uint8Array> {
  // A file that cannot be read ends the whole, and a reader who goes away ends the reading; whoever reads hears of either.
  return inOne(Readable.from(writeTar(entriesOf(folder, madeAt))), createGzip({ level: 4 }), () => undefined);
}

async function* entriesOf(folder: string, madeAt: number): AsyncGenerator<TarEntry> {
  const manifest = Buffer.from(JSON.stringify({ format: 1, madeAt } satisfies z.infer<typeof manifestSchema>));
  yield { kind: 'file', name: MANIFEST, size: manifest.byteLength, content: Readable.from([manifest]) };
  yield* below(folder, '');
}

async function* below(root: string, inside: string): AsyncGenerator<TarEntry> {
  const found = await readdir(path.join(root, inside), { withFileTypes: true });
  for (const entry of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = inside === '' ? entry.name : `${inside}/${entry.name}`;
    const place = path.join(root, name);
    if (entry.isDirectory()) {
      yield { kind: 'folder', name };
      yield* below(root, name);
    } else if (entry.isFile()) {
      yield { kind: 'file', name, size: (await stat(place)).size, content: bytesOf(place) };
    }
  }
}

/** Opened when it is read, and closed however the reading ends. */
async function* bytesOf(place: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(place);
}

/**
 * Writes a backup under a name of its own, reads it back to its end, and only then gives it its name: a file of that
 * name is whole, or is the one that was there before. It holds all secrets, so it is its owner's alone.
 */
export async function writeBackupFile(
  bytes: AsyncIterable<Uint8Array>,
  file: string,
): Promise<Result<{ bytes: number; madeAt: number }, UnreadableBackup>> {
  const part = `${file}.part`;
  try {
    await pipeline(bytes, createWriteStream(part, { mode: 0o600, flush: true }));
    const read = await readBackup(part, async (entry) => {
      if (entry.kind === 'file') for await (const _ of entry.content);
    });
    if (!read.ok) return read;
    const { size } = await stat(part);
    await rename(part, file);
    return ok({ bytes: size, madeAt: read.value.madeAt });
  } finally {
    await rm(part, { force: true });
  }
}

/** Puts the backed-up files into `folder`, which is made. After a refusal what is in it is of no use. */
export async function unpackBackup(
  file: string,
  folder: string,
): Promise<Result<{ madeAt: number }, UnreadableBackup>> {
  await mkdir(folder, { recursive: true });
  // PostgreSQL refuses a folder that others may read.
  await chmod(folder, 0o700);
  return readBackup(file, async (entry) => {
    const place = path.join(folder, entry.name);
    if (entry.kind === 'folder') await mkdir(place, { mode: 0o700 });
    else await pipeline(entry.content, createWriteStream(place, { mode: 0o600, flush: true }));
  });
}

async function readBackup(
  file: string,
  take: (entry: TarEntry) => Promise<void>,
): Promise<Result<{ madeAt: number }, UnreadableBackup>> {
  // Whether it can be opened at all is the caller's file system's matter, and throws.
  await (await open(file)).close();
  let madeAt: number | null = null;
  const notOne = new Error('not a backup');
  const unzipped = inOne(createReadStream(file), createGunzip(), () => undefined);
  try {
    const read = await readTar(unzipped, async (entry) => {
      if (madeAt !== null) return take(entry);
      madeAt = await readManifest(entry);
      if (madeAt === null) throw notOne;
    });
    if (madeAt === null) return { ok: false, reason: 'not-a-backup' };
    if (!read.ok) return read;
    // The checksum of the whole stands at the end of the compressed stream.
    for await (const _ of unzipped);
    return ok({ madeAt });
  } catch (error) {
    if (error === notOne) return { ok: false, reason: 'not-a-backup' };
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('Z_')) throw error;
    return { ok: false, reason: madeAt === null ? 'not-a-backup' : 'damaged' };
  } finally {
    unzipped.destroy();
  }
}

async function readManifest(entry: TarEntry): Promise<number | null> {
  if (entry.kind !== 'file' || entry.name !== MANIFEST || entry.size > 1_000) return null;
  const parts: Uint8Array[] = [];
  for await (const part of entry.content) parts.push(part);
  try {
    return manifestSchema.parse(JSON.parse(Buffer.concat(parts).toString('utf8'))).madeAt;
  } catch {
    return null;
  }
}
