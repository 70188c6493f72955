import { type ColumnType, type Kysely, sql } from 'kysely';

/** The history of what was changed in the settings. Names of what was removed may be used again. */
export interface SettingsChangeTable {
  /** The id of the command that made it. */
  id: string;
  workspace_id: string;
  /** Log position of the change: orders the history. */
  position: number;
  at: number;
  by_id: string;
  kind: string;
  entity_id: string;
  before: ColumnType<Record<string, unknown>, string, string> | null;
  after: ColumnType<Record<string, unknown>, string, string>;
  undo_of: string | null;
}

export interface SettingsTables {
  settings_change: SettingsChangeTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE settings_change (
    workspace_id text NOT NULL REFERENCES workspace, id text NOT NULL, position bigint NOT NULL, at bigint NOT NULL,
    by_id text NOT NULL, kind text NOT NULL, entity_id text NOT NULL, before jsonb, after jsonb NOT NULL, undo_of text,
    PRIMARY KEY (workspace_id, id))`,
  'CREATE UNIQUE INDEX settings_change_position ON settings_change (workspace_id, position)',
  'CREATE INDEX settings_change_undo ON settings_change (workspace_id, undo_of) WHERE undo_of IS NOT NULL',
  'ALTER TABLE tag ADD COLUMN removed boolean NOT NULL DEFAULT false',
  'ALTER TABLE tag DROP CONSTRAINT tag_workspace_id_name_key',
  'CREATE UNIQUE INDEX tag_name ON tag (workspace_id, name) WHERE NOT removed',
  'DROP INDEX reason_name',
  "CREATE UNIQUE INDEX reason_name ON reason (workspace_id, coalesce(parent_id, ''), name) WHERE active",
];
