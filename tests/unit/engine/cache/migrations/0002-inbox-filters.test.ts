import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { received } from '../../../../../src-main/engine/cache/migrations/cache/0001-received.ts';
import { inboxFilters } from '../../../../../src-main/engine/cache/migrations/cache/0002-inbox-filters.ts';
import { migrate } from '../../../../../src-main/engine/cache/open.ts';
import { contactOf, conversationOf, noon } from '../entities.ts';

it('fills the new columns of what was received before from what each row was made of', () => {
  const db = new Database(':memory:');
  migrate(db, [received], 0);
  const deal = (id: string, stageId: string, state: 'open' | 'lost') => ({
    id,
    title: 'Geladeira',
    pipelineId: 'vendas',
    stageId,
    amount: null,
    state,
    createdAt: noon,
    updatedAt: noon,
  });
  const contact = contactOf({
    deals: [
      deal('d1', 'novo', 'open'),
      deal('d2', 'fim', 'lost'),
      deal('d3', 'fim', 'open'),
      deal('d4', 'novo', 'open'),
    ],
  });
  db.prepare("INSERT INTO tagset (tag_ids) VALUES ('vip')").run();
  const addContact = db.prepare(
    "INSERT INTO contact (id, version, generation, title, search, tagset, data) VALUES (?, 1, 1, '', '', 1, ?)",
  );
  addContact.run('joao', JSON.stringify(contact));
  // As the version before deals stored it.
  addContact.run('rita', JSON.stringify({ id: 'rita', tagIds: ['vip'] }));
  const addConversation = db.prepare(
    "INSERT INTO conversation (n, id, contact_id, version, generation, search, data) VALUES (?, ?, ?, 1, 1, '', ?)",
  );
  const listed = db.prepare('INSERT INTO inbox VALUES (?, 1, ?, 0, 0, 0, 0, 0, 0, 0, 0, 1)');
  const conversations = [
    conversationOf({ id: 'c1', lastInboundAt: noon + 7 }),
    conversationOf({ id: 'c2', contactId: 'rita' }),
    conversationOf({ id: 'c3', contactId: 'unknown' }),
  ];
  for (const [index, one] of conversations.entries()) {
    addConversation.run(index, one.id, one.contactId, JSON.stringify(one));
    listed.run(index, noon);
  }
  migrate(db, [received, inboxFilters], 1);
  const rows = db.prepare('SELECT last_inbound_at, stageset, tagset FROM inbox ORDER BY n').all();
  const set = db.prepare("SELECT n FROM tagset WHERE tag_ids = 'fim\nnovo'").pluck().get();
  expect(rows).toEqual([
    { last_inbound_at: noon + 7, stageset: set, tagset: 1 },
    { last_inbound_at: 0, stageset: 0, tagset: 1 },
    { last_inbound_at: 0, stageset: 0, tagset: 1 },
  ]);
  expect(db.prepare('SELECT stageset FROM contact ORDER BY id').pluck().all()).toEqual([set, 0]);
});
