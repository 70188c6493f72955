import Sqlite from 'better-sqlite3';

export interface FolderLock {
  release(): void;
}

/**
 * An embedded database has one owner: two processes that write the same files destroy them, and PGlite does not look.
 * The lock is the system's own on a file beside the folder (SQLite's, because Node has none), so it goes away with
 * the process however that ends. null: another process has it.
 */
export function lockFolder(folder: string): FolderLock | null {
  const file = new Sqlite(`${folder}.lock`, { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
    return { release: () => file.close() };
  } catch (error) {
    file.close();
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY') return null;
    throw error;
  }
}
