import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateConversations } from '../../../src-backend/demo/seed/generate.ts';
import { logItemsOf } from '../../../src-backend/demo/seed/log-items.ts';
import type { UserData } from '../../../src-main/engine/cache/api.ts';
import { openCache } from '../../../src-main/engine/cache/cache.ts';
import { openDatabase } from '../../../src-main/engine/cache/open.ts';
import { openUserData } from '../../../src-main/engine/cache/user-data.ts';
import { systemClock } from '../../../src-main/engine/clock.ts';
import { deriveKey } from '../../../src-main/engine/keys/sealed.ts';
import { silentLog } from '../../../src-main/engine/log.ts';
import type { LogItem } from '../../../src-shared/protocol/log.ts';

export interface CacheSeed {
  /** A desktop's folder, signed in once with the key kept in a file, and closed. */
  folder: string;
  conversations: number;
  messages: number;
  seed?: number;
  now?: number;
  onProgress?(conversations: number): void;
}

/** Items of one transaction: large, for nobody waits for the window meanwhile. */
const BATCH = 8_000;

/**
 * Fills the cache of a desktop through the engine's own writer, as if all of it had come from the server. The position
 * in the log stays, so the next start goes on from it.
 */
export async function seedCache(options: CacheSeed): Promise<void> {
  const profiles = join(options.folder, 'profiles');
  const [profile] = await readdir(profiles);
  if (profile === undefined) throw new Error('nobody signed in on this folder yet');
  const folder = join(profiles, profile);
  const key = deriveKey(await readFile(join(folder, 'key')), 'database');
  const user = keepEverything(folder, key);
  const opened = openCache({
    file: join(folder, 'cache.db'),
    key,
    context: {
      me: () => null,
      now: Date.now,
      timeZone: () => 'America/Sao_Paulo',
      customerTyping: () => false,
      colleagues: () => [],
      user: user.reader,
    },
    clock: systemClock,
    log: silentLog,
    onTouched() {},
    onCorrupt() {},
  });
  if (!opened.ok) throw new Error(`the cache did not open: ${opened.reason}`);
  const { reader, writer } = opened.value.cache;
  const position = reader.position();
  if (position === null) throw new Error('this desktop never synchronised: open it once with its server');
  const { people, departments, connections, tags, reasons, pipelines, fields } = reader.directory();
  let items: LogItem[] = [];
  const write = () => {
    const stored = writer.applyItems(items, position);
    if (!stored.ok) throw new Error(`the cache was not written: ${stored.reason}`);
    items = [];
  };
  let done = 0;
  for (const seeded of generateConversations({
    seed: options.seed ?? 7,
    conversations: options.conversations,
    messages: options.messages,
    people,
    departments,
    connections,
    tags,
    reasons,
    pipelines,
    fields,
    now: options.now ?? Date.now(),
    firstPosition: position.cursor + 1,
  })) {
    items.push(...logItemsOf(seeded));
    done += 1;
    if (items.length < BATCH) continue;
    write();
    options.onProgress?.(done);
  }
  if (items.length > 0) write();
  opened.value.cache.close();
  user.close();
}

/** The history that is written here is older than what a desktop keeps of itself. */
function keepEverything(folder: string, key: Uint8Array): UserData {
  const cache = openDatabase({ file: join(folder, 'cache.db'), key, kind: 'cache' });
  if (!cache.ok) throw new Error(`the cache did not open: ${cache.reason}`);
  cache.value.exec(`INSERT OR REPLACE INTO meta (key, value) VALUES ('floor', '0')`);
  cache.value.close();
  const user = openUserData({ file: join(folder, 'user.db'), key, clock: systemClock, log: silentLog, onTouched() {} });
  if (!user.ok) throw new Error(`the user data did not open: ${user.reason}`);
  user.value.writer.setPreferences({ keepDays: 3_660 });
  user.value.writer.setMeta('covered-days', '3660');
  return user.value;
}
