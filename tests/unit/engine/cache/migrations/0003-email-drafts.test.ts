import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { userMigrations } from '../../../../../src-main/engine/cache/migrations/user/index.ts';
import { migrate } from '../../../../../src-main/engine/cache/open.ts';

it('a user’s file of before keeps its drafts and media, and may keep subjects and copies', () => {
  const db = new Database(':memory:');
  migrate(db, userMigrations.slice(0, 2), 0);
  db.exec(`INSERT INTO draft VALUES ('c1', 'reply', 'meia frase', 1); INSERT INTO medium VALUES ('abc', 'image')`);
  migrate(db, userMigrations, 2);
  expect(db.prepare('SELECT text FROM draft').pluck().get()).toBe('meia frase');
  expect(db.prepare('SELECT kind FROM medium').pluck().get()).toBe('image');
  expect(db.prepare('SELECT count(*) FROM email_draft').pluck().get()).toBe(0);
  expect(db.pragma('user_version', { simple: true })).toBe(3);
});
