import type { ChatItem } from '../../../../src-shared/bridge/views.ts';
import type { Conversation } from '../../../../src-shared/protocol/entities.ts';
import { type MessageRow, messageColumns, messageOf } from '../rows.ts';
import { createMessageViews } from './message-view.ts';
import type { Entities, Sources } from './reading.ts';

export const chatQueries = {
  messages: `SELECT ${messageColumns} FROM message WHERE conversation_id = ? ORDER BY n DESC LIMIT ?`,
  earlier: 'SELECT data FROM conversation WHERE contact_id = ? AND n < ? ORDER BY n DESC',
};

/**
 * The chat of a conversation (B1, B3): its messages, above them those of the contact's earlier conversations on any
 * channel, and below them what waits in the outbox. `limit` counts messages of the cache; separators come with the
 * first message of their conversation.
 */
export function createChatReader(from: Sources, entities: Entities) {
  const messages = from.db.prepare<[string, number], MessageRow>(chatQueries.messages);
  const earlier = from.db.prepare<[string, number], string>(chatQueries.earlier).pluck();
  const views = createMessageViews(from, entities);

  function separatorOf(conversation: Conversation, current: boolean): ChatItem {
    return {
      type: 'separator',
      id: `separator:${conversation.id}`,
      conversationId: conversation.id,
      protocol: conversation.protocol,
      channel: conversation.channel,
      connectionName: from.directory.connection(conversation.connectionId)?.name ?? '',
      finishedAt: conversation.finishedAt,
      finishedByName: from.directory.person(conversation.finishedById)?.name ?? null,
      reasonName: from.directory.reason(conversation.qualification?.reasonId ?? null)?.name ?? null,
      current,
    };
  }

  return (conversationId: string, limit: number): { items: ChatItem[]; hasMore: boolean } => {
    const stored = entities.conversation(conversationId);
    if (stored === null) return { items: [], hasMore: false };
    const { conversation, title } = stored;
    /** From the newest to the oldest; turned round at the end. */
    const lines: ChatItem[] = [];
    let left = limit;

    /** False when the conversation had more than there was room for. */
    function take(one: Conversation): boolean {
      const rows = messages.all(one.id, left + 1);
      for (const row of rows.slice(0, left)) {
        lines.push({ type: 'message', id: row.id, message: views.ofMessage(messageOf(row, from), title) });
      }
      if (rows.length > left) return false;
      left -= rows.length;
      lines.push(separatorOf(one, one.id === conversationId));
      return true;
    }

    for (const pending of entities.overlay().messages(conversationId).toReversed()) {
      // The server may have sent the message back before its answer to the command arrived.
      if (entities.message(pending.id) !== null) continue;
      lines.push({ type: 'message', id: pending.id, message: views.ofPending(pending, conversation, title) });
    }
    let hasMore = !take(conversation);
    if (!hasMore) {
      for (const data of earlier.iterate(conversation.contactId, stored.n)) {
        // Written by the conversation writer only.
        const one: Conversation = JSON.parse(data);
        hasMore = left === 0 || !take(one);
        if (hasMore) break;
      }
    }
    return { items: lines.reverse(), hasMore };
  };
}
