import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../files.ts';
import { deriveKey } from '../keys/sealed.ts';
import { openSealedFile, sealedLength, sealFile } from './sealed-file.ts';

/**
 * Media seen once stay readable without a network: one encrypted file each, the least recently seen removed beyond the
 * limit. File names say nothing (a hash of the id); a file that was changed or is of another key counts as absent.
 */
export interface MediaStore {
  get(id: string): Promise<MediaContent | null>;
  put(id: string, content: { mime: string; bytes: Uint8Array }): Promise<void>;
  /** Resolves when nothing is being written; later writes do nothing. */
  close(): Promise<void>;
}

export interface MediaContent {
  mime: string;
  /** In bytes. */
  length: number;
  /** From `start` up to but not with `end`. Rejects when the rest does not come, or was removed meanwhile. */
  read(start: number, end: number): Promise<Uint8Array>;
}

const MEDIA_LIMIT_BYTES = 1024 * 1024 * 1024;
const SUFFIX = '.media';

export function createMediaStore(deps: {
  folder: string;
  key: Uint8Array;
  limitBytes?: number;
  now(): number;
}): MediaStore {
  const { folder } = deps;
  const limit = deps.limitBytes ?? MEDIA_LIMIT_BYTES;
  const key = deriveKey(deps.key, 'media');
  const nameOf = (id: string) => `${createHash('sha256').update(id).digest('hex').slice(0, 40)}${SUFFIX}`;
  /** Oldest use first: a Map keeps the order of insertion. Read from the folder on first use. */
  let known: Promise<Map<string, number>> | null = null;

  async function scan(): Promise<Map<string, number>> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const files = [];
    for (const name of await readdir(folder)) {
      if (!name.endsWith(SUFFIX)) {
        // What a crash left of a file that was being written, or an older version kept in another form.
        await rm(join(folder, name), { force: true });
        continue;
      }
      const { size, mtimeMs } = await stat(join(folder, name));
      files.push({ name, size, mtimeMs });
    }
    files.sort((a, b) => a.mtimeMs - b.mtimeMs);
    return new Map(files.map(({ name, size }) => [name, size]));
  }

  const index = (): Promise<Map<string, number>> => {
    known ??= scan();
    return known;
  };

  const writing = new Set<Promise<void>>();
  let closed = false;

  async function write(id: string, { mime, bytes }: { mime: string; bytes: Uint8Array }): Promise<void> {
    const sizes = await index();
    const size = sealedLength(bytes.length);
    if (size > limit) return;
    const name = nameOf(id);
    await writeWhole(join(folder, name), sealFile(key, id, mime, bytes));
    sizes.delete(name);
    sizes.set(name, size);
    await trim(sizes);
  }

  async function trim(sizes: Map<string, number>): Promise<void> {
    let total = 0;
    for (const size of sizes.values()) total += size;
    for (const [name, size] of sizes) {
      if (total <= limit) return;
      sizes.delete(name);
      total -= size;
      await rm(join(folder, name), { force: true });
    }
  }

  async function forget(name: string): Promise<void> {
    (await index()).delete(name);
    await rm(join(folder, name), { force: true });
  }

  return {
    async get(id) {
      const name = nameOf(id);
      const path = join(folder, name);
      const sizes = await index();
      const file = sizes.has(name) ? await openSealedFile(path, key, id) : null;
      if (file === null) {
        sizes.delete(name);
        return null;
      }
      const size = sizes.get(name);
      if (size !== undefined) {
        sizes.delete(name);
        sizes.set(name, size);
      }
      const seconds = deps.now() / 1000;
      // Only the order of removal hangs on it.
      await utimes(path, seconds, seconds).catch(() => undefined);
      return {
        mime: file.mime,
        length: file.length,
        async read(start, end) {
          const part = await file.read(start, end);
          if (part !== null) return part;
          // Fetched anew when it is asked for again.
          await forget(name);
          throw new Error('a kept medium is damaged or gone');
        },
      };
    },

    async put(id, content) {
      if (closed) return;
      const going = write(id, content).finally(() => writing.delete(going));
      writing.add(going);
      await going;
    },

    async close() {
      closed = true;
      await Promise.allSettled(writing);
    },
  };
}
