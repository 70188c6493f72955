import type { Conversation } from '../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../src-shared/protocol/log.ts';
import { seesAll, type Viewer } from '../log/audience.ts';
import { maskPresence } from '../people/presence.ts';

/** What a viewer is sent of an item: without the pauses of their colleagues, wherever they might show. */
export function maskItem(item: LogItem, viewer: Viewer): LogItem {
  switch (item.type) {
    case 'person':
      return { type: 'person', person: maskPresence(item.person, viewer) };
    case 'conversation':
      return { type: 'conversation', conversation: maskDecision(item.conversation, viewer) };
    case 'enter':
      return { ...item, conversations: item.conversations.map((conversation) => maskDecision(conversation, viewer)) };
    default:
      return item;
  }
}

/** «Por que veio para mim» would say that the agent of this morning was on a pause. */
function maskDecision(conversation: Conversation, viewer: Viewer): Conversation {
  const { decision } = conversation;
  if (seesAll(viewer) || decision?.affinity?.outcome !== 'paused' || decision.affinity.agentId === viewer.id) {
    return conversation;
  }
  return { ...conversation, decision: { ...decision, affinity: { ...decision.affinity, outcome: 'away' } } };
}
