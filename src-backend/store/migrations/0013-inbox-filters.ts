import { type ColumnType, type Kysely, sql } from 'kysely';
import type { InboxFilter } from '../../../src-shared/protocol/inbox-filter.ts';

/** Filter sets that people keep (A5). */
export interface SavedFilterTable {
  id: string;
  workspace_id: string;
  owner_id: string;
  name: string;
  /** Whose members use it too; null: the owner alone. */
  department_id: string | null;
  filter: ColumnType<InboxFilter, string, string>;
  removed: boolean;
  version: number;
}

export interface FilterTables {
  saved_filter: SavedFilterTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE saved_filter (
    id text PRIMARY KEY, workspace_id text NOT NULL REFERENCES workspace, owner_id text NOT NULL REFERENCES person,
    name text NOT NULL, department_id text REFERENCES department, filter jsonb NOT NULL, removed boolean NOT NULL,
    version bigint NOT NULL)`,
  'CREATE INDEX saved_filter_workspace ON saved_filter (workspace_id, owner_id)',
  // The lists, in their order, forwards and backwards. What is open is little and changes all the time: narrow. What is
  // finished is much and stands still: what sight, tabs and the commonest filters ask is answered by the index alone.
  `CREATE INDEX conversation_list_open ON conversation (workspace_id, last_activity_at, id)
    WHERE merged IS NULL AND status <> 'finished'`,
  `CREATE INDEX conversation_list_finished ON conversation (workspace_id, last_activity_at, id)
    INCLUDE (department_id, assignee_id, channel) WHERE merged IS NULL AND status = 'finished'`,
  `CREATE INDEX conversation_list_mine ON conversation (assignee_id, last_activity_at, id)
    WHERE merged IS NULL AND status = 'finished'`,
];
