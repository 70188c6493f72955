import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { received } from '../../../../../src-main/engine/cache/migrations/cache/0001-received.ts';
import { cacheMigrations } from '../../../../../src-main/engine/cache/migrations/cache/index.ts';
import { migrate } from '../../../../../src-main/engine/cache/open.ts';

it('an empty file gets the tables of what is received', () => {
  const db = new Database(':memory:');
  migrate(db, [received], 0);
  expect(db.pragma('user_version', { simple: true })).toBe(1);
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%_fts_%' ORDER BY name")
    .pluck()
    .all();
  expect(tables).toEqual([
    'contact',
    'conversation',
    'conversation_fts',
    'directory',
    'identity_ref',
    'inbox',
    'message',
    'message_fts',
    'meta',
    'ref',
    'tagset',
  ]);
});

it('full-text indexes ignore accents and case, and forget what is deleted', () => {
  const db = new Database(':memory:');
  migrate(db, [received], 0);
  db.prepare("INSERT INTO message_fts (rowid, text) VALUES (1, 'Atenção à DEVOLUÇÃO')").run();
  const find = db.prepare('SELECT rowid FROM message_fts WHERE message_fts MATCH ?').pluck();
  expect(find.all('"devolucao"')).toEqual([1]);
  expect(find.all('"aten"*')).toEqual([1]);
  db.prepare('DELETE FROM message_fts WHERE rowid = 1').run();
  expect(find.all('"devolucao"')).toEqual([]);
});

it('the steps are numbered from one without a gap', () => {
  expect(cacheMigrations.map((step) => step.version)).toEqual(cacheMigrations.map((_step, index) => index + 1));
});
