import type { Conversation } from '../../../../src-shared/protocol/entities.ts';
import type { Overlay } from '../overlay.ts';
import type { Entities, Sources } from './reading.ts';

export const unreadQuery = `SELECT count(*) AS unread FROM message
  WHERE conversation_id = ? AND n > ? AND direction = 'inbound'`;

/**
 * Unread messages of a conversation and of what is shown in it, without those the agent has read here while the server
 * does not know it yet.
 */
export function createUnread(
  { db }: Pick<Sources, 'db'>,
  entities: Pick<Entities, 'memberIds'>,
): (conversation: Conversation, overlay: Overlay) => number {
  const after = db.prepare<[string, number], { unread: number }>(unreadQuery);
  return (conversation, overlay) => {
    if (conversation.unread === 0 || overlay.readMarks().size === 0) return conversation.unread;
    const group = entities.memberIds(conversation.id);
    // Positions are the log's: what was read up to there was read in all of them.
    const readUpTo = Math.max(-1, ...group.map((id) => overlay.readUpTo(id) ?? -1));
    if (readUpTo === -1) return conversation.unread;
    // Row numbers are positions times 16: the last number a message at `readUpTo` can have.
    const unread = group.reduce((sum, id) => sum + (after.get(id, readUpTo * 16 + 15)?.unread ?? 0), 0);
    return Math.min(conversation.unread, unread);
  };
}
