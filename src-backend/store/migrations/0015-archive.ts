import { type Kysely, sql } from 'kysely';

/** Finished conversations by when they came to rest, for snapshots of desktops that keep those of a period. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE INDEX conversation_rest ON conversation (workspace_id, (greatest(finished_at, last_activity_at)) DESC, id)
        WHERE status = 'finished'`,
    )
    .execute(db);
}
