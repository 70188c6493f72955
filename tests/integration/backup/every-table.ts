import { sql } from 'kysely';
import type { Store } from '../../../src-backend/store/open.ts';

/** Every row of every table, the job library's included, by table; rows in an order of their own words. */
export async function everyTable(store: Store): Promise<Map<string, Record<string, unknown>[]>> {
  const tables = await sql<{ schema: string; name: string }>`
    SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
    ORDER BY 1, 2`.execute(store.db);
  const found = new Map<string, Record<string, unknown>[]>();
  for (const { schema, name } of tables.rows) {
    const rows = await sql<{ row: Record<string, unknown> }>`
      SELECT to_jsonb(t) AS row FROM ${sql.table(`${schema}.${name}`)} AS t ORDER BY t::text`.execute(store.db);
    found.set(
      `${schema}.${name}`,
      rows.rows.map(({ row }) => row),
    );
  }
  return found;
}
