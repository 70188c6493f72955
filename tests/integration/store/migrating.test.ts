import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../../src-backend/store/migrate.ts';
import { migrations } from '../../../src-backend/store/migrations/index.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { silent, storeOpener } from '../stores.ts';

/** As a later version has them: with migrations of its own, each of which adds a column. */
const later = (...columns: string[]) => ({
  ...migrations,
  ...Object.fromEntries(columns.map((column) => [`9-${column}`, { up: (db: Store['db']) => addColumn(db, column) }])),
});

async function addColumn(db: Store['db'], column: string): Promise<void> {
  await sql`ALTER TABLE message ADD COLUMN ${sql.ref(column)} integer NOT NULL DEFAULT 0`.execute(db);
}

describe('a later version’s migration on PostgreSQL', () => {
  const openTestStore = storeOpener('server');
  let store: Store;
  let other: Store;
  let holder: pg.Client;
  beforeAll(async () => {
    const opened = await openTestStore();
    store = opened.store;
    other = await opened.openNode();
    holder = new pg.Client({ connectionString: store.url ?? '' });
    await holder.connect();
  });
  afterAll(() => holder.end());

  it('does not hold up those who serve while a backup has the tables, and is made when it has ended', async () => {
    await holder.query('BEGIN');
    // What pg_dump holds from its beginning to its end.
    await holder.query('LOCK TABLE message IN ACCESS SHARE MODE');
    let migrated = false;
    const migrating = migrate(store.db, silent, later('a')).then((result) => {
      migrated = true;
      return result;
    });
    let longest = 0;
    const until = performance.now() + 4_000;
    while (performance.now() < until) {
      const began = performance.now();
      await sql`SELECT count(*) FROM message`.execute(other.db);
      longest = Math.max(longest, performance.now() - began);
      await new Promise((done) => setTimeout(done, 20));
    }
    expect(migrated).toBe(false);
    // It did wait behind the migration, which gave way.
    expect(longest).toBeGreaterThan(200);
    expect(longest).toBeLessThan(1_500);
    await holder.query('COMMIT');
    expect(await migrating).toEqual({ ok: true });
    await sql`SELECT a FROM message`.execute(other.db);
    const { rows } = await sql<{ lock_timeout: string }>`SHOW lock_timeout`.execute(store.db);
    expect(rows).toEqual([{ lock_timeout: '0' }]);
  });

  it('is made once by two nodes that start together', async () => {
    const both = [store, other].map(({ db }) => migrate(db, silent, later('a', 'b')));
    expect(await Promise.all(both)).toEqual([{ ok: true }, { ok: true }]);
    await sql`SELECT b FROM message`.execute(other.db);
  });

  it('that fails says why, and leaves the tables as they were for those who serve', async () => {
    const broken = {
      async up(db: Store['db']) {
        await addColumn(db, 'd');
        await sql`ALTER TABLE no_such_table ADD COLUMN d integer`.execute(db);
      },
    };
    const known = { ...later('a', 'b', 'c'), '9-d': broken };
    await expect(migrate(store.db, silent, known)).rejects.toThrow('no_such_table');
    const columns = await sql<{ name: string }>`
      SELECT column_name AS name FROM information_schema.columns
      WHERE table_name = 'message' AND column_name IN ('a', 'b', 'c', 'd') ORDER BY 1`.execute(other.db);
    expect(columns.rows.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});
