import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { Conversation, Message } from '../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../src-shared/protocol/log.ts';
import { seesAll, type Viewer } from '../log/audience.ts';
import type { Database } from '../store/database.ts';
import { loadContacts } from '../store/entities/contact.ts';
import { toConversation } from '../store/entities/conversation.ts';
import { toMessage } from '../store/entities/message.ts';

/**
 * The rule of `log/audience.ts` as SQL: a conversation is seen by its department and its assignee; a finished one also by
 * whoever sees another conversation of the same contact. Supervisors and administrators see everything.
 */
export function visibleTo(viewer: Viewer) {
  return (eb: ExpressionBuilder<Database, 'conversation'>): Expression<SqlBool> => {
    if (seesAll(viewer)) return eb.lit(true);
    const departments = viewer.departmentIds;
    const direct = (table: string) =>
      sql<SqlBool>`(${sql.ref(`${table}.department_id`)} = ANY(${departments}::text[]) OR ${sql.ref(`${table}.assignee_id`)} = ${viewer.id})`;
    return sql<SqlBool>`(${direct('conversation')} OR (conversation.status = 'finished' AND EXISTS (
      SELECT 1 FROM conversation AS other WHERE other.contact_id = conversation.contact_id AND ${direct('other')})))`;
  };
}

/** Everything a viewer sees of one contact now; used when a conversation enters or leaves a view. */
export async function visibleOfContact(
  db: Kysely<Database>,
  workspaceId: string,
  viewer: Viewer,
  contactId: string,
): Promise<{ visible: Conversation[]; hiddenIds: string[] }> {
  const rows = await db
    .selectFrom('conversation')
    .selectAll()
    .select((eb) => eb.case().when(visibleTo(viewer)(eb)).then(true).else(false).end().as('seen'))
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', '=', contactId)
    .execute();
  return {
    visible: rows.filter((row) => row.seen).map(toConversation),
    hiddenIds: rows.filter((row) => !row.seen).map((row) => row.id),
  };
}

const MESSAGES_PER_ITEM = 1_000;

/** Conversations whole, with contacts and messages, cut into items of bearable size. */
export async function* wholeConversations(
  db: Kysely<Database>,
  workspaceId: string,
  conversations: Conversation[],
): AsyncGenerator<LogItem> {
  if (conversations.length === 0) return;
  const contacts = await loadContacts(db, workspaceId, [
    ...new Set(conversations.map((conversation) => conversation.contactId)),
  ]);
  yield { type: 'enter', contacts, conversations, messages: [] };
  let after: { conversationId: string; position: number } | null = null;
  for (;;) {
    const messages: Message[] = await pageOfMessages(db, workspaceId, conversations, after);
    if (messages.length > 0) yield { type: 'enter', contacts: [], conversations: [], messages };
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
