import type { ContactEvent, Suggestion } from '../../../../src-shared/protocol/contacts.ts';
import type { Db } from '../sqlite.ts';
import type { Changes } from './changes.ts';
import type { Generation } from './generation.ts';
import type { Roots } from './roots.ts';

/** What happened to contacts' records, and which of them may be the same person. */
export interface RecordWriting {
  event(event: ContactEvent, changes: Changes): void;
  suggestion(suggestion: Suggestion, changes: Changes): void;
  /** After contacts left the agent's view: their history, and what was suggested of two that are both gone. */
  forget(contactIds: readonly string[]): void;
  /** Removes what older generations left. */
  purge(): void;
}

interface Known {
  version: number;
  generation: number;
}

export const recordWritingQueries = {
  ofContact: 'SELECT id, a, b FROM suggestion WHERE a = ? OR b = ?',
};

export function createRecordWriting(
  db: Db,
  deps: { generation: Generation; records: Pick<Roots, 'rootOf'> },
): RecordWriting {
  const { generation, records } = deps;
  const knownEvent = db.prepare<[string], Known>('SELECT version, generation FROM contact_event WHERE id = ?');
  const putEvent = db.prepare<[string, string, number, number, number, string]>(
    'INSERT OR REPLACE INTO contact_event (id, contact_id, at, version, generation, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const knownSuggestion = db.prepare<[string], Known>('SELECT version, generation FROM suggestion WHERE id = ?');
  const putSuggestion = db.prepare<[string, string, string, number, number, string]>(
    'INSERT OR REPLACE INTO suggestion (id, a, b, version, generation, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const eraseEvents = db.prepare<[string]>('DELETE FROM contact_event WHERE contact_id = ?');
  const ofContact = db.prepare<[string, string], { id: string; a: string; b: string }>(recordWritingQueries.ofContact);
  const isHere = db.prepare<[string], unknown>('SELECT 1 FROM contact WHERE id = ?');
  const eraseSuggestion = db.prepare<[string]>('DELETE FROM suggestion WHERE id = ?');
  const stale = ['contact_event', 'suggestion'].map((table) =>
    db.prepare<[number]>(`DELETE FROM ${table} WHERE generation <> ?`),
  );

  function touch(contactId: string, changes: Changes): void {
    changes.contacts.add(contactId);
    changes.contacts.add(records.rootOf(contactId));
  }

  return {
    event(event, changes) {
      const { id, contactId, at, version } = event;
      const before = knownEvent.get(id);
      if (before !== undefined && generation.keeps(before, version)) return;
      putEvent.run(id, contactId, at, version, generation.current(), JSON.stringify(event));
      touch(contactId, changes);
    },
    suggestion(suggestion, changes) {
      const { id, contactIds, version } = suggestion;
      const before = knownSuggestion.get(id);
      if (before !== undefined && generation.keeps(before, version)) return;
      putSuggestion.run(id, ...contactIds, version, generation.current(), JSON.stringify(suggestion));
      for (const contactId of contactIds) touch(contactId, changes);
    },
    forget(contactIds) {
      for (const contactId of contactIds) {
        eraseEvents.run(contactId);
        for (const { id, a, b } of ofContact.all(contactId, contactId)) {
          if (isHere.get(a) === undefined && isHere.get(b) === undefined) eraseSuggestion.run(id);
        }
      }
    },
    purge() {
      for (const statement of stale) statement.run(generation.current());
    },
  };
}
