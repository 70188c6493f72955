import { type Kysely, sql } from 'kysely';

/**
 * One customer over all channels: what a contact's record holds besides deals, and the marks of merging. `root_id` follows
 * from `merged` (the contact that is shown in its place, itself when it stands alone); it is kept so that whatever asks
 * for «this customer's conversations» finds them by an index.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `ALTER TABLE contact
    ADD COLUMN fields jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN notes jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN merged jsonb,
    ADD COLUMN root_id text`,
  'UPDATE contact SET root_id = id',
  'ALTER TABLE contact ALTER COLUMN root_id SET NOT NULL',
  'CREATE INDEX contact_root ON contact (workspace_id, root_id)',
  `ALTER TABLE identity
    ADD COLUMN verified jsonb,
    ADD COLUMN shared boolean NOT NULL DEFAULT false`,
  'ALTER TABLE conversation ADD COLUMN merged jsonb',
  "CREATE INDEX conversation_merged_into ON conversation ((merged->>'intoId')) WHERE merged IS NOT NULL",
  "ALTER TABLE message ADD COLUMN attachments jsonb NOT NULL DEFAULT '[]'",
];
