import { type SqlBool, sql } from 'kysely';
import type { Contact, Conversation } from '../../src-shared/protocol/entities.ts';
import { maskItem } from '../realtime/mask.ts';
import { visibleTo } from '../realtime/visible.ts';
import { loadContacts } from '../store/entities/contact.ts';
import { toConversation } from '../store/entities/conversation.ts';
import { toMessage } from '../store/entities/message.ts';
import type { QueryContext, QueryHandler } from './run.ts';

/** What desktops fetch of conversations that their machine no longer holds, by the same rules of sight as the log. */
export const archiveHandlers: {
  'conversation.whole': QueryHandler<'conversation.whole'>;
  'contact.conversations': QueryHandler<'contact.conversations'>;
} = {
  async 'conversation.whole'(context, { conversationId, before, limit }) {
    const { db, workspaceId, caller } = context;
    const row = await db
      .selectFrom('conversation')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', conversationId)
      .where(visibleTo(caller))
      .executeTakeFirst();
    if (row === undefined) return 'not-found';
    let messages = db
      .selectFrom('message')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('conversation_id', '=', conversationId)
      .orderBy('position', 'desc')
      .limit(limit + 1);
    if (before !== null) messages = messages.where('position', '<', before);
    const rows = await messages.execute();
    const conversation = toConversation(row);
    return {
      contacts: await loadContacts(db, workspaceId, await samePerson(context, conversation.contactId)),
      conversation: masked(conversation, context),
      messages: rows.slice(0, limit).map(toMessage),
      hasMore: rows.length > limit,
      parts: conversation.merged === null ? await partsOf(context, conversationId) : [],
    };
  },

  async 'contact.conversations'(context, { contactId, before, limit }) {
    const { db, workspaceId, caller } = context;
    const contactIds = await samePerson(context, contactId);
    if (contactIds.length === 0) return 'not-found';
    let query = db
      .selectFrom('conversation')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('contact_id', 'in', contactIds)
      .where(visibleTo(caller))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (before !== null) {
      query = query.where(
        sql<SqlBool>`(conversation.created_at, conversation.id) < (${before.at}::bigint, ${before.id}::text)`,
      );
    }
    const conversations = (await query.execute()).map((row) => masked(toConversation(row), context));
    // Nobody learns that a contact exists from whom they see nothing.
    if (conversations.length === 0 && before === null) return 'not-found';
    const last = conversations[limit - 1];
    return {
      conversations: conversations.slice(0, limit),
      next: last === undefined || conversations.length <= limit ? null : { at: last.createdAt, id: last.id },
    };
  },
};

/** Whoever sees a conversation sees what was merged into it. */
async function partsOf({ db, workspaceId }: QueryContext, rootId: Conversation['id']): Promise<Conversation['id'][]> {
  const rows = await db
    .selectFrom('conversation')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('merged', 'is not', null)
    .where((eb) => eb(eb.ref('merged', '->>').key('intoId'), '=', rootId))
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** A contact and all that were merged with it. */
async function samePerson({ db, workspaceId }: QueryContext, contactId: Contact['id']): Promise<Contact['id'][]> {
  const rows = await db
    .selectFrom('contact')
    .innerJoin('contact as root', (join) =>
      join.onRef('root.root_id', '=', 'contact.root_id').onRef('root.workspace_id', '=', 'contact.workspace_id'),
    )
    .select('contact.id')
    .where('contact.workspace_id', '=', workspaceId)
    .where('root.id', '=', contactId)
    .execute();
  return rows.map((row) => row.id);
}

function masked(conversation: Conversation, { caller }: QueryContext): Conversation {
  const item = maskItem({ type: 'conversation', conversation }, caller);
  return item.type === 'conversation' ? item.conversation : conversation;
}
