import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createMembership } from '../../../../../src-main/engine/cache/membership.ts';
import { received } from '../../../../../src-main/engine/cache/migrations/cache/0001-received.ts';
import { inboxFilters } from '../../../../../src-main/engine/cache/migrations/cache/0002-inbox-filters.ts';
import { kept } from '../../../../../src-main/engine/cache/migrations/cache/0003-kept.ts';
import { records } from '../../../../../src-main/engine/cache/migrations/cache/0004-records.ts';
import { migrate } from '../../../../../src-main/engine/cache/open.ts';

it('leaves what was received before standing alone', () => {
  const db = new Database(':memory:');
  const before = [received, inboxFilters, kept];
  migrate(db, before, 0);
  db.exec(`INSERT INTO contact (id, version, generation, title, search, tagset, data)
    VALUES ('joao', 1, 1, 'João', 'João', 0, '{}')`);
  migrate(db, [...before, records], 3);
  const contacts = createMembership(db, 'contact');
  expect([contacts.rootOf('joao'), contacts.rootOf('unknown'), contacts.membersOf('joao')]).toEqual([
    'joao',
    'unknown',
    ['joao'],
  ]);
  expect(db.prepare('SELECT title FROM contact').pluck().all()).toEqual(['João']);
});
