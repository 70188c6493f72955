import { setTimeout as pause } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Logger } from 'pino';
import type { Database } from './database.ts';
import { migrations } from './migrations/index.ts';

/**
 * How long a migration waits for a table that others use. Everybody who comes after waits behind it, so it is short: a
 * dump of the database or a slow query may hold a table for an hour. Shorter than PostgreSQL's `deadlock_timeout` (a second),
 * so that of a migration and the nodes that serve, it is always the migration that gives way.
 */
const LOCK_TIMEOUT_MS = 800;
/** Then those who waited have their turn, and all of it is tried again from the beginning. */
const AGAIN_MS = 2_000;

/**
 * Brings the schema up to date, beside nodes of the version before that go on serving. A database written by a newer
 * Turno is refused untouched: its migrations are not known here, and running older code on it could damage it.
 */
export async function migrate(
  db: Kysely<Database>,
  log: Logger,
  known: Record<string, Migration> = migrations,
): Promise<{ ok: true } | { ok: false; reason: 'newer-database'; found: string }> {
  const found = await appliedMigrations(db);
  const unknown = found.find((name) => !(name in known));
  if (unknown !== undefined) return { ok: false, reason: 'newer-database', found: unknown };
  if (found.length === Object.keys(known).length) return { ok: true };
  for (;;) {
    const error = await tryToMigrate(db, known);
    if (error === null) return { ok: true };
    if (!isLockTimeout(error)) throw error;
    log.warn('the tables are in use (by a backup, or a long query); migrating them is tried again');
    await pause(AGAIN_MS);
  }
}

/** All or nothing: on PostgreSQL migrations run in one transaction. Answers what went wrong. */
async function tryToMigrate(db: Kysely<Database>, known: Record<string, Migration>): Promise<unknown> {
  return db.connection().execute(async (connection) => {
    await sql`SET lock_timeout = ${sql.lit(LOCK_TIMEOUT_MS)}`.execute(connection);
    try {
      const migrator = new Migrator({ db: connection, provider: { getMigrations: async () => known } });
      const { error } = await migrator.migrateToLatest();
      return error ?? null;
    } finally {
      await sql`RESET lock_timeout`.execute(connection);
    }
  });
}

/** https://www.postgresql.org/docs/18/errcodes-appendix.html: lock_not_available */
const isLockTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === '55P03';

async function appliedMigrations(db: Kysely<Database>): Promise<string[]> {
  const table = await sql<{ found: string | null }>`SELECT to_regclass('kysely_migration')::text AS found`.execute(db);
  if (table.rows[0]?.found == null) return [];
  const rows = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(db);
  return rows.rows.map((row) => row.name);
}
