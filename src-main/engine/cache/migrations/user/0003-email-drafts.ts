import type { Migration } from '../migration.ts';

/** Subject and copies of an answer that is being written; it may have them before it has a word. */
export const emailDrafts: Migration = {
  version: 3,
  name: 'email-drafts',
  up(db) {
    db.exec(`
      CREATE TABLE email_draft (
        conversation_id TEXT PRIMARY KEY, email TEXT NOT NULL, updated_at INTEGER NOT NULL
      ) WITHOUT ROWID
    `);
  },
};
