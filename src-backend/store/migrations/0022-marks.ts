import { type Kysely, sql } from 'kysely';

/**
 * What Instagram and Messenger say of everything up to a moment instead of message by message; and of whom the profile was
 * asked when. A mark is kept, because what it speaks of may become known here after it.
 */
export interface WatermarkTable {
  workspace_id: string;
  connection_id: string;
  /** The customer's. */
  address: string;
  status: 'delivered' | 'read';
  /** By the provider's clock: of the newest message it speaks of. */
  up_to: number;
  provider_at: number;
  at: number;
}

export interface ProfileAskedTable {
  workspace_id: string;
  connection_id: string;
  address: string;
  at: number;
}

export interface MarkTables {
  watermark: WatermarkTable;
  profile_asked: ProfileAskedTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE watermark (
    workspace_id text NOT NULL, connection_id text NOT NULL, address text NOT NULL, status text NOT NULL,
    up_to bigint NOT NULL, provider_at bigint NOT NULL, at bigint NOT NULL,
    PRIMARY KEY (connection_id, address, status, up_to))`,
  'CREATE INDEX watermark_at ON watermark (at)',
  `CREATE TABLE profile_asked (
    workspace_id text NOT NULL, connection_id text NOT NULL, address text NOT NULL, at bigint NOT NULL,
    PRIMARY KEY (connection_id, address))`,
  // Only where marks are: every other channel tells of each message.
  `CREATE INDEX message_marked ON message (identity_id, connection_id)
    WHERE direction = 'outbound' AND channel IN ('instagram', 'messenger')`,
];
