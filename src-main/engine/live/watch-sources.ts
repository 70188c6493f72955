import type { BulkView } from '../../../src-shared/bridge/bulk.ts';
import type {
  QueryArgs,
  QueryName,
  QueryResults,
  WatchArgs,
  WatchName,
  WatchResults,
} from '../../../src-shared/bridge/contract.ts';
import type { CheckResult, EngineCheck } from '../../../src-shared/bridge/diagnostics.ts';
import type { FreeingView, StorageView } from '../../../src-shared/bridge/storage.ts';
import type { ConnectionView, SessionView, UploadView } from '../../../src-shared/bridge/views.ts';
import type { OlderList } from '../archive/older-list.ts';
import type { OlderSearch } from '../archive/older-search.ts';
import type { CacheReader, UserDataReader } from '../cache/api.ts';
import { defaultPreferences, emptyCacheReader } from '../cache/empty-views.ts';
import { readDraft } from '../group/drafts.ts';
import { askServer } from '../sync/ask-server.ts';
import type { Wire } from '../sync/wire.ts';

/** How each watch of the bridge gets its value. */
export type WatchSources = { [Name in WatchName]: (args: WatchArgs<Name>) => WatchResults[Name] };

/** How each query of the bridge is answered. */
export type QuerySources = {
  [Name in QueryName]: (args: QueryArgs<Name>) => QueryResults[Name] | Promise<QueryResults[Name]>;
};

export interface WatchSourceDeps {
  /** null while the files are not open (signed out, locked): the views are empty then. */
  cache(): CacheReader | null;
  user(): UserDataReader | null;
  session(): SessionView;
  connection(): ConnectionView;
  uploads(conversationId: string): UploadView[];
  bulk(): BulkView | null;
  /** null while there is no line to the server. */
  wire(): Wire | null;
  /** Whether a conversation is on this machine. */
  holds?(conversationId: string): boolean;
  freeing?(): FreeingView;
}

export function createWatchSources(deps: WatchSourceDeps): WatchSources {
  const cache = () => deps.cache() ?? emptyCacheReader;
  return {
    session: deps.session,
    connection: deps.connection,
    preferences: () => deps.user()?.preferences() ?? defaultPreferences,
    directory: () => cache().directory(),
    outbox: () => cache().outbox(),
    bulk: deps.bulk,
    uploads: ({ conversationId }) => deps.uploads(conversationId),
    'inbox.list': ({ filter, start, count }) => cache().inboxList(filter, start, count),
    'inbox.counts': ({ filter }) => cache().inboxCounts(filter),
    conversation: ({ conversationId }) => cache().conversation(conversationId),
    'conversation.chat': ({ conversationId, limit }) => cache().chat(conversationId, limit),
    contact: ({ contactId }) => cache().contact(contactId),
    'contact.timeline': ({ contactId, limit, ...filter }) => cache().timeline(contactId, filter, limit),
    'history.list': ({ filter, start, count }) => cache().historyList(filter, start, count),
    'storage.freeing': () => deps.freeing?.() ?? null,
    'archive.held': ({ conversationIds }) => conversationIds.filter((id) => deps.holds?.(id) === true),
  };
}

export function createQuerySources(
  deps: Pick<WatchSourceDeps, 'cache' | 'user' | 'wire'> & {
    searchOlder?: OlderSearch;
    listOlder?: OlderList;
    storage?(): Promise<StorageView | null>;
    diagnose(check: EngineCheck): Promise<CheckResult>;
  },
): QuerySources {
  return {
    search: ({ text, limit, conversationId }) => (deps.cache() ?? emptyCacheReader).search(text, limit, conversationId),
    storage: () => deps.storage?.() ?? null,
    'diagnostics.check': ({ check }) => deps.diagnose(check),
    'archive.list': deps.listOlder ?? (() => ({ ok: false, reason: 'offline' })),
    'search.older': deps.searchOlder ?? (() => ({ ok: false, reason: 'offline' })),
    'server.conversation.startCheck': (args) => askServer(deps.wire(), 'conversation.startCheck', args),
    'server.automation.revisions': (args) => askServer(deps.wire(), 'automation.revisions', args),
    'server.connection.signature': (args) => askServer(deps.wire(), 'connection.signature', args),
    'server.settings.history': (args) => askServer(deps.wire(), 'settings.history', args),
    'server.contact.orders': (args) => askServer(deps.wire(), 'contact.orders', args),
    'server.pauses.mine': (args) => askServer(deps.wire(), 'pauses.mine', args),
    'server.pauses.list': (args) => askServer(deps.wire(), 'pauses.list', args),
    'draft.email': ({ conversationId }) => deps.user()?.emailDraft(conversationId) ?? null,
    draft({ conversationId, side }) {
      const user = deps.user();
      return { text: user === null ? '' : readDraft(deps.cache() ?? emptyCacheReader, user, conversationId, side) };
    },
  };
}
