import { loadContacts } from '../../../src-backend/store/entities/contact.ts';
import { toConversation } from '../../../src-backend/store/entities/conversation.ts';
import { toMessage } from '../../../src-backend/store/entities/message.ts';
import type { LogItem } from '../../../src-shared/protocol/log.ts';
import { openCacheForTest, stored } from '../../unit/engine/cache/open-cache.ts';
import type { Operation } from '../core/operation.ts';

/** A desktop's cache with everything of an operation. */
export async function desktopOf({ store: { db }, workspaceId }: Operation) {
  const conversations = await db
    .selectFrom('conversation')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .execute();
  const messages = await db.selectFrom('message').selectAll().where('workspace_id', '=', workspaceId).execute();
  const contactIds = [...new Set(conversations.map((row) => row.contact_id))];
  const contacts = await loadContacts(db, workspaceId, contactIds);
  const items: LogItem[] = [
    ...contacts.map((contact): LogItem => ({ type: 'contact', contact })),
    ...conversations.map((row): LogItem => ({ type: 'conversation', conversation: toConversation(row) })),
    ...messages.map((row): LogItem => ({ type: 'message', message: toMessage(row) })),
  ];
  const { cache } = openCacheForTest();
  stored(cache.writer.applyItems(items, null));
  return {
    /** Conversation, newest message found (or the contact), how many. */
    found(text: string): string[] {
      return cache.reader
        .search(text, 200)
        .hits.map(({ conversationId, message, count }) =>
          message === null ? `contact ${conversationId}  1` : `${conversationId} ${message.id} ${count}`,
        )
        .sort();
    },
  };
}
