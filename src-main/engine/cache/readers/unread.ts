import type { Conversation } from '../../../../src-shared/protocol/entities.ts';
import type { Overlay } from '../overlay.ts';
import type { Sources } from './reading.ts';

export const unreadQuery = `SELECT count(*) AS unread FROM message
  WHERE conversation_id = ? AND n > ? AND direction = 'inbound'`;

/** Unread messages of a conversation, without those the agent has read here while the server does not know it yet. */
export function createUnread({ db }: Sources): (conversation: Conversation, overlay: Overlay) => number {
  const after = db.prepare<[string, number], { unread: number }>(unreadQuery);
  return (conversation, overlay) => {
    const readUpTo = overlay.readUpTo(conversation.id);
    if (readUpTo === null || conversation.unread === 0) return conversation.unread;
    // Row numbers are positions times 16: the last number a message at `readUpTo` can have.
    const unread = after.get(conversation.id, readUpTo * 16 + 15)?.unread ?? 0;
    return Math.min(conversation.unread, unread);
  };
}
