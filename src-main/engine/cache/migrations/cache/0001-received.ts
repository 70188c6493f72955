import type { Migration } from '../migration.ts';

/**
 * What was received from the server.
 *
 * - Row numbers carry order: `conversation.n` grows with the conversation's creation and `message.n` with the
 *   message's position, so «newest first» is the table's own order in every index and in the full-text index.
 * - No foreign keys between conversation, contact and message: items may come in any order.
 * - `ref` and `tagset` give short numbers to ids that repeat in every row. `inbox` holds nothing but such numbers, so
 *   that all of it is read in a few tens of milliseconds at start (see `inbox-index.ts`).
 * - `message_fts` keeps neither text nor word positions (`detail=none`): the words of a search are combined with
 *   «and», the text is in `message`. Beginnings of two and three letters have indexes of their own (see `search.ts`). `conversation_fts` holds who, protocol and description of each conversation.
 */
export const received: Migration = {
  version: 1,
  name: 'received',
  up(db) {
    db.exec(`
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

      CREATE TABLE ref (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
      CREATE TABLE identity_ref (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
      CREATE TABLE tagset (n INTEGER PRIMARY KEY, tag_ids TEXT NOT NULL UNIQUE);

      CREATE TABLE directory (
        kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, generation INTEGER NOT NULL, data TEXT NOT NULL,
        PRIMARY KEY (kind, id)
      ) WITHOUT ROWID;

      CREATE TABLE contact (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, generation INTEGER NOT NULL,
        title TEXT NOT NULL, search TEXT NOT NULL, tagset INTEGER NOT NULL, data TEXT NOT NULL
      );

      CREATE TABLE conversation (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, contact_id TEXT NOT NULL, version INTEGER NOT NULL,
        generation INTEGER NOT NULL, search TEXT NOT NULL, data TEXT NOT NULL
      );
      CREATE INDEX conversation_by_contact ON conversation (contact_id);

      CREATE TABLE inbox (
        n INTEGER PRIMARY KEY, flags INTEGER NOT NULL, at INTEGER NOT NULL, finished_at INTEGER NOT NULL,
        assignee INTEGER NOT NULL, department INTEGER NOT NULL, connection INTEGER NOT NULL, channel INTEGER NOT NULL,
        reason INTEGER NOT NULL, finished_by INTEGER NOT NULL, unread INTEGER NOT NULL, tagset INTEGER NOT NULL
      );

      CREATE TABLE message (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, conversation_id TEXT NOT NULL, position INTEGER NOT NULL,
        version INTEGER NOT NULL, generation INTEGER NOT NULL, connection INTEGER NOT NULL, identity INTEGER NOT NULL,
        channel TEXT NOT NULL, direction TEXT NOT NULL, kind TEXT NOT NULL, text TEXT, author INTEGER,
        created_at INTEGER NOT NULL, provider_at INTEGER, status TEXT, more TEXT
      );
      CREATE INDEX message_by_conversation ON message (conversation_id);

      CREATE VIRTUAL TABLE message_fts USING fts5(
        text, content='', contentless_delete=1, detail=none, prefix='2 3',
        tokenize="unicode61 remove_diacritics 2"
      );
      CREATE VIRTUAL TABLE conversation_fts USING fts5(
        who, protocol, description, content='', contentless_delete=1, detail=column, prefix='2 3',
        tokenize="unicode61 remove_diacritics 2"
      );
    `);
  },
};
