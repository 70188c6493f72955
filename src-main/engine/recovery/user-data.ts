import type { Result } from '../../../src-shared/result.ts';
import type { UserData } from '../cache/api.ts';
import { openDatabase, setAside } from '../cache/open.ts';
import { type Db, isCorrupt, isSqlite } from '../cache/sqlite.ts';
import { openUserData, type UserDataDeps } from '../cache/user-data.ts';
import { type Rescued, rescue, restore } from './rescue.ts';

export interface OpenedUserData {
  user: UserData;
  /** The file was damaged: it was set aside, and what could be read of it is in the new one. */
  reset: boolean;
}

type UserDataRefusal = { reason: 'newer-database' | 'disk' | 'unreadable-user-data' };

/**
 * Opens user data after checking the whole of it (it is small): drafts and the outbox exist nowhere else, so damage is
 * met now, when it can be repaired, and not in the middle of a sentence. The damaged file is kept beside the new one.
 */
export function openUserDataSafely(deps: UserDataDeps): Result<OpenedUserData, UserDataRefusal> {
  const options = { file: deps.file, key: deps.key, kind: 'user' } as const;
  const checked = openDatabase(options);
  let rescued: Rescued | null = null;
  if (checked.ok) {
    const healthy = isHealthy(checked.value);
    if (!healthy) rescued = rescue(checked.value);
    checked.value.close();
    if (healthy) return open(deps, false);
  } else if (checked.reason !== 'corrupt') {
    return { ok: false, reason: checked.reason === 'wrong-key' ? 'unreadable-user-data' : checked.reason };
  }
  try {
    setAside(deps.file, deps.clock.now());
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return { ok: false, reason: 'disk' };
  }
  const opened = open(deps, true);
  if (opened.ok && rescued !== null) restore(opened.value.user.writer, rescued);
  deps.log.error('user-data-set-aside', {
    drafts: rescued?.drafts.length ?? 0,
    commands: rescued?.commands.length ?? 0,
  });
  return opened;
}

function open(deps: UserDataDeps, reset: boolean): Result<OpenedUserData, UserDataRefusal> {
  const opened = openUserData(deps);
  if (opened.ok) return { ok: true, value: { user: opened.value, reset } };
  return { ok: false, reason: opened.reason === 'newer-database' ? 'newer-database' : 'disk' };
}

function isHealthy(db: Db): boolean {
  try {
    return db.pragma('quick_check(1)', { simple: true }) === 'ok';
  } catch (error) {
    if (isCorrupt(error) || isSqlite(error)) return false;
    throw error;
  }
}
