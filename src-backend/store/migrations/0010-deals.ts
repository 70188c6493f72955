import { type ColumnType, type Kysely, sql } from 'kysely';
import type { DealState, Stage } from '../../../src-shared/protocol/deals.ts';

/** Pipelines with their stages in order, and the deals of contacts in them. */
export interface PipelineTable {
  id: string;
  workspace_id: string;
  name: string;
  position: number;
  active: boolean;
  stages: ColumnType<Stage[], string, string>;
  version: number;
}

export interface DealTable {
  id: string;
  workspace_id: string;
  contact_id: string;
  title: string;
  pipeline_id: string;
  /** One of its pipeline's; a closed deal may be in one that is gone. */
  stage_id: string;
  /** Cents. */
  amount: number | null;
  state: DealState;
  created_at: number;
  updated_at: number;
}

export interface DealTables {
  pipeline: PipelineTable;
  deal: DealTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE pipeline (
    id text PRIMARY KEY, workspace_id text NOT NULL, name text NOT NULL, position int NOT NULL, active boolean NOT NULL,
    stages jsonb NOT NULL, version bigint NOT NULL)`,
  'CREATE INDEX pipeline_workspace ON pipeline (workspace_id)',
  `CREATE TABLE deal (
    id text PRIMARY KEY, workspace_id text NOT NULL, contact_id text NOT NULL REFERENCES contact, title text NOT NULL,
    pipeline_id text NOT NULL REFERENCES pipeline, stage_id text NOT NULL, amount bigint, state text NOT NULL,
    created_at bigint NOT NULL, updated_at bigint NOT NULL)`,
  'CREATE INDEX deal_contact ON deal (contact_id, created_at)',
  // Which stages have open deals: what keeps them from being removed, and the contacts of a stage.
  "CREATE INDEX deal_stage ON deal (workspace_id, stage_id) WHERE state = 'open'",
];
