import { plainContact } from '../../../../src-shared/protocol/defaults.ts';
import type { Contact } from '../../../../src-shared/protocol/entities.ts';
import { openStagesOf } from '../../../../src-shared/rules/inbox-match.ts';
import { composeContact } from '../../../../src-shared/rules/merged-contact.ts';
import { searchTextOfContact } from '../../../../src-shared/rules/search-subject.ts';
import { titleOfContact } from '../../search/subject.ts';
import type { TagSets } from '../refs.ts';
import type { Db } from '../sqlite.ts';
import type { Changes } from './changes.ts';
import type { ConversationSearch } from './conversation-search.ts';
import type { Generation } from './generation.ts';
import type { Roots } from './roots.ts';

export interface ContactWriting {
  write(contact: Contact, changes: Changes): void;
  remove(contactId: string, changes: Changes): void;
}

/** What a contact's row says of the whole record it belongs to. */
interface Shown {
  title: string;
  search: string;
  tagset: number;
  stageset: number;
}

interface KnownContact extends Shown {
  version: number;
  generation: number;
  root: string | null;
}

const shownColumns = 'title, search, tagset, stageset';

export function createContactWriting(
  db: Db,
  deps: { generation: Generation; tagSets: TagSets; search: ConversationSearch; roots: Roots },
): ContactWriting {
  const { generation, tagSets, roots } = deps;
  const known = db.prepare<[string], KnownContact>(
    `SELECT version, generation, root, ${shownColumns} FROM contact WHERE id = ?`,
  );
  const upsert = db.prepare<
    [Shown & { id: string; version: number; generation: number; into: string | null; data: string }]
  >(`
    INSERT INTO contact (id, version, generation, ${shownColumns}, merged_into, data)
    VALUES (@id, @version, @generation, @title, @search, @tagset, @stageset, @into, @data)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, generation = excluded.generation,
      title = excluded.title, search = excluded.search, tagset = excluded.tagset, stageset = excluded.stageset,
      merged_into = excluded.merged_into, data = excluded.data`);
  const show = db.prepare<[Shown & { id: string }]>(
    'UPDATE contact SET title = @title, search = @search, tagset = @tagset, stageset = @stageset WHERE id = @id',
  );
  const stored = db.prepare<[string], Shown & { data: string }>(
    `SELECT ${shownColumns}, data FROM contact WHERE id = ?`,
  );
  const relist = db.prepare<[number, number, string]>(
    'UPDATE inbox SET tagset = ?, stageset = ? WHERE n IN (SELECT n FROM conversation WHERE contact_id = ?)',
  );
  const conversations = db.prepare<[string], { n: number; id: string }>(
    'SELECT n, id FROM conversation WHERE contact_id = ?',
  );
  const erase = db.prepare<[string]>('DELETE FROM contact WHERE id = ?');

  /** Its conversations are found and filtered by what the record now says. */
  function relistConversations(contactId: string, before: Shown | undefined, after: Shown, changes: Changes): void {
    const searchChanged = before?.search !== after.search;
    const setsChanged = (before?.tagset ?? 0) !== after.tagset || (before?.stageset ?? 0) !== after.stageset;
    if (setsChanged) relist.run(after.tagset, after.stageset, contactId);
    if (!searchChanged && !setsChanged) return;
    for (const conversation of conversations.all(contactId)) {
      if (searchChanged) deps.search.refresh(conversation.n);
      changes.inboxRows.add(conversation.n);
    }
  }

  function shownOf(record: Contact, parts: readonly Contact[]): Shown {
    // Each part is also found by what it was called before.
    const words = [record, ...parts].flatMap((one) => searchTextOfContact(one).split('\n'));
    return {
      title: titleOfContact(record),
      search: [...new Set(words)].join('\n'),
      tagset: tagSets.of(record.tagIds),
      stageset: tagSets.of(openStagesOf(record)),
    };
  }

  /** Composes the record anew and writes what it says into the row of each of its parts. */
  function showRecord(
    root: string,
    ids: readonly string[],
    former: Map<string, Shown | undefined>,
    changes: Changes,
  ): void {
    const rows = ids.flatMap((id) => {
      const row = stored.get(id);
      if (row === undefined) return [];
      // Written by `write` only; by an earlier version, it lacks what was added to contacts since.
      const contact: Contact = { ...plainContact, ...JSON.parse(row.data) };
      return [{ row, contact }];
    });
    const contacts = rows.map(({ contact }) => contact);
    const rootContact = contacts.find(({ id }) => id === root);
    if (rootContact === undefined) return;
    const parts = contacts.filter(({ id }) => id !== root);
    const shown = shownOf(composeContact(rootContact, parts), contacts);
    for (const { row, contact } of rows) {
      const before = former.has(contact.id) ? former.get(contact.id) : row;
      show.run({ ...shown, id: contact.id });
      changes.contacts.add(contact.id);
      relistConversations(contact.id, before, shown, changes);
    }
  }

  return {
    write(contact, changes) {
      const before = known.get(contact.id);
      if (before !== undefined && generation.keeps(before, contact.version)) return;
      const { id, version, merged } = contact;
      const alone = shownOf(contact, []);
      const row = { ...alone, id, version, generation: generation.current(), into: merged?.intoId ?? null };
      upsert.run({ ...row, data: JSON.stringify(contact) });
      changes.contacts.add(id);
      const records = roots.settle(id, before === undefined ? null : (before.root ?? id));
      if (records.size === 1 && records.get(id)?.length === 1) {
        relistConversations(id, before, alone, changes);
        return;
      }
      for (const [root, ids] of records) showRecord(root, ids, new Map([[id, before]]), changes);
    },
    remove(contactId, changes) {
      const before = known.get(contactId);
      if (before === undefined) return;
      erase.run(contactId);
      changes.contacts.add(contactId);
      relist.run(0, 0, contactId);
      for (const conversation of conversations.all(contactId)) {
        deps.search.refresh(conversation.n);
        changes.inboxRows.add(conversation.n);
      }
      for (const [root, ids] of roots.settle(contactId, before.root ?? contactId)) {
        showRecord(root, ids, new Map(), changes);
      }
    },
  };
}
