import { type Generated, type Kysely, sql } from 'kysely';
import type { Operation, PauseReason } from '../../../src-shared/protocol/operation.ts';

/** Rules of the distribution, what it decided and why, how the workspace works, and the reasons for pauses. */
export interface OperationTable {
  workspace_id: string;
  /** Everything of the entity but `id`, `timeZone` and `version`, as JSON text when written. */
  data: {
    __select__: Omit<Operation, 'id' | 'timeZone' | 'version'>;
    __insert__: string;
    __update__: string;
  };
  version: number;
}

export interface PauseReasonTable {
  id: string;
  workspace_id: string;
  name: string;
  kind: PauseReason['kind'];
  limit_minutes: number | null;
  position: number;
  active: Generated<boolean>;
  version: number;
}

/** Whose turn it was last in a department that distributes in turn. */
export interface RoutingTurnTable {
  department_id: string;
  agent_id: string;
}

export interface RoutingTables {
  routing_turn: RoutingTurnTable;
  operation: OperationTable;
  pause_reason: PauseReasonTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'ALTER TABLE conversation ADD COLUMN decision jsonb, ADD COLUMN offer_until bigint, ADD COLUMN automation jsonb',
  `ALTER TABLE department ADD COLUMN rule text NOT NULL DEFAULT 'leastBusy', ADD COLUMN accept_seconds int,
    ADD COLUMN inactivity_minutes int`,
  'CREATE TABLE operation (workspace_id text PRIMARY KEY REFERENCES workspace, data jsonb NOT NULL, version bigint NOT NULL)',
  `CREATE TABLE pause_reason (
    id text PRIMARY KEY, workspace_id text NOT NULL, name text NOT NULL, kind text NOT NULL, limit_minutes int,
    position int NOT NULL, active boolean NOT NULL DEFAULT true, version bigint NOT NULL)`,
  'CREATE INDEX pause_reason_workspace ON pause_reason (workspace_id)',
  'CREATE INDEX conversation_offer ON conversation (offer_until) WHERE offer_until IS NOT NULL',
  'ALTER TABLE conversation ADD COLUMN served_by text, ADD COLUMN served_until bigint, ADD COLUMN passed_by jsonb',
  'ALTER TABLE person ADD COLUMN idle_since bigint NOT NULL DEFAULT 0',
  `CREATE TABLE routing_turn (
    department_id text PRIMARY KEY REFERENCES department ON DELETE CASCADE, agent_id text NOT NULL)`,
  // What an earlier version assigned counts for continuity too.
  `UPDATE conversation SET served_by = assignee_id, served_until = coalesce(finished_at, last_activity_at)
    WHERE assignee_id IS NOT NULL`,
];
