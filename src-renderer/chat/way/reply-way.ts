import type { ConversationView, ReplyTarget } from '../../../src-shared/bridge/views.ts';
import type { Connection } from '../../../src-shared/protocol/entities.ts';

/** What was settled on: by the agent, or by having begun to write. */
export interface HeldWay {
  conversationId: string;
  /** The customer's last word when the agent chose (epoch milliseconds); null: it was not chosen. */
  chosenAfter: number | null;
}

/** The customer's last word, whichever way it came; 0 before the first. */
export const lastWord = (targets: readonly ReplyTarget[]): number =>
  Math.max(0, ...targets.map(({ lastInboundAt }) => lastInboundAt ?? 0));

/**
 * Where an answer goes (G3): the way the customer last wrote, unless the agent chose another one since. While something is
 * being written it never changes by itself: what was meant for one channel must not leave by another.
 */
export function wayNow(
  targets: readonly ReplyTarget[],
  held: HeldWay | null,
  writing: boolean,
): ReplyTarget | undefined {
  const kept = held === null ? undefined : targets.find((one) => one.conversationId === held.conversationId);
  const stands = held !== null && (writing || held.chosenAfter === lastWord(targets));
  return stands && kept !== undefined ? kept : targets[0];
}

/** The conversation as it is reached through one of its ways: with that one's channel, connection and window. */
export function reachedThrough(
  conversation: ConversationView,
  target: ReplyTarget | undefined,
  connections: readonly Connection[],
): ConversationView {
  if (target === undefined || target.conversationId === conversation.id) return conversation;
  const { channel, connectionId, identityId, windowEndsAt, lastInboundAt } = target;
  const connection = connections.find(({ id }) => id === connectionId) ?? null;
  return { ...conversation, channel, connectionId, identityId, windowEndsAt, lastInboundAt, connection };
}
