import type { Migration } from '../migration.ts';

/**
 * Several contacts shown as one, and several conversations (section G).
 *
 * - `merged_into` is the mark as it came; `root` what the row is shown as in the end of the chain, as far as it is known
 *   here. Both are null for what stands alone, which nearly all do: the indexes hold the others only.
 * - `contact.title`, `.search` and `.tagset` are those of the whole record, in the row of each of its parts: so whoever
 *   joins a conversation with its contact shows the record.
 * - `contact_event` is the record's own history; `suggestion` what may be the same person.
 */
export const records: Migration = {
  version: 4,
  name: 'records',
  up(db) {
    db.exec(`
      ALTER TABLE contact ADD COLUMN merged_into TEXT;
      ALTER TABLE contact ADD COLUMN root TEXT;
      CREATE INDEX contact_by_merge ON contact (merged_into) WHERE merged_into IS NOT NULL;
      CREATE INDEX contact_by_root ON contact (root) WHERE root IS NOT NULL;

      ALTER TABLE conversation ADD COLUMN merged_into TEXT;
      ALTER TABLE conversation ADD COLUMN root TEXT;
      CREATE INDEX conversation_by_merge ON conversation (merged_into) WHERE merged_into IS NOT NULL;
      CREATE INDEX conversation_by_root ON conversation (root) WHERE root IS NOT NULL;

      CREATE TABLE contact_event (
        id TEXT PRIMARY KEY, contact_id TEXT NOT NULL, at INTEGER NOT NULL, version INTEGER NOT NULL,
        generation INTEGER NOT NULL, data TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX contact_event_by_contact ON contact_event (contact_id, at);

      CREATE TABLE suggestion (
        id TEXT PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL, version INTEGER NOT NULL, generation INTEGER NOT NULL,
        data TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX suggestion_by_a ON suggestion (a);
      CREATE INDEX suggestion_by_b ON suggestion (b);
    `);
  },
};
