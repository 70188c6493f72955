import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import { sendAhead } from '../../../src-backend/store/ahead.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { describeOnStores } from '../stores.ts';

describeOnStores('changes that are sent without waiting', (openTestStore) => {
  let store: Store;
  const words = async () => {
    const { rows } = await sql<{ word: string }>`SELECT word FROM ahead ORDER BY n`.execute(store.db);
    return rows.map(({ word }) => word);
  };
  const add = (n: number, word: string) => sql`INSERT INTO ahead VALUES (${n}, ${word})`.compile(store.db);

  beforeEach(async () => {
    ({ store } = await openTestStore());
    await sql`DROP TABLE IF EXISTS ahead`.execute(store.db);
    await sql`CREATE TABLE ahead (n int PRIMARY KEY, word text)`.execute(store.db);
  });

  it('are there for what the transaction asks next, and committed with it', async () => {
    const seen = await store.db.transaction().execute(async (tx) => {
      await sendAhead(tx, add(1, 'um'));
      await sendAhead(tx, add(2, 'dois'));
      return (await sql<{ count: number }>`SELECT count(*)::int AS count FROM ahead`.execute(tx)).rows;
    });
    expect(seen).toEqual([{ count: 2 }]);
    expect(await words()).toEqual(['um', 'dois']);
  });

  it('fail the transaction with their own reason, and leave nothing of it', async () => {
    const failing = store.db.transaction().execute(async (tx) => {
      await sendAhead(tx, add(1, 'um'));
      await sendAhead(tx, add(1, 'outra vez'));
      await sendAhead(tx, add(2, 'dois'));
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await words()).toEqual([]);
  });

  it('tell why what was asked behind them failed', async () => {
    const failing = store.db.transaction().execute(async (tx) => {
      await sendAhead(tx, add(1, 'um'));
      await sendAhead(tx, add(1, 'outra vez'));
      await sql`SELECT 1`.execute(tx);
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await words()).toEqual([]);
  });

  it('are rolled back with the rest, and the connection serves on', async () => {
    for (let time = 0; time < 20; time += 1) {
      const broken = store.db.transaction().execute(async (tx) => {
        await sendAhead(tx, add(time, 'nunca'));
        throw new Error('changed our mind');
      });
      await expect(broken).rejects.toThrow('changed our mind');
    }
    expect(await words()).toEqual([]);
  });
});
