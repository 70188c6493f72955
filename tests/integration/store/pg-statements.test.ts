import { type QueryExecutorProvider, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { storeOpener } from '../stores.ts';

describe('what a PostgreSQL server is asked often', () => {
  const openTestStore = storeOpener('server');

  it('is parsed once, and gives what it gave before', async () => {
    const { store } = await openTestStore();
    await store.db.connection().execute(async (db) => {
      await sql`CREATE TABLE counted (n int PRIMARY KEY, word text)`.execute(db);
      for (let n = 1; n <= 8; n += 1) {
        const { numAffectedRows } = await sql`INSERT INTO counted VALUES (${n}, ${`w${n}`})`.execute(db);
        expect(numAffectedRows).toBe(1n);
        expect((await sql`SELECT word FROM counted WHERE n = ${n}`.execute(db)).rows).toEqual([{ word: `w${n}` }]);
      }
      expect(await namedIn(db, 'counted')).toEqual(['INSERT', 'SELECT']);
    });
  });

  it('goes without a name where a later version may add a column to what it gives', async () => {
    const { store } = await openTestStore();
    await store.db.connection().execute(async (db) => {
      await sql`CREATE TABLE widened (n int PRIMARY KEY)`.execute(db);
      await sql`INSERT INTO widened VALUES (${1})`.execute(db);
      const all = async () => (await sql`SELECT * FROM widened WHERE n = ${1}`.execute(db)).rows;
      for (let time = 0; time < 8; time += 1) expect(await all()).toEqual([{ n: 1 }]);
      await sql`ALTER TABLE widened ADD COLUMN word text`.execute(db);
      expect(await all()).toEqual([{ n: 1, word: null }]);
      expect(await namedIn(db, 'widened')).toEqual([]);
    });
  });

  it('fails once when what it gives has changed, and is asked anew from then on', async () => {
    const { store } = await openTestStore();
    await store.db.connection().execute(async (db) => {
      await sql`CREATE TABLE changed (n int PRIMARY KEY)`.execute(db);
      await sql`INSERT INTO changed VALUES (${1})`.execute(db);
      const n = async () => (await sql`SELECT n FROM changed WHERE n > ${0}`.execute(db)).rows;
      for (let time = 0; time < 8; time += 1) expect(await n()).toEqual([{ n: 1 }]);
      await sql`ALTER TABLE changed ALTER COLUMN n TYPE text USING n::text`.execute(db);
      await sql`ALTER TABLE changed ALTER COLUMN n TYPE bigint USING n::bigint`.execute(db);
      await expect(n()).rejects.toMatchObject({ code: '0A000' });
      for (let time = 0; time < 8; time += 1) expect(await n()).toEqual([{ n: 1 }]);
    });
  });

  it('of a transaction that failed, the commit says so', async () => {
    const { store } = await openTestStore();
    await sql`CREATE TABLE kept (n int PRIMARY KEY)`.execute(store.db);
    const swallowed = store.db.transaction().execute(async (tx) => {
      await sql`INSERT INTO kept VALUES (${1})`.execute(tx);
      await sql`INSERT INTO kept VALUES (${1})`.execute(tx).catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow('rolled back');
    expect((await sql`SELECT n FROM kept`.execute(store.db)).rows).toEqual([]);
  });
});

/** The first words of the session's named statements that speak of a table, in alphabetical order. */
async function namedIn(db: QueryExecutorProvider, table: string): Promise<string[]> {
  const { rows } = await sql<{
    begin: string;
  }>`SELECT split_part(statement, ' ', 1) AS begin FROM pg_prepared_statements
    WHERE strpos(statement, ${table}) > 0 AND strpos(statement, 'strpos') = 0 ORDER BY 1`.execute(db);
  return rows.map(({ begin }) => begin);
}
