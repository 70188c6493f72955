import type { Preferences } from '../../../src-shared/bridge/views.ts';
import type { CacheReader } from './api.ts';

/** What the views show while there is nothing to read from: files locked, or a damaged cache being replaced. */
export const emptyCacheReader: CacheReader = {
  position: () => null,
  isEmpty: () => true,
  inboxList: () => ({ total: 0, rows: [] }),
  inboxCounts: () => ({
    tabs: { all: 0, mine: 0, unassigned: 0 },
    statuses: { open: 0, awaiting: 0, failed: 0, finished: 0, automation: 0 },
    unread: 0,
  }),
  inboxChangesIn: () => null,
  inboxStates: () => [],
  conversation: () => null,
  chat: () => ({ items: [], hasMore: false }),
  contact: () => null,
  timeline: () => ({ contactId: null, items: [], hasMore: false }),
  shownIn: (id) => id,
  groupOf: (id) => [id],
  directory: () => ({
    people: [],
    departments: [],
    connections: [],
    tags: [],
    reasons: [],
    templates: [],
    savedTexts: [],
    operation: null,
    pauseReasons: [],
    automations: [],
    pipelines: [],
    fields: [],
    savedFilters: [],
  }),
  historyList: () => ({ total: 0, rows: [] }),
  outbox: () => ({ pending: [], conflicts: [] }),
  search: () => ({ hits: [] }),
  titleOf: () => null,
  person: () => null,
  message: () => null,
};

export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'comfortable',
  language: 'pt-BR',
  zoom: 1,
  listWidth: 360,
  notifications: { newConversation: true, newMessage: true, mention: true, sound: true },
  shortcuts: {},
};
