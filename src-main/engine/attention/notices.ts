import type { Preferences } from '../../../src-shared/bridge/views.ts';
import type { Conversation, Message, Person } from '../../../src-shared/protocol/entities.ts';
import type { Applied } from '../cache/api.ts';

/** One thing worth an interruption, of one conversation. */
export type Notice =
  | { kind: 'conversation'; conversationId: string; last: Message | null; count: number }
  | { kind: 'message'; conversationId: string; last: Message; count: number }
  | { kind: 'mention'; conversationId: string; last: Message; count: number };

export interface Looking {
  /** The conversation on the screen; null when the window is hidden or shows none. */
  conversationId: string | null;
  focused: boolean;
}

/**
 * Which changes interrupt the agent (I1): a conversation that came to them without their doing, a customer's message in
 * one of theirs, a colleague's mention. One notice per conversation, the most pressing kind; nothing for what is in
 * front of their eyes. Pauses are do-not-disturb.
 */
export function noticesOf(
  applied: Pick<Applied, 'newMessages' | 'moved'>,
  context: {
    me: Pick<Person, 'id' | 'presence'>;
    wanted: Preferences['notifications'];
    looking: Looking;
    conversation(id: string): Pick<Conversation, 'assigneeId' | 'assignmentCause' | 'status'> | null;
  },
): Notice[] {
  const { me, wanted, looking } = context;
  if (me.presence.state === 'paused') return [];
  const seen = (conversationId: string) => looking.focused && looking.conversationId === conversationId;
  const notices = new Map<string, Notice>();
  /** Asked once each: a backlog brings thousands of messages of a few conversations. */
  const owned = new Map<string, boolean>();
  const isMine = (conversationId: string): boolean => {
    const known = owned.get(conversationId) ?? context.conversation(conversationId)?.assigneeId === me.id;
    owned.set(conversationId, known);
    return known;
  };

  for (const { conversationId, before, after } of applied.moved) {
    const came = after.assigneeId === me.id && after.status === 'open' && before?.assigneeId !== me.id;
    if (!came || !wanted.newConversation || seen(conversationId)) continue;
    const cause = context.conversation(conversationId)?.assignmentCause;
    // What the agent took or started is no news to them.
    if (cause === 'taken' || cause === 'started') continue;
    notices.set(conversationId, { kind: 'conversation', conversationId, last: null, count: 0 });
  }

  for (const message of applied.newMessages) {
    const { conversationId } = message;
    if (seen(conversationId)) continue;
    const already = notices.get(conversationId);
    const mentioned = message.mentionIds.includes(me.id) && message.authorId !== me.id;
    if (mentioned && wanted.mention) {
      notices.set(conversationId, { kind: 'mention', conversationId, last: message, count: (already?.count ?? 0) + 1 });
      continue;
    }
    if (message.direction !== 'inbound') continue;
    if (already?.kind === 'conversation' || already?.kind === 'message') {
      notices.set(conversationId, { ...already, last: message, count: already.count + 1 });
    } else if (already === undefined && wanted.newMessage) {
      if (!isMine(conversationId)) continue;
      notices.set(conversationId, { kind: 'message', conversationId, last: message, count: 1 });
    }
  }
  return [...notices.values()];
}
