import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../files.ts';
import { deriveKey } from '../keys/sealed.ts';
import { type MediaKind, mediaKindOf, noMedia, readMediaKind } from './kinds.ts';
import { openSealedFile, sealedLength, sealFile } from './sealed-file.ts';

/**
 * Media seen once stay readable without a network: one encrypted file each, the least recently seen removed beyond the
 * limit. File names say nothing (a hash of the id); a file that was changed or is of another key counts as absent.
 */
export interface MediaStore {
  get(id: string): Promise<MediaContent | null>;
  put(id: string, content: { mime: string; bytes: Uint8Array }): Promise<void>;
  usage(): Promise<MediaUsage>;
  /** Removes what was seen longest ago until no more than this is left; what is spared stays in any case. */
  shrink(toBytes: number, onProgress?: (done: number, total: number) => void): Promise<void>;
  /** Resolves when nothing is being written; later writes do nothing. */
  close(): Promise<void>;
}

/** Bytes on the disk. */
export type MediaUsage = Record<MediaKind, { files: number; bytes: number }>;

/** Knows what the files are; it survives them, and they survive it. */
export interface MediaLedger {
  kinds(): ReadonlyMap<string, string>;
  set(name: string, kind: string | null): void;
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
  /** Bytes; asked each time. */
  limit?(): number;
  /** Ids of what must not go: open in the window, or not sent yet. */
  spare?(): Iterable<string>;
  ledger?: MediaLedger;
  now(): number;
}): MediaStore {
  const { folder } = deps;
  const limit = deps.limit ?? (() => MEDIA_LIMIT_BYTES);
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
    if (size > limit()) return;
    const name = nameOf(id);
    await writeWhole(join(folder, name), sealFile(key, id, mime, bytes));
    sizes.delete(name);
    sizes.set(name, size);
    deps.ledger?.set(name, mediaKindOf(mime));
    await trim(sizes, limit());
  }

  async function trim(
    sizes: Map<string, number>,
    toBytes: number,
    onProgress?: (done: number, total: number) => void,
  ): Promise<void> {
    let total = 0;
    for (const size of sizes.values()) total += size;
    if (total <= toBytes) return;
    const spared = new Set([...(deps.spare?.() ?? [])].map(nameOf));
    const [from, all] = [total, [...sizes]];
    for (const [name, size] of all) {
      if (total <= toBytes) return;
      if (spared.has(name)) continue;
      sizes.delete(name);
      total -= size;
      deps.ledger?.set(name, null);
      await rm(join(folder, name), { force: true });
      onProgress?.(from - total, from - toBytes);
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

    async usage() {
      const kinds = deps.ledger?.kinds();
      const usage = noMedia();
      for (const [name, size] of await index()) {
        const one = usage[readMediaKind(kinds?.get(name))];
        one.files += 1;
        one.bytes += size;
      }
      return usage;
    },

    async shrink(toBytes, onProgress) {
      if (!closed) await trim(await index(), toBytes, onProgress);
    },

    async close() {
      closed = true;
      await Promise.allSettled(writing);
    },
  };
}
