import { expressionBuilder, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Viewer } from '../log/audience.ts';
import { visibleTo } from '../realtime/visible.ts';
import type { Database } from '../store/database.ts';

/** Where a search stands: whose, of what, and from which moment backwards. */
export interface Sought {
  db: Kysely<Database>;
  workspaceId: string;
  viewer: Viewer;
  /** See `tsqueryOf`. */
  query: string;
  /** Only what is before it (epoch milliseconds). */
  before: number;
  /** Finished conversations the desktop holds finished after it; what is open it holds anyway. null: leave out nothing. */
  heldSince: number | null;
  limit: number;
}

/** `messageId` null: the contact or the protocol itself. */
export interface Candidate {
  conversationId: string;
  messageId: string | null;
  at: number;
}

/** `reached`: every candidate from there on was given, older ones may follow; null: there are no more. */
export interface Candidates {
  rows: Candidate[];
  reached: number | null;
}

/** Messages looked at one by one before the index is asked: frequent words fill a page within them. */
const NEAR = 2_000;

/** The conversation may be seen, and the desktop does not hold it. */
const allowed = ({ viewer, heldSince }: Sought): RawBuilder<SqlBool> => {
  const visible = visibleTo(viewer)(expressionBuilder<Database, 'conversation'>());
  return heldSince === null
    ? sql<SqlBool>`${visible}`
    : sql<SqlBool>`(conversation.status = 'finished' AND conversation.finished_at <= ${heldSince} AND ${visible})`;
};

/** One more than asked for tells whether there are more; those of one moment stay together, or a page would lose some. */
const newest = ({ limit }: Sought, at: RawBuilder<unknown>) =>
  sql`ORDER BY ${at} DESC FETCH FIRST ${sql.lit(limit + 1)} ROWS WITH TIES`;

/**
 * Messages, newest first. An index over words knows no order: for a frequent word it brings every message that ever had
 * it. So first the newest ones are looked at in turn; only when they do not fill the page is the index asked, and then
 * what it brings is little.
 */
export async function messageCandidates(sought: Sought): Promise<Candidates> {
  const from = Math.min(sought.before, sought.heldSince === null ? sought.before : sought.heldSince + 1);
  const near = await sql<Candidate>`${nearMessages(sought, from)}`.execute(sought.db);
  if (near.rows.length > sought.limit) return { rows: near.rows, reached: lastOf(near.rows) };
  return candidatesOf(sought, await sql<Candidate>`${foundMessages(sought, from)}`.execute(sought.db));
}

const asCandidate = sql`words.conversation_id AS "conversationId", words.message_id AS "messageId", words.at`;

const nearMessages = (sought: Sought, from: number): RawBuilder<Candidate> => sql`
  WITH words AS MATERIALIZED (
    SELECT message_id, conversation_id, at, words FROM message_words
    WHERE workspace_id = ${sought.workspaceId} AND at < ${from} ORDER BY at DESC FETCH FIRST ${sql.lit(NEAR)} ROWS WITH TIES)
  SELECT ${asCandidate} FROM words JOIN conversation ON conversation.id = words.conversation_id
  WHERE words.words @@ ${sought.query}::tsquery AND ${allowed(sought)} ${newest(sought, sql`words.at`)}`;

export const foundMessages = (sought: Sought, from: number): RawBuilder<Candidate> => sql`
  WITH words AS MATERIALIZED (
    SELECT message_id, conversation_id, at FROM message_words
    WHERE words @@ ${sought.query}::tsquery AND workspace_id = ${sought.workspaceId} AND at < ${from})
  SELECT ${asCandidate} FROM words JOIN conversation ON conversation.id = words.conversation_id
  WHERE ${allowed(sought)} ${newest(sought, sql`words.at`)}`;

/**
 * Contacts by their newest conversation that may be seen. Where the desktop holds that one, it found the contact itself.
 */
export async function contactCandidates(sought: Sought): Promise<Candidates> {
  return candidatesOf(sought, await sql<Candidate>`${foundContacts(sought)}`.execute(sought.db));
}

export const foundContacts = (sought: Sought): RawBuilder<Candidate> => sql`
  WITH found AS MATERIALIZED (
    SELECT contact_id FROM contact_words
    WHERE words @@ ${sought.query}::tsquery AND workspace_id = ${sought.workspaceId}),
  newest AS (
    SELECT DISTINCT ON (conversation.contact_id) conversation.id
    FROM found JOIN conversation ON conversation.contact_id = found.contact_id
    WHERE ${allowed({ ...sought, heldSince: null })} ORDER BY conversation.contact_id, conversation.created_at DESC)
  SELECT conversation.id AS "conversationId", NULL AS "messageId", conversation.last_activity_at AS at
  FROM newest JOIN conversation ON conversation.id = newest.id
  WHERE conversation.last_activity_at < ${sought.before} AND ${allowed(sought)}
  ${newest(sought, sql`conversation.last_activity_at`)}`;

/** Conversations by a number with which their protocol's begins; may be more than are meant (`protocolBeginsWith`). */
export async function protocolCandidates(sought: Sought, digits: string): Promise<Candidates> {
  const found = await sql<Candidate>`${foundProtocols(sought, digits)}`.execute(sought.db);
  return candidatesOf(sought, found);
}

export const foundProtocols = (sought: Sought, digits: string): RawBuilder<Candidate> => sql`
  WITH found AS MATERIALIZED (
    SELECT conversation_id FROM protocol_words
    WHERE words @@ ${`'${digits}':*`}::tsquery AND workspace_id = ${sought.workspaceId})
  SELECT conversation.id AS "conversationId", NULL AS "messageId", conversation.last_activity_at AS at
  FROM found JOIN conversation ON conversation.id = found.conversation_id
  WHERE conversation.last_activity_at < ${sought.before} AND ${allowed(sought)}
  ${newest(sought, sql`conversation.last_activity_at`)}`;

const candidatesOf = ({ limit }: Sought, { rows }: { rows: Candidate[] }): Candidates => ({
  rows,
  reached: rows.length > limit ? lastOf(rows) : null,
});

const lastOf = (rows: readonly Candidate[]): number | null => rows.at(-1)?.at ?? null;
