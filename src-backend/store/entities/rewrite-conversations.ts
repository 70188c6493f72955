import { type Insertable, type Kysely, sql } from 'kysely';
import { sendAhead } from '../ahead.ts';
import type { ConversationTable, Database } from '../database.ts';

type Row = Omit<Insertable<ConversationTable>, 'passed_by'>;

/** Every column that is rewritten, with the type it has in PostgreSQL; `jsonb` comes as the text of it. */
const COLUMNS: Record<Exclude<keyof Row, 'id' | 'workspace_id'>, 'text' | 'bigint' | 'integer' | 'jsonb'> = {
  protocol: 'text',
  contact_id: 'text',
  connection_id: 'text',
  identity_id: 'text',
  channel: 'text',
  department_id: 'text',
  assignee_id: 'text',
  assignment_cause: 'text',
  decision: 'jsonb',
  offer_until: 'bigint',
  served_by: 'text',
  served_until: 'bigint',
  automation: 'jsonb',
  merged: 'jsonb',
  status: 'text',
  created_at: 'bigint',
  queued_at: 'bigint',
  finished_at: 'bigint',
  finished_by_id: 'text',
  qualification: 'jsonb',
  last_message: 'jsonb',
  last_activity_at: 'bigint',
  last_inbound_at: 'bigint',
  awaiting_since: 'bigint',
  unread: 'integer',
  failed_count: 'integer',
  own_summary: 'jsonb',
  version: 'bigint',
};

/** A row that does not say who served it leaves what is stored. */
const KEPT_UNLESS_SAID = ['served_by', 'served_until'];

const names = Object.keys(COLUMNS);
const types = Object.entries(COLUMNS);
const given = ['id text', 'workspace_id text', ...types.map(([name, type]) => `${name} ${textual(type)}`)];
const values = ['id', 'workspace_id', ...types.map(([name, type]) => (type === 'jsonb' ? `${name}::jsonb` : name))];
const changes = names.map((name) =>
  KEPT_UNLESS_SAID.includes(name)
    ? `${name} = COALESCE(excluded.${name}, conversation.${name})`
    : `${name} = excluded.${name}`,
);
const before = `INSERT INTO conversation (id, workspace_id, ${names.join(', ')}) SELECT ${values.join(', ')} FROM json_to_recordset(`;
const after = `::text::json) AS given (${given.join(', ')}) ON CONFLICT (id) DO UPDATE SET ${changes.join(', ')}`;

/**
 * Rewrites conversations that are stored already, all in one statement: what arrives in one transaction is of as many of them as
 * there are customers who write. Not an UPDATE with a join, because an upsert finds each row by its key whatever the
 * statistics say.
 */
export async function rewriteConversations(tx: Kysely<Database>, rows: readonly Row[]): Promise<void> {
  await sendAhead(tx, sql`${sql.raw(before)}${JSON.stringify(rows)}${sql.raw(after)}`.compile(tx));
}

function textual(type: string): string {
  return type === 'jsonb' ? 'text' : type;
}
