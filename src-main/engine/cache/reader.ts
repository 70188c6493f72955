import { createSearch } from '../search/search.ts';
import type { CacheReader } from './api.ts';
import { createChatReader } from './readers/chat.ts';
import { createContactReader } from './readers/contact.ts';
import { createConversationReader } from './readers/conversation.ts';
import { createDirectoryReader } from './readers/directory.ts';
import { createHistoryListReader } from './readers/history-list.ts';
import { createInboxChangesReader } from './readers/inbox-changes.ts';
import { createInboxCountsReader } from './readers/inbox-counts.ts';
import { createInboxListReader } from './readers/inbox-list.ts';
import { createInboxStatesReader } from './readers/inbox-states.ts';
import { createOutboxReader } from './readers/outbox.ts';
import { createEntities, type Sources } from './readers/reading.ts';
import { createTimelineReader } from './readers/timeline.ts';

export const anyConversationQuery = 'SELECT n FROM conversation LIMIT 1';

/** Every view of the bridge that is made from the cache; one file each in `readers/`. */
export function createCacheReader(from: Sources): CacheReader {
  const entities = createEntities(from);
  const any = from.db.prepare<[], { n: number }>(anyConversationQuery);
  return {
    position: () => from.generation.position(),
    isEmpty: () => any.get() === undefined,
    inboxList: createInboxListReader(from, entities),
    inboxCounts: createInboxCountsReader(from, entities),
    inboxChangesIn: createInboxChangesReader(from),
    inboxStates: createInboxStatesReader(from),
    conversation: createConversationReader(from, entities),
    chat: createChatReader(from, entities),
    contact: createContactReader(from, entities),
    timeline: createTimelineReader(from, entities),
    shownIn: entities.rootOf,
    groupOf: entities.memberIds,
    directory: createDirectoryReader(from, entities),
    historyList: createHistoryListReader(from, entities),
    outbox: createOutboxReader(from, entities),
    search: createSearch(from, entities),
    titleOf(conversationId) {
      const stored = entities.conversation(conversationId);
      return stored === null ? null : (stored.title ?? stored.conversation.protocol);
    },
    person: (personId) => from.directory.person(personId),
    message: (messageId) => entities.message(messageId),
  };
}
