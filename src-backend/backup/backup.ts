import { access, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import { ok, type Result } from '../../src-shared/result.ts';
import { lockFolder } from '../store/folder-lock.ts';
import { openStore, type Store } from '../store/open.ts';
import { beginAnotherLog } from './another-log.ts';
import { packFolder, type UnreadableBackup, unpackBackup, writeBackupFile } from './archive.ts';
import { askForBackup } from './running.ts';

/** Backup and restore of the embedded database by command: everything is in it, media included. */
export type BackupRefusal =
  | { reason: 'no-database' }
  | { reason: 'file-exists' }
  /** A backend has it open and takes no requests for backups; it must be stopped. */
  | { reason: 'folder-in-use' }
  | UnreadableBackup;

export async function backUp(request: {
  folder: string;
  file: string;
  now: () => number;
}): Promise<Result<{ bytes: number; madeAt: number }, BackupRefusal>> {
  const { folder, file } = request;
  if (!(await exists(path.join(folder, 'PG_VERSION')))) return { ok: false, reason: 'no-database' };
  if (await exists(file)) return { ok: false, reason: 'file-exists' };
  const lock = lockFolder(folder);
  if (lock === null) {
    const bytes = await askForBackup(folder);
    return bytes === null ? { ok: false, reason: 'folder-in-use' } : writeBackupFile(bytes, file);
  }
  try {
    return await writeBackupFile(packFolder(folder, request.now()), file);
  } finally {
    lock.release();
  }
}

export type RestoreRefusal =
  | { reason: 'folder-not-empty' }
  | { reason: 'folder-in-use' }
  | { reason: 'newer-database'; found: string }
  | { reason: 'disk-full'; folder: string }
  | UnreadableBackup;

/**
 * Makes a database of a backup, in a folder that is empty or not there: what is there is never overwritten. It is made
 * beside and moved at the end, so a folder of that name is whole. Brings the schema up to date.
 */
export async function restore(request: {
  folder: string;
  file: string;
  now: () => number;
  logger: Logger;
}): Promise<Result<{ madeAt: number }, RestoreRefusal>> {
  const { folder, file, now, logger } = request;
  if ((await exists(folder)) && (await readdir(folder)).length > 0) return { ok: false, reason: 'folder-not-empty' };
  const lock = lockFolder(path.resolve(folder));
  if (lock === null) return { ok: false, reason: 'folder-in-use' };
  const making = `${folder}.restoring`;
  let made = false;
  try {
    await rm(making, { recursive: true, force: true });
    const unpacked = await unpackBackup(file, making);
    if (!unpacked.ok) return unpacked;
    const opened = await openStore({ kind: 'embedded', folder: making }, { log: logger });
    if (!opened.ok) return opened.reason === 'newer-database' ? opened : { ok: false, reason: opened.reason, folder };
    await closing(opened.store, (store) => beginAnotherLog(store, now()));
    if (await exists(folder)) await rmdir(folder);
    await rename(making, folder);
    made = true;
    return ok({ madeAt: unpacked.value.madeAt });
  } finally {
    await rm(making, { recursive: true, force: true });
    await rm(`${making}.lock`, { force: true });
    if (made) lock.release();
    else lock.undo();
  }
}

async function closing(store: Store, work: (store: Store) => Promise<void>): Promise<void> {
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

const exists = (place: string): Promise<boolean> =>
  access(place).then(
    () => true,
    () => false,
  );
