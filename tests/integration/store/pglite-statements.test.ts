import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { storeOpener } from '../stores.ts';

const openTestStore = storeOpener('embedded');
const open = async () => (await openTestStore()).store.db;

test('a statement is prepared once and gives what it gave before, with every kind of value', async () => {
  const db = await open();
  await sql`CREATE TABLE kinds (n bigint PRIMARY KEY, words text, state jsonb, yes boolean, list text[])`.execute(db);
  const values = { words: 'ação «1»', state: { a: [1, null, 'x'] }, yes: true, list: ['a', 'b,c', '"d"'] };
  for (const n of [1, 2, 3]) {
    const { numAffectedRows } =
      await sql`INSERT INTO kinds VALUES (${n}, ${values.words}, ${JSON.stringify(values.state)}, ${values.yes}, ${values.list})`.execute(
        db,
      );
    expect(numAffectedRows).toBe(1n);
  }
  for (const n of [1, 2, 3]) {
    const { rows } = await sql`SELECT * FROM kinds WHERE n = ${n}`.execute(db);
    expect(rows).toEqual([{ n, ...values }]);
  }
  const { numAffectedRows } = await sql`UPDATE kinds SET words = ${null} WHERE n > ${1}`.execute(db);
  expect(numAffectedRows).toBe(2n);
  expect((await sql`SELECT words FROM kinds WHERE n = ${2}`.execute(db)).rows).toEqual([{ words: null }]);
});

test('a statement that fails says why, undoes its transaction, and leaves the connection usable', async () => {
  const db = await open();
  await sql`CREATE TABLE once (n int PRIMARY KEY)`.execute(db);
  const insert = (n: number) => sql`INSERT INTO once VALUES (${n})`;
  await insert(1).execute(db);
  const twice = db.transaction().execute(async (tx) => {
    await insert(2).execute(tx);
    await insert(1).execute(tx);
  });
  await expect(twice).rejects.toMatchObject({ code: '23505', constraint: 'once_pkey' });
  await expect(sql`SELECT nothing FROM once WHERE n = ${1}`.execute(db)).rejects.toMatchObject({ code: '42703' });
  const ignored = db.transaction().execute(async (tx) => {
    await insert(3).execute(tx);
    await insert(1)
      .execute(tx)
      .catch(() => {});
  });
  await expect(ignored).rejects.toThrow('rolled back');
  expect((await sql`SELECT n FROM once`.execute(db)).rows).toEqual([{ n: 1 }]);
});

test('a table that gets another column is read with it', async () => {
  const db = await open();
  await sql`CREATE TABLE grows (n int)`.execute(db);
  await sql`INSERT INTO grows VALUES (${1})`.execute(db);
  const read = async () => (await sql`SELECT * FROM grows WHERE n = ${1}`.execute(db)).rows;
  expect(await read()).toEqual([{ n: 1 }]);
  await sql`ALTER TABLE grows ADD COLUMN more text DEFAULT 'x'`.execute(db);
  expect(await read()).toEqual([{ n: 1, more: 'x' }]);
});

test('more texts than are kept prepared all run, again and again', async () => {
  const db = await open();
  for (let round = 0; round < 2; round += 1) {
    for (let n = 0; n < 300; n += 1) {
      const { rows } = await sql.raw(`SELECT ${n} AS n`).execute(db);
      expect(rows).toEqual([{ n }]);
    }
  }
});
