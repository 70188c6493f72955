import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { personal } from '../../../../../src-main/engine/cache/migrations/user/0001-personal.ts';
import { userMigrations } from '../../../../../src-main/engine/cache/migrations/user/index.ts';
import { migrate } from '../../../../../src-main/engine/cache/open.ts';

it('an empty file gets the tables of what only this machine has', () => {
  const db = new Database(':memory:');
  migrate(db, [personal], 0);
  expect(db.pragma('user_version', { simple: true })).toBe(1);
  db.prepare("INSERT INTO draft VALUES ('c1', 'reply', 'oi', 1)").run();
  expect(() => db.prepare("INSERT INTO draft VALUES ('c1', 'shout', 'oi', 1)").run()).toThrow(/CHECK/);
  const insert = db.prepare("INSERT INTO outbox (id, name, args, created_at, state) VALUES (?, 'x', '{}', 1, ?)");
  insert.run('a', 'waiting');
  expect(() => insert.run('b', 'lost')).toThrow(/CHECK/);
});

it('numbers of the outbox are never given twice, so order survives a discarded last row', () => {
  const db = new Database(':memory:');
  migrate(db, [personal], 0);
  const insert = db.prepare(
    "INSERT INTO outbox (id, name, args, created_at, state) VALUES (?, 'x', '{}', 1, 'waiting')",
  );
  insert.run('a');
  db.prepare("DELETE FROM outbox WHERE id = 'a'").run();
  expect(insert.run('b').lastInsertRowid).toBe(2);
});

it('a step that fails leaves the file at the step before', () => {
  const db = new Database(':memory:');
  const broken = {
    version: 2,
    name: 'broken',
    up(file: Database.Database) {
      file.exec('CREATE TABLE half (x)');
      throw new Error('power cut');
    },
  };
  expect(() => migrate(db, [personal, broken], 0)).toThrow('power cut');
  expect(db.pragma('user_version', { simple: true })).toBe(1);
  expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0);
});

it('the steps are numbered from one without a gap', () => {
  expect(userMigrations.map((step) => step.version)).toEqual(userMigrations.map((_step, index) => index + 1));
});
