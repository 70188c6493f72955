import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cache } from '../../../src-main/engine/cache/api.ts';
import type { Db } from '../../../src-main/engine/cache/sqlite.ts';
import { cacheFileIn, openPlain, openWithEngine, profileOf } from '../cache-file.ts';

export interface CacheCopy {
  cache: Cache;
  /** The same file without the engine, for the floor. */
  plain: Db;
  me: string;
  close(): Promise<void>;
}

/** A desktop's cache and user data, copied: what is measured may write, and the profile stays as it is. */
export async function copyOfCache(desktop: string): Promise<CacheCopy> {
  const profile = await profileOf(desktop);
  const folder = await mkdtemp(join(tmpdir(), 'turno-bench-inbox-'));
  await cp(profile, folder, { recursive: true });
  const file = await cacheFileIn(folder);
  let me = '';
  const { cache, close } = openWithEngine(file, () => me);
  // Whoever has most to look at in «Meus».
  me = cache.reader.directory().people.find(({ role }) => role === 'agent')?.id ?? '';
  const plain = openPlain(file);
  return {
    cache,
    plain,
    me,
    async close() {
      plain.close();
      close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
