import type { Conversation } from '../../src-shared/protocol/entities.ts';

/**
 * What a card shows of what was said. Each conversation has its own; one that others are merged into is shown, counted and
 * ordered by that of all of them. The messaging window (`lastInboundAt`) is of a channel and stays each one's own.
 */
export type ConversationSummary = Pick<
  Conversation,
  'lastMessage' | 'lastActivityAt' | 'awaitingSince' | 'unread' | 'failedCount'
>;

export function summaryOf(conversation: ConversationSummary): ConversationSummary {
  const { lastMessage, lastActivityAt, awaitingSince, unread, failedCount } = conversation;
  return { lastMessage, lastActivityAt, awaitingSince, unread, failedCount };
}

/** Of all that are served as one: the newest word, whoever waits longest, everything unread and failed. */
export function summaryOfAll(members: readonly ConversationSummary[]): ConversationSummary {
  const waiting = members.flatMap(({ awaitingSince }) => awaitingSince ?? []);
  return {
    lastMessage: members.map(({ lastMessage }) => lastMessage).reduce(laterOf, null),
    lastActivityAt: Math.max(...members.map(({ lastActivityAt }) => lastActivityAt)),
    awaitingSince: waiting.length === 0 ? null : Math.min(...waiting),
    unread: members.reduce((sum, { unread }) => sum + unread, 0),
    failedCount: members.reduce((sum, { failedCount }) => sum + failedCount, 0),
  };
}

type Shown = Conversation['lastMessage'];

/** Ids of what arrives are made in order (UUID v7), so they tell apart what came in one moment. */
function laterOf(a: Shown, b: Shown): Shown {
  if (a === null || b === null) return a ?? b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return a.id > b.id ? a : b;
}
