import type { ChatItem } from '../../../../src-shared/bridge/views.ts';
import type { Conversation } from '../../../../src-shared/protocol/entities.ts';
import { type MessageRow, messageColumns } from '../rows.ts';
import { createMessageViews } from './message-view.ts';
import type { Entities, Sources, StoredConversation } from './reading.ts';

export const chatQueries = {
  messages: `SELECT ${messageColumns} FROM message WHERE conversation_id = ? ORDER BY n DESC LIMIT ?`,
  /** Numbers come from the index alone, so that only what is shown is read. */
  grouped: `SELECT ${messageColumns} FROM message WHERE n IN (SELECT n FROM message
    WHERE conversation_id IN (SELECT value FROM json_each(?)) ORDER BY n DESC LIMIT ?) ORDER BY n DESC`,
  earlier: 'SELECT data FROM conversation WHERE contact_id = ? AND n < ? AND root IS NULL ORDER BY n DESC',
  earlierOfAll: `SELECT data FROM conversation
    WHERE contact_id IN (SELECT value FROM json_each(?)) AND n < ? AND root IS NULL ORDER BY n DESC`,
};

/**
 * The chat of a conversation (B1, B3): its messages and those of the conversations merged into it, by position; above them
 * those of the contact's earlier conversations on any channel, and below them what waits in the outbox. One that is merged
 * into another has that one's chat. `limit` counts messages of the cache; separators come with the first message of
 * their conversation. The history ends where something between may be missing on this machine; `beyond`: the server may
 * have more of it (`archive.earlier`).
 */
export function createChatReader(from: Sources, entities: Entities) {
  const messages = from.db.prepare<[string, number], MessageRow>(chatQueries.messages);
  const grouped = from.db.prepare<[string, number], MessageRow>(chatQueries.grouped);
  const earlier = from.db.prepare<[string, number], string>(chatQueries.earlier).pluck();
  const earlierOfAll = from.db.prepare<[string, number], string>(chatQueries.earlierOfAll).pluck();
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

  /** The newest messages of a conversation and of what is shown in it. */
  function messagesOf(conversationId: string, limit: number): MessageRow[] {
    const ids = entities.memberIds(conversationId);
    return ids.length === 1 ? messages.all(conversationId, limit) : grouped.all(JSON.stringify(ids), limit);
  }

  function earlierThan({ n, conversation }: StoredConversation): Iterable<string> {
    const ids = entities.records.membersOf(conversation.contactId);
    return ids.length === 1 ? earlier.iterate(conversation.contactId, n) : earlierOfAll.iterate(JSON.stringify(ids), n);
  }

  /** What waits in the outbox of any of the group, in order of writing. */
  function pendingOf(group: readonly StoredConversation[]): ChatItem[] {
    const overlay = entities.overlay();
    const waiting = group.flatMap(({ conversation, title }) =>
      overlay.messages(conversation.id).map((pending) => ({ pending, conversation, title })),
    );
    return waiting
      .sort((a, b) => a.pending.ord - b.pending.ord)
      .flatMap(({ pending, conversation, title }) => {
        // The server may have sent the message back before its answer to the command arrived.
        if (entities.message(pending.id) !== null) return [];
        return [{ type: 'message', id: pending.id, message: views.ofPending(pending, conversation, title) }];
      });
  }

  return (conversationId: string, limit: number): { items: ChatItem[]; hasMore: boolean; beyond?: true } => {
    const group = entities.group(entities.rootOf(conversationId));
    const [stored] = group;
    if (stored === undefined) return { items: [], hasMore: false };
    const { conversation, title } = stored;
    /** From the newest to the oldest; turned round at the end. */
    const lines: ChatItem[] = pendingOf(group).reverse();
    let left = limit;

    /** False when the conversation had more than there was room for. */
    function take(one: Conversation): boolean {
      const rows = messagesOf(one.id, left + 1);
      for (const row of rows.slice(0, left)) {
        const message = from.stored.message(row);
        if (message !== null) lines.push({ type: 'message', id: row.id, message: views.ofMessage(message, title) });
      }
      if (rows.length > left) return false;
      left -= rows.length;
      lines.push(separatorOf(one, one.id === conversation.id));
      return true;
    }

    let hasMore = !take(conversation);
    let oldest = conversation;
    let broken = false;
    if (!hasMore) {
      for (const data of earlierThan(stored)) {
        const one = from.stored.conversation(data);
        if (one === null) continue;
        broken = !from.joined.follows(oldest, one);
        if (broken) break;
        hasMore = left === 0 || !take(one);
        if (hasMore) break;
        oldest = one;
      }
    }
    const beyond = !hasMore && (broken || from.joined.mayHaveMore(oldest));
    return { items: lines.reverse(), hasMore, ...(beyond && { beyond }) };
  };
}
