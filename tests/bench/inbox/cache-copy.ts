import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cache } from '../../../src-main/engine/cache/api.ts';
import { openCache } from '../../../src-main/engine/cache/cache.ts';
import { openDatabase } from '../../../src-main/engine/cache/open.ts';
import type { Db } from '../../../src-main/engine/cache/sqlite.ts';
import { openUserData } from '../../../src-main/engine/cache/user-data.ts';
import { systemClock } from '../../../src-main/engine/clock.ts';
import { deriveKey } from '../../../src-main/engine/keys/sealed.ts';
import { silentLog } from '../../../src-main/engine/log.ts';

export interface CacheCopy {
  cache: Cache;
  /** The same file without the engine, for the floor. */
  plain: Db;
  me: string;
  close(): Promise<void>;
}

/** A desktop's cache and user data, copied: what is measured may write, and the profile stays as it is. */
export async function copyOfCache(desktop: string): Promise<CacheCopy> {
  const [profile] = await readdir(join(desktop, 'profiles'));
  if (profile === undefined) throw new Error('nobody signed in on this desktop');
  const folder = await mkdtemp(join(tmpdir(), 'turno-bench-inbox-'));
  await cp(join(desktop, 'profiles', profile), folder, { recursive: true });
  const key = deriveKey(await readFile(join(folder, 'key')), 'database');
  const file = join(folder, 'cache.db');
  const common = { key, clock: systemClock, log: silentLog, onTouched: () => {} };
  const user = openUserData({ ...common, file: join(folder, 'user.db') });
  if (!user.ok) throw new Error(`the user's file did not open: ${user.reason}`);
  let me = '';
  const opened = openCache({
    ...common,
    file,
    context: {
      me: () => me,
      now: Date.now,
      timeZone: () => 'America/Sao_Paulo',
      customerTyping: () => false,
      colleagues: () => [],
      user: user.value.reader,
    },
    onCorrupt: () => {},
  });
  if (!opened.ok) throw new Error(`the cache did not open: ${opened.reason}`);
  const { cache } = opened.value;
  // Whoever has most to look at in «Meus».
  me = cache.reader.directory().people.find(({ role }) => role === 'agent')?.id ?? '';
  const plain = openDatabase({ file, key, kind: 'cache' });
  if (!plain.ok) throw new Error(`the file did not open twice: ${plain.reason}`);
  return {
    cache,
    plain: plain.value,
    me,
    async close() {
      plain.value.close();
      cache.close();
      user.value.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
