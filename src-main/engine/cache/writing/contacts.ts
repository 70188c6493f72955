import type { Contact } from '../../../../src-shared/protocol/entities.ts';
import { openStagesOf } from '../../../../src-shared/rules/inbox-match.ts';
import { searchTextOfContact } from '../../../../src-shared/rules/search-subject.ts';
import { titleOfContact } from '../../search/subject.ts';
import type { TagSets } from '../refs.ts';
import type { Db } from '../sqlite.ts';
import type { Changes } from './changes.ts';
import type { ConversationSearch } from './conversation-search.ts';
import type { Generation } from './generation.ts';

export interface ContactWriting {
  write(contact: Contact, changes: Changes): void;
  remove(contactId: string, changes: Changes): void;
}

interface KnownContact {
  version: number;
  generation: number;
  search: string;
  tagset: number;
  stageset: number;
}

export function createContactWriting(
  db: Db,
  deps: { generation: Generation; tagSets: TagSets; search: ConversationSearch },
): ContactWriting {
  const known = db.prepare<[string], KnownContact>(
    'SELECT version, generation, search, tagset, stageset FROM contact WHERE id = ?',
  );
  const upsert = db.prepare<[string, number, number, string, string, number, number, string]>(`
    INSERT INTO contact (id, version, generation, title, search, tagset, stageset, data)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, generation = excluded.generation,
      title = excluded.title, search = excluded.search, tagset = excluded.tagset, stageset = excluded.stageset,
      data = excluded.data`);
  const retag = db.prepare<[number, number, string]>(
    'UPDATE inbox SET tagset = ?, stageset = ? WHERE n IN (SELECT n FROM conversation WHERE contact_id = ?)',
  );
  const conversations = db.prepare<[string], { n: number; id: string }>(
    'SELECT n, id FROM conversation WHERE contact_id = ?',
  );
  const erase = db.prepare<[string]>('DELETE FROM contact WHERE id = ?');

  return {
    write(contact, changes) {
      const before = known.get(contact.id);
      if (before !== undefined && deps.generation.keeps(before, contact.version)) return;
      const search = searchTextOfContact(contact);
      const tagset = deps.tagSets.of(contact.tagIds);
      const stageset = deps.tagSets.of(openStagesOf(contact));
      const data = JSON.stringify(contact);
      const title = titleOfContact(contact);
      upsert.run(contact.id, contact.version, deps.generation.current(), title, search, tagset, stageset, data);
      changes.contacts.add(contact.id);
      const searchChanged = before?.search !== search;
      const setsChanged = (before?.tagset ?? 0) !== tagset || (before?.stageset ?? 0) !== stageset;
      if (setsChanged) retag.run(tagset, stageset, contact.id);
      if (!searchChanged && !setsChanged) return;
      for (const conversation of conversations.all(contact.id)) {
        if (searchChanged) deps.search.refresh(conversation.n);
        changes.inboxRows.add(conversation.n);
      }
    },
    remove(contactId, changes) {
      if (erase.run(contactId).changes === 0) return;
      changes.contacts.add(contactId);
      retag.run(0, 0, contactId);
      for (const conversation of conversations.all(contactId)) {
        deps.search.refresh(conversation.n);
        changes.inboxRows.add(conversation.n);
      }
    },
  };
}
