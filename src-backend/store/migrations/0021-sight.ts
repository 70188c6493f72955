import { type Kysely, sql } from 'kysely';

/** Whose customers somebody sees, by department and by person, from the index alone. See `realtime/sight.ts`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'CREATE INDEX conversation_seen_department ON conversation (department_id, contact_id)',
  'CREATE INDEX conversation_seen_assignee ON conversation (assignee_id, contact_id) WHERE assignee_id IS NOT NULL',
];
