import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, writeWhole } from '../files.ts';
import { deriveKey, seal, unseal } from '../keys/sealed.ts';

/**
 * Media seen once stay readable without a network: one encrypted file each, the least recently seen removed beyond the
 * limit. File names say nothing (a hash of the id); a file that was changed or is of another key counts as absent.
 */
export interface MediaStore {
  get(id: string): Promise<MediaContent | null>;
  put(id: string, content: MediaContent): Promise<void>;
  /** Resolves when nothing is being written; later writes do nothing. */
  close(): Promise<void>;
}

export interface MediaContent {
  mime: string;
  bytes: Uint8Array;
}

const MEDIA_LIMIT_BYTES = 500 * 1024 * 1024;

export function createMediaStore(deps: {
  folder: string;
  key: Uint8Array;
  limitBytes?: number;
  now(): number;
}): MediaStore {
  const { folder } = deps;
  const limit = deps.limitBytes ?? MEDIA_LIMIT_BYTES;
  const key = deriveKey(deps.key, 'media');
  const nameOf = (id: string) => `${createHash('sha256').update(id).digest('hex').slice(0, 40)}.sealed`;
  /** Oldest use first: a Map keeps the order of insertion. Read from the folder on first use. */
  let known: Promise<Map<string, number>> | null = null;

  async function scan(): Promise<Map<string, number>> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const files = [];
    for (const name of await readdir(folder)) {
      if (!name.endsWith('.sealed')) {
        // What a crash left of a file that was being written.
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

  async function write(id: string, { mime, bytes }: MediaContent): Promise<void> {
    const sizes = await index();
    const header = Buffer.from(mime.slice(0, 255), 'utf8');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(header.length);
    const sealed = seal(key, `media/${id}`, Buffer.concat([length, header, bytes]));
    if (sealed.length > limit) return;
    const name = nameOf(id);
    await writeWhole(join(folder, name), sealed);
    sizes.delete(name);
    sizes.set(name, sealed.length);
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

  return {
    async get(id) {
      const name = nameOf(id);
      const sizes = await index();
      const sealed = await readIfThere(join(folder, name));
      const plain = sealed === null ? null : unseal(key, `media/${id}`, sealed);
      if (sealed === null || plain === null) {
        sizes.delete(name);
        return null;
      }
      sizes.delete(name);
      sizes.set(name, sealed.length);
      const seconds = deps.now() / 1000;
      // Only the order of removal hangs on it.
      await utimes(join(folder, name), seconds, seconds).catch(() => undefined);
      const headerLength = plain.readUInt16BE(0);
      return {
        mime: plain.subarray(2, 2 + headerLength).toString('utf8'),
        bytes: plain.subarray(2 + headerLength),
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
