import type { Conversation } from '../../../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../../../src-shared/protocol/log.ts';

/** What somebody is told about, or what decides where its messages are shown: a change of this is written for itself. */
const sameForPeople = (a: Conversation, b: Conversation): boolean =>
  a.status === b.status &&
  a.assigneeId === b.assigneeId &&
  a.departmentId === b.departmentId &&
  a.contactId === b.contactId &&
  a.merged?.intoId === b.merged?.intoId;

/**
 * A backlog brings a busy conversation many times over, once with every few messages, and each time whole. Only its
 * latest version is written, where the first of them stood. What enters or leaves a person's view keeps its place among
 * the others.
 */
export function withoutSuperseded(items: readonly LogItem[]): LogItem[] {
  /** By id: where in the result the version stands that a later one replaces. */
  const conversations = new Map<string, { at: number; conversation: Conversation }>();
  const result: LogItem[] = [];
  for (const item of items) {
    if (item.type === 'enter' || item.type === 'leave') conversations.clear();
    if (item.type === 'conversation') {
      const { conversation } = item;
      const former = conversations.get(conversation.id);
      if (former !== undefined && sameForPeople(former.conversation, conversation)) {
        if (conversation.version >= former.conversation.version) {
          result[former.at] = item;
          conversations.set(conversation.id, { at: former.at, conversation });
        }
        continue;
      }
      conversations.set(conversation.id, { at: result.length, conversation });
    }
    result.push(item);
  }
  return result;
}
