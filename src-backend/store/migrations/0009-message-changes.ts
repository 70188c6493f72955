import { type Generated, type Kysely, sql } from 'kysely';

/**
 * What happened to messages after they were written, as the channel told it: reactions, edits, deletions. The state of a
 * message follows from all of them together, so it is the same in whatever order, and however often, they arrive; and what
 * comes before its message waits here. `quoted`: that message (`external_id`) quotes one that is not here yet. `referral`: where somebody came
 * from who has not written yet (apply-referral.ts).
 */
export interface MessageChangeTable {
  /** Order of arrival. */
  id: Generated<number>;
  workspace_id: string;
  connection_id: string;
  /** The provider's id of the change itself. */
  external_id: string;
  target_external_id: string;
  type: 'reaction' | 'edited' | 'deleted' | 'quoted' | 'referral';
  by: 'customer' | 'business';
  /** The emoji (null: taken back), the new words, or the referral as JSON (null: it was told). */
  text: string | null;
  provider_at: number | null;
  at: number;
}

export interface MessageChangeTables {
  message_change: MessageChangeTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE message_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, workspace_id text NOT NULL, connection_id text NOT NULL,
    external_id text NOT NULL, target_external_id text NOT NULL, type text NOT NULL, by text NOT NULL, text text,
    provider_at bigint, at bigint NOT NULL, UNIQUE (connection_id, external_id))`,
  'CREATE INDEX message_change_target ON message_change (connection_id, target_external_id)',
  'CREATE INDEX message_change_at ON message_change (at)',
];
