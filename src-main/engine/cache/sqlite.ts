import Database from 'better-sqlite3';
import type { StorageFailure } from './api.ts';

export type Db = Database.Database;
export type Statement<Binds extends unknown[], Row> = Database.Statement<Binds, Row>;

const corruptCodes = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_IOERR_SHORT_READ', 'SQLITE_IOERR_DATA'];
const fullCodes = ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_TRUNCATE'];

const codeOf = (error: unknown): string | null => (error instanceof Database.SqliteError ? error.code : null);

const startsWithAny = (code: string | null, codes: readonly string[]): boolean =>
  code !== null && codes.some((known) => code === known || code.startsWith(`${known}_`));

export const isCorrupt = (error: unknown): boolean => startsWithAny(codeOf(error), corruptCodes);
export const isDiskFull = (error: unknown): boolean => startsWithAny(codeOf(error), fullCodes);
export const isSqlite = (error: unknown): boolean => codeOf(error) !== null;

/** An error of SQLite as one of the expected failures; null for what is a defect and must be thrown on. */
export function storageFailure(error: unknown): StorageFailure | null {
  if (isDiskFull(error)) return { reason: 'disk-full' };
  if (isCorrupt(error)) return { reason: 'corrupt' };
  return null;
}
