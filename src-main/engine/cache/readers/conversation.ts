import type { ConversationView } from '../../../../src-shared/bridge/views.ts';
import { type Entities, type Sources, windowEndOf } from './reading.ts';
import { createUnread } from './unread.ts';

/** The head of a chat: the conversation with what its ids stand for. */
export function createConversationReader(from: Sources, entities: Entities) {
  const unreadOf = createUnread(from);
  return (conversationId: string): ConversationView | null => {
    const stored = entities.conversation(conversationId);
    if (stored === null) return null;
    const { version: _version, ...conversation } = stored.conversation;
    const connection = from.directory.connection(conversation.connectionId);
    const overlay = entities.overlay();
    return {
      ...conversation,
      unread: unreadOf(stored.conversation, overlay),
      title: stored.title ?? conversation.protocol,
      connection,
      department: from.directory.department(conversation.departmentId),
      assigneeName: from.directory.person(conversation.assigneeId)?.name ?? null,
      windowEndsAt: windowEndOf(stored.conversation, connection),
      mine: conversation.assigneeId !== null && conversation.assigneeId === from.context.me(),
      customerTyping: from.context.customerTyping(conversationId),
      pendingFinish: overlay.finishing(conversationId),
    };
  };
}
