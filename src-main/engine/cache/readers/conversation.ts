import type { ConversationView, QueuePlace } from '../../../../src-shared/bridge/views.ts';
import { type Entities, type Sources, windowEndOf } from './reading.ts';
import { createUnread } from './unread.ts';

type Stored = NonNullable<ReturnType<Entities['conversation']>>;

/** The head of a chat: the conversation with what its ids stand for. */
export function createConversationReader(from: Sources, entities: Entities) {
  const unreadOf = createUnread(from);

  function queueOf({ n, conversation }: Stored): QueuePlace | null {
    const place = conversation.status === 'queued' ? from.queues.place(n) : null;
    if (place === null) return null;
    const { departmentId, queuedAt, createdAt } = conversation;
    const isManual = from.directory.department(departmentId)?.distribution === 'manual';
    // Colleagues on a pause look away from here; either way they are not available.
    const anyone = from.directory
      .people()
      .some((one) => one.active && one.presence.state === 'available' && one.departmentIds.includes(departmentId));
    return {
      ...place,
      since: queuedAt ?? createdAt,
      why: isManual ? 'manual' : anyone ? 'all-busy' : 'nobody-available',
    };
  }

  return (conversationId: string): ConversationView | null => {
    const stored = entities.conversation(conversationId);
    if (stored === null) return null;
    const { version: _version, ...conversation } = stored.conversation;
    const connection = from.directory.connection(conversation.connectionId);
    const overlay = entities.overlay();
    const assignee = from.directory.person(conversation.assigneeId);
    return {
      ...conversation,
      unread: unreadOf(stored.conversation, overlay),
      title: stored.title ?? conversation.protocol,
      connection,
      department: from.directory.department(conversation.departmentId),
      assigneeName: assignee?.name ?? null,
      windowEndsAt: windowEndOf(stored.conversation, connection),
      mine: conversation.assigneeId !== null && conversation.assigneeId === from.context.me(),
      customerTyping: from.context.customerTyping(conversationId),
      colleagues: from.context.colleagues(conversationId).map(({ personId, typing }) => ({
        personId,
        name: from.directory.person(personId)?.name ?? '',
        typing,
      })),
      pendingFinish: overlay.finishing(conversationId),
      queue: queueOf(stored),
      assigneeOffline: conversation.status === 'open' && assignee?.presence.state === 'offline',
    };
  };
}
