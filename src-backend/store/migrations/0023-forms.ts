import { type Kysely, sql } from 'kysely';
import type { Json } from '../columns.ts';

/** What signs a form's token; every node must know it. */
interface FormSecretTable {
  connection_id: string;
  secret: string;
}

/** The shop that a workspace looks orders up in; one each. */
interface ShopTable {
  workspace_id: string;
  settings: Json<unknown>;
}

export interface FormTables {
  form_secret: FormSecretTable;
  shop: ShopTable;
}

/** `connection.answered_by`: ids of the connections by which a form's customers are answered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'ALTER TABLE connection ADD COLUMN answered_by jsonb',
  `CREATE TABLE form_secret (
    connection_id text PRIMARY KEY REFERENCES connection ON DELETE CASCADE, secret text NOT NULL)`,
  `CREATE TABLE shop (
    workspace_id text PRIMARY KEY REFERENCES workspace ON DELETE CASCADE, settings jsonb NOT NULL)`,
];
