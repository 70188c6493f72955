import type { ConversationView, MergedConversationView, QueuePlace } from '../../../../src-shared/bridge/views.ts';
import { type Entities, type Sources, type StoredConversation, windowEndOf } from './reading.ts';
import { createReplyTargets } from './reply-targets.ts';
import { createUnread } from './unread.ts';

/** The head of a chat: the conversation with what its ids stand for. */
export function createConversationReader(from: Sources, entities: Entities) {
  const unreadOf = createUnread(from, entities);
  const targetsOf = createReplyTargets(from, entities);

  function queueOf({ n, conversation }: StoredConversation): QueuePlace | null {
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

  function mergedView({ conversation }: StoredConversation): MergedConversationView[] {
    if (conversation.merged === null) return [];
    const { id, protocol, channel, connectionId, merged } = conversation;
    return [
      {
        ...{ id, protocol, channel, connectionId, mergeId: merged.id, at: merged.at },
        connectionName: from.directory.connection(connectionId)?.name ?? '',
        byName: from.directory.person(merged.byId)?.name ?? null,
      },
    ];
  }

  /** Whoever has it open, or writes through one of those shown in it. */
  function colleaguesOf(group: readonly StoredConversation[]): ConversationView['colleagues'] {
    const here = new Map<string, ConversationView['colleagues'][number]>();
    for (const { conversation } of group) {
      for (const { personId, typing } of from.context.colleagues(conversation.id)) {
        const name = from.directory.person(personId)?.name ?? '';
        here.set(personId, { personId, name, typing: typing || here.get(personId)?.typing === true });
      }
    }
    return [...here.values()];
  }

  /** One that is shown in another is answered as that one, told by `shownIn`: whoever opened it is led there. */
  return (conversationId: string): ConversationView | null => {
    const rootId = entities.rootOf(conversationId);
    const group = entities.group(rootId);
    const [stored, ...parts] = group;
    if (stored === undefined) return null;
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
      customerTyping: group.some((one) => from.context.customerTyping(one.conversation.id)),
      colleagues: colleaguesOf(group),
      pendingFinish: group.some((one) => overlay.finishing(one.conversation.id)),
      queue: queueOf(stored),
      assigneeOffline: conversation.status === 'open' && assignee?.presence.state === 'offline',
      shownIn: rootId === conversationId ? null : rootId,
      group: parts.flatMap(mergedView),
      targets: targetsOf(group),
    };
  };
}
