import { join } from 'node:path';
import type { SessionView } from '../../src-shared/bridge/views.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Cache, Touched, UserData } from './cache/api.ts';
import { type CacheDeps, openCache } from './cache/cache.ts';
import type { Clock } from './clock.ts';
import type { DatabaseFiles } from './diagnostics/file-reading.ts';
import { deriveKey } from './keys/sealed.ts';
import type { Log } from './log.ts';
import { openUserDataSafely } from './recovery/user-data.ts';

/** The two databases of one signed-in person, open. */
export interface DeskFiles {
  cache: Cache;
  user: UserData;
  /** For whoever reads them besides. */
  paths: DatabaseFiles;
  /** The cache was damaged, or another key wrote it: it is empty now. */
  cacheRebuilt: boolean;
  /** User data was damaged: it was set aside, and what could be read of it is in the new file. */
  userDataReset: boolean;
  /** The id of the log that this machine followed last; survives the cache. */
  lastLogId: { get(): string | null; set(logId: string): void };
  close(): void;
}

export interface DeskFilesDeps {
  folder: string;
  /** The account's, from which the files' own is derived. */
  accountKey: Uint8Array;
  context: Omit<CacheDeps['context'], 'user'>;
  clock: Clock;
  log: Log;
  onUserTouched(touched: Touched): void;
  onCacheTouched(touched: Touched): void;
  onCacheCorrupt(): void;
}

export type DeskRefusal = { reason: Extract<SessionView, { phase: 'blocked' }>['reason'] };

const LOG_ID = 'log-id';

/** Both or neither: a refusal leaves no file open. User data comes first, because nothing else brings it back. */
export function openDeskFiles(deps: DeskFilesDeps): Result<DeskFiles, DeskRefusal> {
  const { folder, clock, log } = deps;
  const key = deriveKey(deps.accountKey, 'database');
  const paths: DatabaseFiles = { cache: join(folder, 'cache.db'), user: join(folder, 'user.db'), key };
  const openedUser = openUserDataSafely({ file: paths.user, key, clock, log, onTouched: deps.onUserTouched });
  if (!openedUser.ok) return openedUser;
  const { user, reset } = openedUser.value;
  const openedCache = openCache({
    file: paths.cache,
    key,
    context: { ...deps.context, user: user.reader },
    clock,
    log,
    onTouched: deps.onCacheTouched,
    onCorrupt: deps.onCacheCorrupt,
  });
  if (!openedCache.ok) {
    user.close();
    return openedCache;
  }
  const { cache, rebuilt } = openedCache.value;
  return ok({
    cache,
    user,
    paths,
    cacheRebuilt: rebuilt,
    userDataReset: reset,
    lastLogId: {
      get: () => user.reader.meta(LOG_ID),
      set: (logId) => {
        if (user.reader.meta(LOG_ID) !== logId) user.writer.setMeta(LOG_ID, logId);
      },
    },
    close() {
      cache.close();
      user.close();
    },
  });
}
