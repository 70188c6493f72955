import type { ReplyTarget } from '../../../../src-shared/bridge/views.ts';
import type { Conversation } from '../../../../src-shared/protocol/entities.ts';
import { identityWords } from '../../../../src-shared/rules/identity-words.ts';
import { type Entities, type Sources, type StoredConversation, windowEndOf } from './reading.ts';

/**
 * Where an answer can go (G3): the channel, connection and address of each conversation of the group, the one through
 * which the customer last wrote first. Two conversations through the same address of ours and theirs are one way.
 */
export function createReplyTargets(from: Sources, entities: Entities) {
  function targetOf(conversation: Conversation): ReplyTarget {
    const connection = from.directory.connection(conversation.connectionId);
    const identity = entities.records
      .record(conversation.contactId)
      ?.contact.identities.find(({ id }) => id === conversation.identityId);
    return {
      conversationId: conversation.id,
      identityId: conversation.identityId,
      channel: conversation.channel,
      connectionId: conversation.connectionId,
      connectionName: connection?.name ?? '',
      address: identity === undefined ? null : identityWords(identity),
      windowEndsAt: windowEndOf(conversation, connection),
      lastInboundAt: conversation.lastInboundAt,
      capabilities: connection?.capabilities ?? null,
    };
  }

  /** `group`: the conversation itself first, which goes first too where the customer never wrote. */
  return (group: readonly StoredConversation[]): ReplyTarget[] => {
    const latest = group.toSorted((a, b) => (b.conversation.lastInboundAt ?? 0) - (a.conversation.lastInboundAt ?? 0));
    const ways = new Map<string, ReplyTarget>();
    for (const { conversation } of latest) {
      const way = `${conversation.connectionId} ${conversation.identityId}`;
      if (!ways.has(way)) ways.set(way, targetOf(conversation));
    }
    // What only receives is no way, and stands only where there is none yet.
    const open = [...ways.values()].filter(({ capabilities }) => capabilities?.receivesOnly !== true);
    return open.length > 0 ? open : [...ways.values()];
  };
}
