import { rmSync, statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

export interface FolderLock {
  release(): void;
  /** Releases it where nothing came of the folder: the lock's file goes too, if it was made for this lock. */
  undo(): void;
}

/**
 * An embedded database has one owner: two processes that write the same files destroy them, and PGlite does not look.
 * The lock is the system's own on a file beside the folder (SQLite's, because Node has none), so it goes away with
 * the process however that ends. null: another process has it.
 */
export function lockFolder(folder: string): FolderLock | null {
  const path = `${folder}.lock`;
  const before = fileAt(path);
  const file = new Sqlite(path, { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY') return null;
    throw error;
  }
  const release = () => file.close();
  // Its file was removed by whoever had it until now: what was locked is no file that others would find.
  if (before !== null && fileAt(path) !== before) {
    release();
    return null;
  }
  return {
    release,
    undo() {
      const remove = () => before === null && rmSync(path, { force: true });
      // Nobody may lock it between the two; but Windows removes no file that is open.
      if (process.platform !== 'win32') remove();
      release();
      if (process.platform === 'win32') remove();
    },
  };
}

const fileAt = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.ino ?? null;
