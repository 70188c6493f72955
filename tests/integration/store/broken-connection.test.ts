import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { storeOpener } from '../stores.ts';

describe('a database connection that breaks amid a transaction', () => {
  const openTestStore = storeOpener('server');

  it('fails the transaction and nothing else: the process lives, and the next one has a connection of its own', async () => {
    const { store, openNode } = await openTestStore();
    const other = await openNode();
    await sql`CREATE TABLE noted (word text)`.execute(store.db);
    const broken = store.db.transaction().execute(async (tx) => {
      await sql`INSERT INTO noted VALUES ('metade')`.execute(tx);
      const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(tx);
      await sql`SELECT pg_terminate_backend(${rows[0]?.pid})`.execute(other.db);
      // The end of the connection arrives between two queries, when nobody awaits anything of it.
      await expect
        .poll(
          async () => (await sql`SELECT 1 FROM pg_stat_activity WHERE pid = ${rows[0]?.pid}`.execute(other.db)).rows,
        )
        .toEqual([]);
      await new Promise((done) => setTimeout(done, 100));
      await sql`INSERT INTO noted VALUES ('inteiro')`.execute(tx);
    });
    await expect(broken).rejects.toThrow();
    await sql`INSERT INTO noted VALUES ('depois')`.execute(store.db);
    expect((await sql`SELECT word FROM noted`.execute(store.db)).rows).toEqual([{ word: 'depois' }]);
  });
});
