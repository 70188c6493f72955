import { type ColumnType, type Kysely, sql } from 'kysely';

/**
 * E-mail. `email_mailbox`: how far each mailbox was read, and which node reads it now. `email_message`: what a received
 * mail is besides the message: its page, its pictures, what it answered; by the ids that both have in common, because it is
 * written in the same transaction as the message but by the channel.
 */
export interface EmailMailboxTable {
  connection_id: string;
  workspace_id: string;
  /** The server's name for the numbering (RFC 9051, 2.3.1.1); when it changes the numbers mean other mails. null: not yet read. */
  uid_validity: string | null;
  /** Everything up to and including this number was taken. */
  last_uid: number;
  /** When it was first read: mail from before is not ours to answer. */
  started_at: number;
  holder: string | null;
  held_until: number;
}

export interface EmailMessageTable {
  workspace_id: string;
  connection_id: string;
  external_id: string;
  /** Tells apart different mails that carry the same Message-ID. */
  fingerprint: string;
  /** Message-IDs of the thread before it, oldest first. */
  thread: ColumnType<string[], string, string>;
  /** Sanitised (channels/email/parse/safe-html.ts); null: it had no page. */
  html: string | null;
  /** Media of the page, by number. */
  inline_media: ColumnType<string[], string, string>;
  at: number;
}

/** How many automatic mails went to, or came from, an address in an hour. */
export interface EmailPaceTable {
  connection_id: string;
  address: string;
  direction: 'in' | 'out';
  /** Hours since the epoch. */
  hour: number;
  count: number;
}

export interface EmailTables {
  email_mailbox: EmailMailboxTable;
  email_message: EmailMessageTable;
  email_pace: EmailPaceTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE email_mailbox (
    connection_id text PRIMARY KEY REFERENCES connection, workspace_id text NOT NULL, uid_validity text,
    last_uid bigint NOT NULL DEFAULT 0, started_at bigint NOT NULL, holder text, held_until bigint NOT NULL DEFAULT 0)`,
  `CREATE TABLE email_message (
    workspace_id text NOT NULL, connection_id text NOT NULL REFERENCES connection, external_id text NOT NULL,
    fingerprint text NOT NULL, thread jsonb NOT NULL DEFAULT '[]', html text, inline_media jsonb NOT NULL DEFAULT '[]',
    at bigint NOT NULL, PRIMARY KEY (connection_id, external_id))`,
  "CREATE INDEX email_message_inline ON email_message USING gin (inline_media) WHERE inline_media <> '[]'",
  `CREATE TABLE email_pace (
    connection_id text NOT NULL REFERENCES connection, address text NOT NULL, direction text NOT NULL, hour bigint NOT NULL,
    count int NOT NULL, PRIMARY KEY (connection_id, address, direction, hour))`,
  "CREATE INDEX message_attachments ON message USING gin (attachments jsonb_path_ops) WHERE attachments <> '[]'",
];
