import { type ColumnType, type Kysely, sql } from 'kysely';

/**
 * Conversations that are served as one (G3). `conversation.own_summary` is set while others are merged into a conversation:
 * its columns then hold the summary of all of them, which lists and queues go by, and this its own.
 */
export interface MergedStandingTable {
  conversation_id: string;
  workspace_id: string;
  /** How it stood before it was served as one with others; the row goes when somebody moves them all. */
  before: ColumnType<unknown, string, string>;
}

/** Conversations that people separated from others: no rule joins them again. */
export interface KeptApartTable {
  conversation_id: string;
  workspace_id: string;
}

export interface GroupTables {
  merged_standing: MergedStandingTable;
  kept_apart: KeptApartTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'ALTER TABLE conversation ADD COLUMN own_summary jsonb',
  `CREATE TABLE merged_standing (
    conversation_id text PRIMARY KEY REFERENCES conversation ON DELETE CASCADE, workspace_id text NOT NULL,
    before jsonb NOT NULL)`,
  `CREATE TABLE kept_apart (
    conversation_id text PRIMARY KEY REFERENCES conversation ON DELETE CASCADE, workspace_id text NOT NULL)`,
  "CREATE INDEX conversation_merge ON conversation ((merged->>'id')) WHERE merged IS NOT NULL",
];
