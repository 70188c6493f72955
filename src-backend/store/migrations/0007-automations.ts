import { type Generated, type Kysely, sql } from 'kysely';
import type { Flow } from '../../../src-shared/protocol/automations.ts';

/** Automations, every revision of them, and where each conversation under one stands. */
export interface AutomationTable {
  id: string;
  workspace_id: string;
  name: string;
  revision: number;
  active: boolean;
  removed: Generated<boolean>;
  version: number;
}

export interface AutomationRevisionTable {
  automation_id: string;
  revision: number;
  /** As JSON text when written. */
  flow: { __select__: Flow; __insert__: string; __update__: string };
  by_id: string | null;
  at: number;
}

export interface AutomationRunTable {
  conversation_id: string;
  workspace_id: string;
  automation_id: string;
  revision: number;
  step_id: string;
  tries: number;
  /** When a wait ends by itself (epoch milliseconds); null: it waits for the customer. */
  due_at: number | null;
  started_at: number;
}

export interface AutomationTables {
  automation: AutomationTable;
  automation_revision: AutomationRevisionTable;
  automation_run: AutomationRunTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE automation (
    id text PRIMARY KEY, workspace_id text NOT NULL, name text NOT NULL, revision int NOT NULL, active boolean NOT NULL,
    removed boolean NOT NULL DEFAULT false, version bigint NOT NULL)`,
  'CREATE INDEX automation_workspace ON automation (workspace_id)',
  `CREATE TABLE automation_revision (
    automation_id text NOT NULL REFERENCES automation, revision int NOT NULL, flow jsonb NOT NULL, by_id text,
    at bigint NOT NULL, PRIMARY KEY (automation_id, revision))`,
  `CREATE TABLE automation_run (
    conversation_id text PRIMARY KEY REFERENCES conversation DEFERRABLE INITIALLY DEFERRED, workspace_id text NOT NULL,
    automation_id text NOT NULL,
    revision int NOT NULL, step_id text NOT NULL, tries int NOT NULL, due_at bigint, started_at bigint NOT NULL)`,
  'CREATE INDEX automation_run_due ON automation_run (due_at) WHERE due_at IS NOT NULL',
  // What inactivity looks for: conversations in which the last word is ours.
  `CREATE INDEX conversation_silent ON conversation (workspace_id, last_activity_at)
    WHERE status = 'open' AND awaiting_since IS NULL`,
];
