import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { userMigrations } from '../../../../../src-main/engine/cache/migrations/user/index.ts';
import { migrate } from '../../../../../src-main/engine/cache/open.ts';

it('a user’s file of before keeps its drafts and learns what its media are', () => {
  const db = new Database(':memory:');
  migrate(db, userMigrations.slice(0, 1), 0);
  db.exec(`INSERT INTO draft VALUES ('c1', 'reply', 'meia frase', 1)`);
  migrate(db, userMigrations.slice(0, 2), 1);
  expect(db.prepare('SELECT text FROM draft').pluck().get()).toBe('meia frase');
  db.exec(`INSERT INTO medium VALUES ('abc', 'image')`);
  expect(db.pragma('user_version', { simple: true })).toBe(2);
});
