import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Cache } from '../../src-main/engine/cache/api.ts';
import { openCache } from '../../src-main/engine/cache/cache.ts';
import { openDatabase } from '../../src-main/engine/cache/open.ts';
import type { Db } from '../../src-main/engine/cache/sqlite.ts';
import { openUserData } from '../../src-main/engine/cache/user-data.ts';
import { systemClock } from '../../src-main/engine/clock.ts';
import { deriveKey } from '../../src-main/engine/keys/sealed.ts';
import { silentLog } from '../../src-main/engine/log.ts';

export interface CacheFile {
  file: string;
  key: Uint8Array;
}

/** The folder of the only person who signed in on a desktop. */
export async function profileOf(desktop: string): Promise<string> {
  const [profile] = await readdir(join(desktop, 'profiles'));
  if (profile === undefined) throw new Error('nobody signed in on this desktop');
  return join(desktop, 'profiles', profile);
}

export async function cacheFileIn(profile: string): Promise<CacheFile> {
  return { file: join(profile, 'cache.db'), key: deriveKey(await readFile(join(profile, 'key')), 'database') };
}

/** The cache as the desktop's engine has it; `me`: who «Meus» is about. */
export function openWithEngine(
  { file, key }: CacheFile,
  me: () => string | null = () => null,
): { cache: Cache; close(): void } {
  const common = { key, clock: systemClock, log: silentLog, onTouched() {} };
  const user = openUserData({ ...common, file: join(dirname(file), 'user.db') });
  if (!user.ok) throw new Error(`the user's file did not open: ${user.reason}`);
  const opened = openCache({
    ...common,
    file,
    context: {
      me,
      now: Date.now,
      timeZone: () => 'America/Sao_Paulo',
      customerTyping: () => false,
      colleagues: () => [],
      user: user.value.reader,
    },
    onCorrupt() {},
  });
  if (!opened.ok) throw new Error(`the cache did not open: ${opened.reason}`);
  const { cache } = opened.value;
  return {
    cache,
    close() {
      cache.close();
      user.value.close();
    },
  };
}

/** The same file without the engine, for a floor. */
export function openPlain(file: CacheFile): Db {
  const opened = openDatabase({ ...file, kind: 'cache' });
  if (!opened.ok) throw new Error(`the file did not open without the engine: ${opened.reason}`);
  return opened.value;
}
