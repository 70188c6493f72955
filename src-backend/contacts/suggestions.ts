import type { Kysely, Selectable } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { MatchReason, Suggestion } from '../../src-shared/protocol/contacts.ts';
import { type Audience, audienceOf } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';
import type { Database } from '../store/database.ts';
import type { SuggestionTable } from '../store/migrations/0012-contact-record.ts';
import { sameCustomer } from './roots.ts';

/**
 * What was suggested of two contacts («Pode ser a mesma pessoa»), and what people said to it: one row for each two, whatever
 * becomes of it. Two whom people refused or separated stand as `refused`: they are neither asked about nor linked again.
 */
interface Workspace {
  db: Kysely<Database>;
  workspaceId: string;
}

function toSuggestion(row: Selectable<SuggestionTable>): Suggestion {
  return {
    id: row.id,
    contactIds: [row.contact_a, row.contact_b],
    titles: [row.title_a, row.title_b],
    reasons: row.reasons,
    state: row.state,
    at: row.at,
    version: row.version,
  };
}

/** Those that wait for an answer, of any of these contacts. */
export async function openSuggestionsOf({ db, workspaceId }: Workspace, contactIds: string[]): Promise<Suggestion[]> {
  if (contactIds.length === 0) return [];
  const rows = await db
    .selectFrom('suggestion')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'open')
    .where((eb) => eb.or([eb('contact_a', 'in', contactIds), eb('contact_b', 'in', contactIds)]))
    .orderBy('id')
    .execute();
  return rows.map(toSuggestion);
}

/** Everything ever said of one of these and one of those. */
export async function suggestionsBetween(
  { db, workspaceId }: Workspace,
  these: string[],
  those: string[],
): Promise<Suggestion[]> {
  const rows = await db
    .selectFrom('suggestion')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where((eb) =>
      eb.or([
        eb.and([eb('contact_a', 'in', these), eb('contact_b', 'in', those)]),
        eb.and([eb('contact_a', 'in', those), eb('contact_b', 'in', these)]),
      ]),
    )
    .execute();
  return rows.map(toSuggestion);
}

export async function suggestionOf({ db, workspaceId }: Workspace, id: string): Promise<Suggestion | null> {
  const row = await db
    .selectFrom('suggestion')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : toSuggestion(row);
}

/** Stores what is said of two contacts now, and tells whoever sees either. */
export async function saySuggestion(
  tx: WriteTransaction,
  two: { id: string; title: string }[],
  said: { state: Suggestion['state']; reasons: MatchReason[] },
): Promise<void> {
  const [a, b] = two.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  if (a === undefined || b === undefined || a.id === b.id) throw new Error('a suggestion is of two contacts');
  const version = tx.nextSeq();
  const changing = {
    title_a: a.title.slice(0, 200),
    title_b: b.title.slice(0, 200),
    reasons: JSON.stringify(said.reasons),
    state: said.state,
    at: tx.now,
    version,
  };
  const row = await tx.db
    .insertInto('suggestion')
    .values({ id: uuid(), workspace_id: tx.workspaceId, contact_a: a.id, contact_b: b.id, ...changing })
    .onConflict((conflict) => conflict.columns(['contact_a', 'contact_b']).doUpdateSet(changing))
    .returningAll()
    .executeTakeFirstOrThrow();
  tx.append(version, {
    body: { type: 'suggestion', suggestion: toSuggestion(row) },
    audience: await audienceOfContacts(tx, [a.id, b.id]),
  });
}

/** Another state of one that exists. */
export function answerSuggestion(
  tx: WriteTransaction,
  { contactIds, titles, reasons }: Suggestion,
  state: Suggestion['state'],
): Promise<void> {
  const two = contactIds.map((id, index) => ({ id, title: titles[index] ?? '' }));
  return saySuggestion(tx, two, { state, reasons });
}

async function audienceOfContacts(tx: WriteTransaction, contactIds: string[]): Promise<Audience> {
  const rows = await tx.db
    .selectFrom('conversation')
    .select(['department_id', 'assignee_id'])
    .distinct()
    .where('workspace_id', '=', tx.workspaceId)
    .where('contact_id', 'in', sameCustomer(tx.workspaceId, contactIds))
    .execute();
  return audienceOf(rows.map((row) => ({ departmentId: row.department_id, assigneeId: row.assignee_id })));
}
