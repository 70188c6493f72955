import type { Activity, Conversation } from '../../../src-shared/protocol/entities.ts';
import type { Evidence, StoredMessage, Violation } from '../evidence/evidence.ts';
import { countBy, violation } from './violations.ts';

/** Every conversation is somebody's, or a queue's, or finished; and was never two people's at once. */
export function checkOwnership({ server }: Evidence): Violation[] {
  const found: Violation[] = [];
  const supervisors = new Set(server.people.filter(({ role }) => role !== 'agent').map(({ id }) => id));
  const byConversation = Map.groupBy(server.messages, ({ conversationId }) => conversationId);
  for (const conversation of server.conversations) {
    const wrong = wrongWith(conversation);
    if (wrong !== null) found.push(about(conversation, wrong));
    found.push(...twiceGiven(conversation, byConversation.get(conversation.id) ?? [], supervisors));
  }
  const live = server.conversations.filter(({ status }) => status !== 'finished');
  for (const [key, count] of countBy(live, ({ connectionId, identityId }) => `${connectionId} ${identityId}`)) {
    if (count > 1)
      found.push(violation('ownership', `a customer is served in ${count} conversations at once (${key})`));
  }
  for (const person of server.people) {
    const load = live.filter(
      ({ assigneeId, status, merged }) => assigneeId === person.id && status === 'open' && merged === null,
    ).length;
    if (load > person.capacity) {
      found.push(
        violation('ownership', `${person.name} has ${load} conversations and a capacity of ${person.capacity}`),
      );
    }
  }
  return found;
}

function wrongWith({ status, assigneeId, queuedAt, finishedAt }: Conversation): string | null {
  if (status === 'open') return assigneeId === null ? 'is open and nobody has it' : null;
  if (status === 'queued') {
    if (queuedAt === null) return 'waits in a queue without a place in it';
    return assigneeId === null ? null : 'waits in a queue and is somebody’s';
  }
  if (status === 'finished') return finishedAt === null ? 'is finished without a time' : null;
  return 'is held by an automation, and there is none';
}

/** Walks through what happened to it: what somebody has is given to nobody else, but that a supervisor may step in. */
function twiceGiven(
  conversation: Conversation,
  messages: readonly StoredMessage[],
  supervisors: ReadonlySet<string>,
): Violation[] {
  let owner: string | null = null;
  for (const { activity } of messages.toSorted((a, b) => a.position - b.position)) {
    if (activity === null) continue;
    const isGiven = activity.type === 'assigned' && !supervisors.has(activity.toId);
    if (isGiven && owner !== null && owner !== activity.toId) {
      return [about(conversation, `was given to ${activity.toId} while ${owner} had it`)];
    }
    owner = ownerAfter(activity, owner);
  }
  const isOpen = conversation.status === 'open';
  if (isOpen && owner !== conversation.assigneeId) {
    return [about(conversation, `is ${conversation.assigneeId}’s, and by its history ${owner ?? 'nobody'}’s`)];
  }
  return [];
}

function ownerAfter(activity: Activity, owner: string | null): string | null {
  switch (activity.type) {
    case 'assigned':
    case 'started':
    case 'transferred':
    case 'transferUndone':
    case 'reopened':
      return activity.toId;
    case 'queued':
    case 'declined':
    case 'requeued':
    case 'finished':
    case 'finishedByInactivity':
      return null;
    default:
      return owner;
  }
}

const about = ({ id, protocol }: Conversation, words: string): Violation =>
  violation('ownership', `conversation ${protocol} ${words}`, { conversationId: id });
