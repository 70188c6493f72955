import { sameCustomer } from '../../../src-backend/contacts/roots.ts';
import { openSuggestionsOf } from '../../../src-backend/contacts/suggestions.ts';
import { createFeed, type Feed } from '../../../src-backend/realtime/feed.ts';
import { visibleTo } from '../../../src-backend/realtime/visible.ts';
import { loadPeople } from '../../../src-backend/store/entities/person.ts';
import type { ContactEvent, Suggestion } from '../../../src-shared/protocol/contacts.ts';
import type { Contact, Conversation, Message, Person } from '../../../src-shared/protocol/entities.ts';
import type { SavedFilter } from '../../../src-shared/protocol/inbox-filter.ts';
import type { Batch, LogItem, SnapshotPage } from '../../../src-shared/protocol/log.ts';
import { idIn, type Operation, scriptedAdapter } from '../core/operation.ts';

/** What a desktop would hold, kept by the same rules as the engine's cache: the higher version stays, `leave` removes. */
export interface Replica {
  conversations: Map<string, Conversation>;
  contacts: Map<string, Contact>;
  messages: Map<string, Message>;
  people: Map<string, Person>;
  savedFilters: Map<string, SavedFilter>;
  events: Map<string, ContactEvent>;
  /** Those that wait for an answer. */
  suggestions: Map<string, Suggestion>;
  cursor: number | null;
  logId: string | null;
  snapshots: number;
}

export const emptyReplica = (): Replica => ({
  conversations: new Map(),
  contacts: new Map(),
  messages: new Map(),
  people: new Map(),
  savedFilters: new Map(),
  events: new Map(),
  suggestions: new Map(),
  cursor: null,
  logId: null,
  snapshots: 0,
});

function keep<T extends { id: string; version: number }>(map: Map<string, T>, entity: T): void {
  if ((map.get(entity.id)?.version ?? -1) < entity.version) map.set(entity.id, entity);
}

export function apply(replica: Replica, items: LogItem[]): void {
  for (const item of items) {
    if (item.type === 'conversation') keep(replica.conversations, item.conversation);
    if (item.type === 'contact') keep(replica.contacts, item.contact);
    if (item.type === 'message') keep(replica.messages, item.message);
    if (item.type === 'person') keep(replica.people, item.person);
    if (item.type === 'savedFilter') keep(replica.savedFilters, item.savedFilter);
    if (item.type === 'contactEvent') keep(replica.events, item.contactEvent);
    if (item.type === 'suggestion') keep(replica.suggestions, item.suggestion);
    if (item.type === 'enter') {
      for (const conversation of item.conversations) keep(replica.conversations, conversation);
      for (const contact of item.contacts) keep(replica.contacts, contact);
      for (const message of item.messages) keep(replica.messages, message);
    }
    if (item.type === 'leave') {
      for (const id of item.conversationIds) {
        replica.conversations.delete(id);
        for (const message of replica.messages.values())
          if (message.conversationId === id) replica.messages.delete(message.id);
      }
      for (const id of item.contactIds) {
        replica.contacts.delete(id);
        for (const event of replica.events.values()) if (event.contactId === id) replica.events.delete(event.id);
      }
      for (const { id, contactIds } of replica.suggestions.values())
        if (!contactIds.some((contactId) => replica.contacts.has(contactId))) replica.suggestions.delete(id);
    }
  }
}

export interface Line {
  feed: Feed;
  ended: string | null;
  stop(): void;
}

/** A desktop's line without the socket: resumes from the replica's cursor and applies what comes. */
export async function connect(operation: Operation, personId: string, replica: Replica): Promise<Line> {
  const id = idIn(operation, personId);
  const [person] = await loadPeople(operation.store.db, operation.workspaceId, [id]);
  const row = await operation.store.db
    .selectFrom('person')
    .select('permissions_at')
    .where('id', '=', id)
    .executeTakeFirst();
  if (person === undefined || row === undefined) throw new Error('no such person');
  const capabilities = scriptedAdapter([], []).capabilities;
  let stopped = false;
  const line: Line = { feed: undefined as never, ended: null, stop: () => undefined };
  line.feed = createFeed({
    db: operation.store.db,
    reader: operation.core.reader,
    workspaceId: operation.workspaceId,
    viewer: { ...person, permissionsAt: row.permissions_at },
    capabilitiesOf: () => capabilities,
    historyHorizon: () => 0,
    now: () => operation.clock.now,
    line: {
      async sendBatch(batch: Batch) {
        // As over a socket: the receiver gets a copy, later.
        const copy = structuredClone(batch);
        await new Promise((resolve) => setImmediate(resolve));
        // What a line still carried when it ended is not applied: the next one has asked from the cursor by then.
        if (line.ended !== null || stopped) throw new Error('the line is gone');
        apply(replica, copy.items);
        replica.cursor = copy.cursor;
      },
      async sendSnapshot(page: SnapshotPage) {
        const copy = structuredClone(page);
        if (copy.first) {
          replica.snapshots += 1;
          const { conversations, contacts, messages, events, suggestions } = replica;
          for (const map of [conversations, contacts, messages, events, suggestions]) map.clear();
        }
        apply(replica, copy.items);
        if (copy.last) Object.assign(replica, { cursor: copy.cursor, logId: copy.logId });
      },
      permissionsChanged: () => {
        line.ended = 'permissions-changed';
        line.feed.stop();
      },
      restart: (reason) => {
        line.ended = reason;
        line.feed.stop();
      },
    },
  });
  const unfollow = await operation.core.reader.follow(operation.workspaceId, line.feed.wake);
  const reply = await line.feed.resume({ cursor: replica.cursor, logId: replica.logId, keepsSince: null });
  replica.logId = reply.mode === 'log' ? reply.logId : replica.logId;
  line.feed.start();
  line.stop = () => {
    stopped = true;
    line.feed.stop();
    unfollow();
  };
  return line;
}

/** What the person may see now, by the rule in SQL, whole. */
export async function truth(operation: Operation, personId: string) {
  const { db } = operation.store;
  const [person] = await loadPeople(db, operation.workspaceId, [idIn(operation, personId)]);
  if (person === undefined) throw new Error('no such person');
  const conversations = await db
    .selectFrom('conversation')
    .select(['id', 'version', 'contact_id'])
    .where('workspace_id', '=', operation.workspaceId)
    .where(visibleTo(person))
    .execute();
  const ids = conversations.map((row) => row.id);
  const messages =
    ids.length === 0
      ? []
      : await db.selectFrom('message').select(['id', 'version']).where('conversation_id', 'in', ids).execute();
  const contactIds = sameCustomer(
    operation.workspaceId,
    conversations.map((row) => row.contact_id),
  );
  const contacts = await db.selectFrom('contact').select(['id', 'version']).where('id', 'in', contactIds).execute();
  const events = await db
    .selectFrom('contact_event')
    .select(['id', 'version'])
    .where('contact_id', 'in', contactIds)
    .execute();
  const at = { db, workspaceId: operation.workspaceId };
  const suggestions = await openSuggestionsOf(
    at,
    contacts.map((row) => row.id),
  );
  return {
    conversations: versions(conversations),
    messages: versions(messages),
    contacts: versions(contacts),
    events: versions(events),
    suggestions: versions(suggestions),
  };
}

export const held = (replica: Replica) => ({
  conversations: versions([...replica.conversations.values()]),
  messages: versions([...replica.messages.values()]),
  contacts: versions([...replica.contacts.values()]),
  events: versions([...replica.events.values()]),
  suggestions: versions([...replica.suggestions.values()].filter(({ state }) => state === 'open')),
});

const versions = (rows: { id: string; version: number }[]) => rows.map((row) => `${row.id} ${row.version}`).sort();
