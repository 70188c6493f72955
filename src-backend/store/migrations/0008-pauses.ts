import { type Kysely, sql } from 'kysely';
import type { PauseReason } from '../../../src-shared/protocol/operation.ts';

/** Working days and the pauses in them (NR-17, annex II). Between a person and their supervisors; nobody else reads them. */
export interface ShiftTable {
  id: string;
  workspace_id: string;
  person_id: string;
  from_at: number;
  /** null: at work. */
  to_at: number | null;
}

export interface PauseTable {
  id: string;
  workspace_id: string;
  person_id: string;
  reason: string | null;
  kind: PauseReason['kind'];
  /** The reason's limit when the pause began. */
  limit_minutes: number | null;
  from_at: number;
  /** null: it lasts. */
  to_at: number | null;
}

export interface PauseTables {
  shift: ShiftTable;
  pause: PauseTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE shift (
    id text PRIMARY KEY, workspace_id text NOT NULL, person_id text NOT NULL REFERENCES person, from_at bigint NOT NULL,
    to_at bigint)`,
  'CREATE INDEX shift_person ON shift (person_id, from_at)',
  'CREATE UNIQUE INDEX shift_open ON shift (person_id) WHERE to_at IS NULL',
  `CREATE TABLE pause (
    id text PRIMARY KEY, workspace_id text NOT NULL, person_id text NOT NULL REFERENCES person, reason text,
    kind text NOT NULL, limit_minutes int, from_at bigint NOT NULL, to_at bigint)`,
  'CREATE INDEX pause_person ON pause (person_id, from_at)',
  'CREATE INDEX pause_workspace ON pause (workspace_id, from_at)',
  'CREATE UNIQUE INDEX pause_open ON pause (person_id) WHERE to_at IS NULL',
];
