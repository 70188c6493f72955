import { type Kysely, sql } from 'kysely';

/** The key that signs tokens, shared by all nodes and kept over restarts, so that nobody is signed out by either. */
interface SigningKeyTable {
  id: 'current';
  secret: Uint8Array;
  created_at: number;
}

export interface AccountTables {
  signing_key: SigningKeyTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE signing_key (id text PRIMARY KEY, secret bytea NOT NULL, created_at bigint NOT NULL)`.execute(
    db,
  );
  // A node that is woken asks which sessions were revoked lately.
  await sql`CREATE INDEX session_revoked ON session (revoked_at) WHERE revoked_at IS NOT NULL`.execute(db);
  await sql`CREATE INDEX login_throttle_at ON login_throttle (at)`.execute(db);
}
