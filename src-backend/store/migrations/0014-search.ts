import { type Kysely, sql } from 'kysely';
import type { ContentColumns, FoundContact } from '../../search/words.ts';
import { contactWords, messageWords, protocolWords } from '../../search/words.ts';

/**
 * What searches look in. The words are made by `rules/search-words.ts` and not by PostgreSQL's own parser, so that the
 * server finds what a desktop finds; hence no word positions, and quoted words are checked against the text. In tables
 * of their own, because messages and conversations are updated often and their words hardly ever: an index on the rows
 * themselves would be written anew with each «read».
 */
export interface MessageWordsTable {
  workspace_id: string;
  /** `message.created_at`; with the position it is the key, and the way to the newest. */
  at: number;
  position: number;
  message_id: string;
  conversation_id: string;
  /** As text of a tsvector: quoted words. */
  words: string;
}

export interface ContactWordsTable {
  contact_id: string;
  workspace_id: string;
  words: string;
}

export interface ProtocolWordsTable {
  conversation_id: string;
  workspace_id: string;
  words: string;
}

export interface SearchTables {
  message_words: MessageWordsTable;
  contact_words: ContactWordsTable;
  protocol_words: ProtocolWordsTable;
}

export async function up(db: Kysely<SearchTables>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db);
  await fillMessages(db);
  await fillContacts(db);
  await fillProtocols(db);
  // An index over what is there already is made in a fraction of the time.
  for (const statement of indexes) await sql.raw(statement).execute(db);
}

const tables = [
  `CREATE TABLE message_words (
    workspace_id text NOT NULL, at bigint NOT NULL, position bigint NOT NULL, message_id text NOT NULL,
    conversation_id text NOT NULL, words tsvector NOT NULL, PRIMARY KEY (workspace_id, at, position))`,
  `CREATE TABLE contact_words (
    contact_id text PRIMARY KEY REFERENCES contact, workspace_id text NOT NULL, words tsvector NOT NULL)`,
  `CREATE TABLE protocol_words (
    conversation_id text PRIMARY KEY REFERENCES conversation, workspace_id text NOT NULL, words tsvector NOT NULL)`,
];

/** What waits to be sorted in is kept short, for a writer must sort it in (512 kB: about 15 ms) and every search reads it. */
const indexes = ['message', 'contact', 'protocol'].map(
  (what) => `CREATE INDEX ${what}_words_found ON ${what}_words USING gin (words) WITH (gin_pending_list_limit = 512)`,
);

const PAGE = 2_000;

async function fillMessages(db: Kysely<SearchTables>): Promise<void> {
  let after = '';
  for (;;) {
    const { rows } = await sql<ContentColumns & Omit<MessageWordsTable, 'words'>>`
      SELECT workspace_id, created_at AS at, position, id AS message_id, conversation_id, text, media, content
      FROM message WHERE id > ${after} ORDER BY id LIMIT ${PAGE}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.message_id;
    const found = rows.flatMap(({ text, media, content, ...row }) => {
      const words = messageWords({ text, media, content });
      return words === '' ? [] : [{ ...row, words }];
    });
    if (found.length > 0) await db.insertInto('message_words').values(found).execute();
  }
}

async function fillContacts(db: Kysely<SearchTables>): Promise<void> {
  let after = '';
  for (;;) {
    const { rows } = await sql<FoundContact & { workspace_id: string; id: string }>`
      SELECT id, workspace_id, name, fields, notes,
        (SELECT coalesce(json_agg(json_build_object('address', identity.address, 'phone', identity.phone,
          'profileName', identity.profile_name)), '[]') FROM identity WHERE identity.contact_id = contact.id) AS identities
      FROM contact WHERE id > ${after} ORDER BY id LIMIT ${PAGE}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
    const found = rows.map((row) => ({ contact_id: row.id, workspace_id: row.workspace_id, words: contactWords(row) }));
    await db.insertInto('contact_words').values(found).execute();
  }
}

async function fillProtocols(db: Kysely<SearchTables>): Promise<void> {
  let after = '';
  for (;;) {
    const { rows } = await sql<{ id: string; workspace_id: string; protocol: string }>`
      SELECT id, workspace_id, protocol FROM conversation WHERE id > ${after} ORDER BY id LIMIT ${PAGE}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
    const found = rows.map(({ id, workspace_id, protocol }) => ({
      conversation_id: id,
      workspace_id,
      words: protocolWords(protocol),
    }));
    await db.insertInto('protocol_words').values(found).execute();
  }
}
