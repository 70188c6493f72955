import { type ColumnType, type Kysely, sql } from 'kysely';

/**
 * What the last finishing or transfer of a conversation by a person needs to be taken back: how it stood before. One row
 * for each conversation; the next finishing or transfer takes its place.
 */
export interface ReversibleTable {
  conversation_id: string;
  workspace_id: string;
  /** The command that did it. */
  command_id: string;
  at: number;
  before: ColumnType<unknown, string, string>;
}

export interface ReversibleTables {
  reversible: ReversibleTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE reversible (
    conversation_id text PRIMARY KEY REFERENCES conversation ON DELETE CASCADE, workspace_id text NOT NULL,
    command_id text NOT NULL, at bigint NOT NULL, before jsonb NOT NULL)`,
  'CREATE INDEX reversible_age ON reversible (at)',
];
