import type { Migration } from '../migration.ts';

/**
 * What an earlier version received lacks what entities have gained since, and its words are spelled as that version spelled
 * them. So the position is forgotten, and the next connection brings a snapshot, which replaces every row. Until its end
 * the rows stay, for whoever works without a network: `renewing` says that they are read by the protocol's schemas, which
 * know what to put where something is missing (`stored.ts`). A later version that adds to entities does the same again.
 *
 * Protocols get an index of their own, by beginnings of three to seven digits: a year of them begins alike, and whoever
 * looked for a customer by the same digits passed over each. `conversation_fts` keeps who and the description.
 */
export const renewed: Migration = {
  version: 5,
  name: 'renewed',
  up(db) {
    db.exec(`
      INSERT INTO meta (key, value) SELECT 'renewing', '1' WHERE EXISTS (SELECT 1 FROM meta);
      DELETE FROM meta WHERE key IN ('cursor', 'log_id');

      DROP TABLE conversation_fts;
      CREATE VIRTUAL TABLE conversation_fts USING fts5(
        who, description, content='', contentless_delete=1, detail=column, prefix='2 3',
        tokenize="unicode61 remove_diacritics 2"
      );
      CREATE VIRTUAL TABLE protocol_fts USING fts5(
        protocol, content='', contentless_delete=1, detail=none, prefix='3 4 5 6 7',
        tokenize="unicode61 remove_diacritics 2"
      );
      INSERT INTO conversation_fts (rowid, who, description)
        SELECT conversation.n, coalesce(contact.search, ''),
          substr(conversation.search, instr(conversation.search, char(10)) + 1)
        FROM conversation LEFT JOIN contact ON contact.id = conversation.contact_id ORDER BY conversation.n;
      INSERT INTO protocol_fts (rowid, protocol)
        SELECT n, substr(search, 1, instr(search, char(10)) - 1) FROM conversation ORDER BY n;
    `);
  },
};
