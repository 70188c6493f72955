import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { kept } from '../../../../../src-main/engine/cache/migrations/cache/0003-kept.ts';

it('the cache remembers what was asked for, what must be fetched, and what comes before what', () => {
  const db = new Database(':memory:');
  kept.up(db);
  db.exec(
    `INSERT INTO kept VALUES ('v1', 5); INSERT INTO wanted VALUES ('v2', 'alive'); INSERT INTO older VALUES ('v1', '')`,
  );
  expect(() => db.exec(`INSERT INTO wanted VALUES ('v3', 'whim')`)).toThrow();
  const plan = db.prepare<[], { detail: string }>('EXPLAIN QUERY PLAN SELECT * FROM kept ORDER BY seen_at').all();
  expect(plan.map(({ detail }) => detail).join()).not.toContain('B-TREE');
});
