import type { Conversation, Message } from '../../../../src-shared/protocol/entities.ts';
import type { Applied, Touched } from '../api.ts';

/** What a transaction changed, collected while it runs and told only after it was committed. */
export interface Changes {
  conversations: Set<string>;
  contacts: Set<string>;
  /** Rows of `inbox` that must be read again, or are gone. */
  inboxRows: Set<number>;
  directory: boolean;
  newMessages: Message[];
  moved: Applied['moved'];
}

export const noChanges = (): Changes => ({
  conversations: new Set(),
  contacts: new Set(),
  inboxRows: new Set(),
  directory: false,
  newMessages: [],
  moved: [],
});

/** With more ids than this, running every watch again is cheaper than asking each whether it is concerned. */
const MANY = 2_000;

export function touchedBy(changes: Changes): Touched {
  if (changes.conversations.size + changes.contacts.size > MANY) return { everything: true };
  return {
    conversations: changes.conversations,
    contacts: changes.contacts,
    inbox: changes.inboxRows.size > 0,
    directory: changes.directory,
  };
}

export function mergeInto(all: Changes, part: Changes): void {
  for (const id of part.conversations) all.conversations.add(id);
  for (const id of part.contacts) all.contacts.add(id);
  for (const n of part.inboxRows) all.inboxRows.add(n);
  all.directory ||= part.directory;
  all.newMessages.push(...part.newMessages);
  all.moved.push(...part.moved);
}

export function noteMove(
  changes: Changes,
  before: Pick<Conversation, 'assigneeId' | 'status'> | null,
  after: Conversation,
): void {
  if (before !== null && before.assigneeId === after.assigneeId && before.status === after.status) return;
  changes.moved.push({
    conversationId: after.id,
    before: before === null ? null : { assigneeId: before.assigneeId, status: before.status },
    after: { assigneeId: after.assigneeId, status: after.status },
  });
}

export function appliedOf(changes: Changes): Applied {
  return { touched: touchedBy(changes), newMessages: changes.newMessages, moved: changes.moved };
}
