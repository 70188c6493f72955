import type { Migration } from '../migration.ts';

/** What exists on this machine only: drafts, commands on their way, preferences, and what the session remembers. */
export const personal: Migration = {
  version: 1,
  name: 'personal',
  up(db) {
    db.exec(`
      CREATE TABLE draft (
        conversation_id TEXT NOT NULL, side TEXT NOT NULL CHECK (side IN ('reply', 'note')), text TEXT NOT NULL,
        updated_at INTEGER NOT NULL, PRIMARY KEY (conversation_id, side)
      ) WITHOUT ROWID;

      CREATE TABLE outbox (
        ord INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, args TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'accepted', 'refused')),
        reason TEXT, detail TEXT, accepted_at_seq INTEGER
      );

      CREATE TABLE preference (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    `);
  },
};
