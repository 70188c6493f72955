import { type ColumnType, type Kysely, sql } from 'kysely';
import type { ContactEvent, FieldType, MatchReason, Suggestion } from '../../../src-shared/protocol/contacts.ts';

/** Custom fields, what happened to a contact's record, and how contacts are found to be one person. */
export interface FieldTable {
  id: string;
  workspace_id: string;
  name: string;
  type: FieldType;
  choices: ColumnType<string[], string, string>;
  position: number;
  active: boolean;
  version: number;
}

export interface ContactEventTable {
  id: string;
  workspace_id: string;
  contact_id: string;
  at: number;
  by_id: string | null;
  what: ColumnType<ContactEvent['what'], string, string>;
  version: number;
}

/** By what a contact is found (contacts/keys.ts); follows from the contact and is kept with it. */
export interface ContactKeyTable {
  workspace_id: string;
  kind: 'cpf' | 'cnpj' | 'email' | 'phone' | 'social';
  value: string;
  contact_id: string;
}

/** One row for each two contacts that were ever asked about or parted by people; `contact_a` is the smaller id. */
export interface SuggestionTable {
  id: string;
  workspace_id: string;
  contact_a: string;
  contact_b: string;
  title_a: string;
  title_b: string;
  reasons: ColumnType<MatchReason[], string, string>;
  state: Suggestion['state'];
  at: number;
  version: number;
}

export interface ContactRecordTables {
  field: FieldTable;
  contact_event: ContactEventTable;
  contact_key: ContactKeyTable;
  suggestion: SuggestionTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

/** A Brazilian mobile as it was before its ninth digit: area code in use, then eight digits of which the first is 6 to 9. */
const SHORT_MOBILE = '^55(1[1-9]|2[12478]|3[1-578]|4[1-9]|5[1345]|6[1-9]|7[134579]|8[1-9]|9[1-9])[6-9][0-9]{7}$';

const statements = [
  `CREATE TABLE field (
    id text PRIMARY KEY, workspace_id text NOT NULL, name text NOT NULL, type text NOT NULL, choices jsonb NOT NULL,
    position int NOT NULL, active boolean NOT NULL, version bigint NOT NULL)`,
  'CREATE INDEX field_workspace ON field (workspace_id)',
  `CREATE TABLE contact_event (
    id text PRIMARY KEY, workspace_id text NOT NULL, contact_id text NOT NULL REFERENCES contact, at bigint NOT NULL,
    by_id text, what jsonb NOT NULL, version bigint NOT NULL)`,
  'CREATE INDEX contact_event_contact ON contact_event (contact_id, version)',
  `CREATE TABLE contact_key (
    workspace_id text NOT NULL, kind text NOT NULL, value text NOT NULL, contact_id text NOT NULL,
    PRIMARY KEY (workspace_id, kind, value, contact_id))`,
  'CREATE INDEX contact_key_contact ON contact_key (contact_id)',
  `CREATE TABLE suggestion (
    id text PRIMARY KEY, workspace_id text NOT NULL, contact_a text NOT NULL REFERENCES contact,
    contact_b text NOT NULL REFERENCES contact, title_a text NOT NULL, title_b text NOT NULL, reasons jsonb NOT NULL,
    state text NOT NULL, at bigint NOT NULL, version bigint NOT NULL, UNIQUE (contact_a, contact_b))`,
  'CREATE INDEX suggestion_b ON suggestion (contact_b)',
  "CREATE INDEX contact_merge ON contact ((merged->>'id')) WHERE merged IS NOT NULL",
  // All contacts of the customer at that moment, where they are several and somebody begins or ceases to see them.
  'ALTER TABLE event ADD COLUMN contact_ids jsonb',
  // The provider vouches for it: the customer wrote through it.
  'ALTER TABLE identity ADD COLUMN proved boolean NOT NULL DEFAULT false',
  `UPDATE identity SET proved = true WHERE id IN
    (SELECT identity_id FROM conversation WHERE last_inbound_at IS NOT NULL)`,
  `INSERT INTO contact_key (workspace_id, kind, value, contact_id)
    SELECT workspace_id, 'phone',
      CASE WHEN phone ~ '${SHORT_MOBILE}' THEN substr(phone, 1, 4) || '9' || substr(phone, 5) ELSE phone END, contact_id
    FROM identity WHERE phone IS NOT NULL ON CONFLICT DO NOTHING`,
];
