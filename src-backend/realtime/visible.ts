import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { Conversation, Message } from '../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../src-shared/protocol/log.ts';
import { membersOf, sameCustomer } from '../contacts/roots.ts';
import { openSuggestionsOf } from '../contacts/suggestions.ts';
import { seesAll, type Viewer } from '../log/audience.ts';
import type { Database } from '../store/database.ts';
import { loadContactEvents, loadContacts } from '../store/entities/contact.ts';
import { toConversation } from '../store/entities/conversation.ts';
import { toMessage } from '../store/entities/message.ts';

/**
 * The rule of `log/audience.ts` as SQL: a conversation is seen by its department and its assignee; a finished one also by
 * whoever sees another conversation of the same customer. Supervisors and administrators see everything. For few rows,
 * which the statement finds by other means; lists over everything ask `sightOf`, which says what `plan` is for.
 */
export function visibleTo(viewer: Viewer, plan: 'any' | 'row by row' = 'any') {
  return (eb: ExpressionBuilder<Database, 'conversation'>): Expression<SqlBool> => {
    if (seesAll(viewer)) return eb.lit(true);
    const asked = plan === 'any' ? sql`` : sql`OFFSET 0`;
    return sql<SqlBool>`(${directlySeen(viewer, 'conversation')} OR (conversation.status = 'finished' AND EXISTS (
      SELECT 1 FROM contact AS own
        JOIN contact AS member ON member.workspace_id = own.workspace_id AND member.root_id = own.root_id
        JOIN conversation AS other ON other.contact_id = member.id
        WHERE own.id = conversation.contact_id AND ${directlySeen(viewer, 'other')} ${asked})))`;
  };
}

/** By its department or as its assignee. */
export const directlySeen = (viewer: Viewer, table: string) =>
  sql<SqlBool>`(${sql.ref(`${table}.department_id`)} = ANY(${viewer.departmentIds}::text[])
    OR ${sql.ref(`${table}.assignee_id`)} = ${viewer.id})`;

/**
 * Everything a viewer sees now of the customers that these contacts belong to, and what they do not see of them; used when
 * conversations enter or leave a view.
 */
export async function visibleOfCustomers(
  db: Kysely<Database>,
  workspaceId: string,
  viewer: Viewer,
  contactIds: readonly string[],
): Promise<{ visible: Conversation[]; hiddenIds: string[]; hiddenContactIds: string[] }> {
  const rows = await db
    .selectFrom('conversation')
    .selectAll()
    .select((eb) => eb.case().when(visibleTo(viewer)(eb)).then(true).else(false).end().as('seen'))
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', 'in', sameCustomer(workspaceId, contactIds))
    .execute();
  const contacts = await db
    .selectFrom('contact')
    .select(['id', 'root_id'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', sameCustomer(workspaceId, contactIds))
    .execute();
  const rootOf = new Map(contacts.map((contact) => [contact.id, contact.root_id]));
  const seen = rows.filter((row) => row.seen);
  const seenRoots = new Set(seen.map((row) => rootOf.get(row.contact_id)));
  return {
    visible: seen.map(toConversation),
    hiddenIds: rows.filter((row) => !row.seen).map((row) => row.id),
    hiddenContactIds: contacts.filter((contact) => !seenRoots.has(contact.root_id)).map(({ id }) => id),
  };
}

const MESSAGES_PER_ITEM = 1_000;

/**
 * Conversations whole: the records of their customers, with what happened to them and what is suggested of them, and the
 * messages; cut into lists of bearable size.
 */
export async function* wholeConversations(
  db: Kysely<Database>,
  workspaceId: string,
  conversations: Conversation[],
): AsyncGenerator<LogItem[]> {
  if (conversations.length === 0) return;
  const at = { db, workspaceId };
  const members = await membersOf(at, [...new Set(conversations.map(({ contactId }) => contactId))]);
  const contactIds = [...new Set([...members.values()].flatMap((one) => one.contactIds))];
  const contacts = await loadContacts(db, workspaceId, contactIds);
  yield [
    { type: 'enter', contacts, conversations, messages: [] },
    ...(await loadContactEvents(at, contactIds)).map(
      (contactEvent): LogItem => ({ type: 'contactEvent', contactEvent }),
    ),
    ...(await openSuggestionsOf(at, contactIds)).map((suggestion): LogItem => ({ type: 'suggestion', suggestion })),
  ];
  let after: { conversationId: string; position: number } | null = null;
  for (;;) {
    const messages: Message[] = await pageOfMessages(db, workspaceId, conversations, after);
    if (messages.length > 0) yield [{ type: 'enter', contacts: [], conversations: [], messages }];
    const last = messages.at(-1);
    if (last === undefined || messages.length < MESSAGES_PER_ITEM) return;
    after = { conversationId: last.conversationId, position: last.position };
  }
}

async function pageOfMessages(
  db: Kysely<Database>,
  workspaceId: string,
  conversations: Conversation[],
  after: { conversationId: string; position: number } | null,
): Promise<Message[]> {
  let query = db
    .selectFrom('message')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(
      'conversation_id',
      'in',
      conversations.map((conversation) => conversation.id),
    )
    .orderBy('conversation_id')
    .orderBy('position')
    .limit(MESSAGES_PER_ITEM);
  if (after !== null) {
    query = query.where(sql<SqlBool>`(conversation_id, position) > (${after.conversationId}, ${after.position})`);
  }
  return (await query.execute()).map(toMessage);
}
