import { createHmac } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { Result } from '../../../src-shared/result.ts';
import { cacheMigrations } from './migrations/cache/index.ts';
import type { Migration } from './migrations/migration.ts';
import { userMigrations } from './migrations/user/index.ts';
import { type Db, isCorrupt, isSqlite } from './sqlite.ts';

export type DatabaseKind = 'cache' | 'user';

export interface OpenOptions {
  file: string;
  /** 32 bytes, used as they are: deriving a key from them again would cost 300 ms at each start. null: not encrypted. */
  key: Uint8Array | null;
  kind: DatabaseKind;
}

export type OpenRefusal =
  /** Written by a newer version of the application; the file was not changed. */
  | { reason: 'newer-database'; found: number; known: number }
  /** Not a database, or damaged where opening looked. Damage elsewhere shows when it is read. */
  | { reason: 'corrupt' }
  /** The file belongs to another key (or to none). */
  | { reason: 'wrong-key' }
  /** The disk or the folder does not let us. */
  | { reason: 'disk' };

const migrationsOf: Record<DatabaseKind, readonly Migration[]> = { cache: cacheMigrations, user: userMigrations };

/**
 * Opens or creates a file and brings it to the newest schema.
 *
 * The cipher is ChaCha20-Poly1305 per page: every page is authenticated, so damage is noticed when it is read, and it
 * needs no AES hardware. Checking the whole file at start would read all of it; instead opening reads the header and
 * the schema, and a damaged page is met by whoever reads it (`storageFailure`, `Cache.rebuild`).
 */
export function openDatabase(options: OpenOptions): Result<Db, OpenRefusal> {
  const migrations = migrationsOf[options.kind];
  const known = migrations.at(-1)?.version ?? 0;
  let db: Db | null = null;
  try {
    mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 });
    const isNew = !existsSync(options.file) || statSync(options.file).size === 0;
    if (!isNew && !keyFits(options)) return { ok: false, reason: 'wrong-key' };
    db = new Database(options.file);
    if (options.key !== null) {
      db.pragma("cipher='chacha20'");
      db.pragma(`key="x'${Buffer.from(options.key).toString('hex')}'"`);
    }
    const found = Number(db.pragma('user_version', { simple: true }));
    if (found > known) {
      db.close();
      return { ok: false, reason: 'newer-database', found, known };
    }
    if (isNew) rememberKey(options);
    // Room that is freed can be given back in small steps; it cannot be decided later.
    if (isNew && options.kind === 'cache') db.pragma('auto_vacuum = INCREMENTAL');
    configure(db, options.kind);
    migrate(db, migrations, found);
    return { ok: true, value: db };
  } catch (error) {
    db?.close();
    if (isCorrupt(error)) return { ok: false, reason: 'corrupt' };
    if (isSqlite(error) || (error instanceof Error && 'syscall' in error)) return { ok: false, reason: 'disk' };
    throw error;
  }
}

/** The cache can be filled again, so it may lose its last moments in a power cut; what the user wrote may not. */
function configure(db: Db, kind: DatabaseKind): void {
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${kind === 'cache' ? 'NORMAL' : 'FULL'}`);
  db.pragma('foreign_keys = ON');
  db.pragma('temp_store = MEMORY');
  db.pragma('trusted_schema = OFF');
  // In pages. While much is written the same pages change again and again: moved four times as seldom, they are moved once.
  if (kind === 'cache') db.pragma('wal_autocheckpoint = 4000');
  db.pragma(`cache_size = ${kind === 'cache' ? -48_000 : -2_000}`);
  // Otherwise the log of a large synchronisation stays on the disk at its largest size.
  db.pragma('journal_size_limit = 67108864');
}

export function migrate(db: Db, migrations: readonly Migration[], from: number): void {
  for (const migration of migrations) {
    if (migration.version <= from) continue;
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    })();
  }
}

/**
 * With a wrong key a file looks exactly like a damaged one. So that the two are told apart, a mark of the key stands
 * beside the file: a MAC of a constant, from which a random 256-bit key cannot be found.
 */
const markOf = (key: Uint8Array | null): string =>
  key === null
    ? 'plain'
    : createHmac('sha256', key).update('turno: which key opens this file').digest('hex').slice(0, 32);

const markFile = (file: string): string => `${file}.key-mark`;

function keyFits({ file, key }: OpenOptions): boolean {
  if (!existsSync(markFile(file))) return true;
  return readFileSync(markFile(file), 'utf8') === markOf(key);
}

function rememberKey({ file, key }: OpenOptions): void {
  writeFileSync(markFile(file), markOf(key), { mode: 0o600 });
}

const companions = ['', '-wal', '-shm', '.key-mark', '.inbox'];

/**
 * Moves a file that cannot be used out of the way, with what belongs to it: `cache.db` becomes
 * `cache.corrupt-<time>.db`. Returns its new path. Throws when the folder does not let us.
 */
export function setAside(file: string, at: number): string {
  const aside = `${file.replace(/\.db$/, '')}.corrupt-${at}.db`;
  for (const companion of companions) {
    if (existsSync(file + companion)) renameSync(file + companion, aside + companion);
  }
  return aside;
}

export function removeDatabase(file: string): void {
  for (const companion of companions) rmSync(file + companion, { force: true });
}
