import type { ContactEvent, Suggestion } from '../../../../src-shared/protocol/contacts.ts';
import type { Contact } from '../../../../src-shared/protocol/entities.ts';
import { composeContact, mergedParts } from '../../../../src-shared/rules/merged-contact.ts';
import { createMembership, type Membership } from '../membership.ts';
import type { Db } from '../sqlite.ts';
import type { StoredEntities } from '../stored.ts';

export interface StoredRecord {
  title: string;
  /** As people see it: composed of all that was merged into it. */
  contact: Contact;
  /** As they are by themselves, in the order of the merges. */
  parts: Contact[];
  /** Of all the contacts it is composed of, its own first. */
  ids: string[];
}

/** Contacts as records. Every id may be any part's: the record it belongs to is meant. */
export interface Records {
  rootOf: Membership['rootOf'];
  /** All contacts of the record that this one belongs to. */
  membersOf(contactId: string): string[];
  record(contactId: string): StoredRecord | null;
  suggestion(id: string): Suggestion | null;
  /** Those that name any of these contacts. */
  suggestionsOf(contactIds: readonly string[]): Suggestion[];
  eventsOf(contactId: string): ContactEvent[];
}

export const recordQueries = {
  contact: 'SELECT title, data FROM contact WHERE id = ?',
  suggestion: 'SELECT data FROM suggestion WHERE id = ?',
  suggestionsOf: 'SELECT data FROM suggestion WHERE a = ? OR b = ?',
  events: 'SELECT data FROM contact_event WHERE contact_id = ? ORDER BY at DESC',
};

export function createRecords(db: Db, stored: StoredEntities): Records {
  const roots = createMembership(db, 'contact');
  const select = db.prepare<[string], { title: string; data: string }>(recordQueries.contact);
  const suggestion = db.prepare<[string], string>(recordQueries.suggestion).pluck();
  const suggestionsOf = db.prepare<[string, string], string>(recordQueries.suggestionsOf).pluck();
  const events = db.prepare<[string], string>(recordQueries.events).pluck();
  // Suggestions and events were whole from the first version that had them.

  function contactOf(id: string): { title: string; contact: Contact } | null {
    const row = select.get(id);
    const contact = row === undefined ? null : stored.contact(row.data);
    return row === undefined || contact === null ? null : { title: row.title, contact };
  }

  const membersOf = (contactId: string): string[] => roots.membersOf(roots.rootOf(contactId));

  return {
    rootOf: roots.rootOf,
    membersOf,
    record(contactId) {
      const [rootId = contactId, ...others] = membersOf(contactId);
      const root = contactOf(rootId);
      if (root === null) return null;
      if (others.length === 0) return { ...root, parts: [], ids: [rootId] };
      const contacts = others.flatMap((id) => contactOf(id)?.contact ?? []);
      const parts = mergedParts(root.contact, contacts);
      return {
        title: root.title,
        contact: composeContact(root.contact, parts),
        parts,
        ids: [rootId, ...parts.map(({ id }) => id)],
      };
    },
    suggestion(id) {
      const data = suggestion.get(id);
      return data === undefined ? null : JSON.parse(data);
    },
    suggestionsOf(contactIds) {
      const found = contactIds.flatMap((id) => suggestionsOf.all(id, id)).map((data): Suggestion => JSON.parse(data));
      return [...new Map(found.map((one) => [one.id, one])).values()];
    },
    eventsOf: (contactId) => events.all(contactId).map((data): ContactEvent => JSON.parse(data)),
  };
}
