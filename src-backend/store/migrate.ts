import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Database } from './database.ts';
import { migrations } from './migrations/index.ts';

/**
 * Brings the schema up to date. A database written by a newer Turno is refused untouched: its migrations are not known
 * here, and running older code on it could damage it.
 */
export async function migrate(
  db: Kysely<Database>,
): Promise<{ ok: true } | { ok: false; reason: 'newer-database'; found: string }> {
  const found = await appliedMigrations(db);
  const unknown = found.find((name) => !(name in migrations));
  if (unknown !== undefined) return { ok: false, reason: 'newer-database', found: unknown };
  if (found.length < Object.keys(migrations).length) {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
  }
  return { ok: true };
}

async function appliedMigrations(db: Kysely<Database>): Promise<string[]> {
  const table = await sql<{ found: string | null }>`SELECT to_regclass('kysely_migration')::text AS found`.execute(db);
  if (table.rows[0]?.found == null) return [];
  const rows = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(db);
  return rows.rows.map((row) => row.name);
}
