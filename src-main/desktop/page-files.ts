import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { typeOfFile } from './content-security.ts';

/** A file of the built window. */
export interface PageFile {
  bytes: Buffer;
  type: string;
  /** Its name carries a hash of its content, so it may be kept for ever. */
  immutable: boolean;
  etag: string;
}

/**
 * The built window, by address. Only what was listed at start is served, so no address can lead out of the folder; the
 * bytes are read once and stay in memory.
 */
export interface PageFiles {
  get(path: string): Promise<PageFile | null>;
}

export function openPageFiles(folder: string): PageFiles {
  const listed = list(folder);
  // A folder that cannot be read is told to whoever asks for a file, not to the process.
  listed.catch(() => {});
  const read = new Map<string, Promise<PageFile>>();

  async function load(path: string, file: string): Promise<PageFile> {
    const bytes = await readFile(file);
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    return { bytes, type: typeOfFile(path), immutable: path.startsWith('/assets/'), etag };
  }

  return {
    async get(path) {
      const name = path === '/' ? '/index.html' : path;
      const file = (await listed).get(name);
      if (file === undefined) return null;
      const loading = read.get(name) ?? load(name, file);
      read.set(name, loading);
      return await loading;
    },
  };
}

async function list(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [`/${relative(folder, file).split(sep).join('/')}`, file];
      }),
  );
}
