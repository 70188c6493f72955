import type { Connection, Conversation, Message } from '../../../../src-shared/protocol/entities.ts';
import { windowEndsAt } from '../../../../src-shared/rules/window.ts';
import type { ReaderContext } from '../api.ts';
import type { DirectoryMemory } from '../directory-memory.ts';
import type { InboxIndex } from '../inbox-index.ts';
import type { Joined } from '../keeping/joined.ts';
import { createMembership } from '../membership.ts';
import { type Overlay, overlayOf } from '../overlay.ts';
import type { Queues } from '../queues.ts';
import type { Refs, TagSets } from '../refs.ts';
import { type MessageRow, messageColumns } from '../rows.ts';
import type { Db } from '../sqlite.ts';
import type { StoredEntities } from '../stored.ts';
import type { Generation } from '../writing/generation.ts';
import { createRecords, type Records } from './records.ts';

/** What every reader reads from. */
export interface Sources {
  db: Db;
  refs: Refs;
  identities: Refs;
  tagSets: TagSets;
  index: InboxIndex;
  queues: Queues;
  directory: DirectoryMemory;
  generation: Generation;
  stored: StoredEntities;
  joined: Joined;
  context: ReaderContext;
}

export interface StoredConversation {
  n: number;
  /** null while the contact has not arrived. */
  title: string | null;
  tagset: number;
  conversation: Conversation;
}

/** Single entities by id or number. */
export interface Entities {
  conversation(id: string): StoredConversation | null;
  conversationByNumber(n: number): StoredConversation | null;
  /** What a conversation is shown in: itself, or what it was merged into. */
  rootOf(conversationId: string): string;
  /** Everything shown in it, itself first, then in the order of the merges. Empty when it is not on this machine. */
  group(rootId: string): StoredConversation[];
  /** The ids of a group: of everything shown in this conversation, itself first. */
  memberIds(rootId: string): string[];
  records: Records;
  /** The record that a contact belongs to. */
  contact: Records['record'];
  message(id: string): Message | null;
  overlay(): Overlay;
}

const conversationFrom = `SELECT conversation.n, conversation.data, contact.title, contact.tagset
  FROM conversation LEFT JOIN contact ON contact.id = conversation.contact_id`;

export const entityQueries = {
  conversation: `${conversationFrom} WHERE conversation.id = ?`,
  conversationByNumber: `${conversationFrom} WHERE conversation.n = ?`,
  message: `SELECT ${messageColumns} FROM message WHERE id = ?`,
};

interface ConversationRow {
  n: number;
  data: string;
  title: string | null;
  tagset: number | null;
}

export function createEntities(from: Sources): Entities {
  const { db, generation, context } = from;
  const byId = db.prepare<[string], ConversationRow>(entityQueries.conversation);
  const byNumber = db.prepare<[number], ConversationRow>(entityQueries.conversationByNumber);
  const groups = createMembership(db, 'conversation');
  const message = db.prepare<[string], MessageRow>(entityQueries.message);

  function stored(row: ConversationRow | undefined): StoredConversation | null {
    if (row === undefined) return null;
    const conversation = from.stored.conversation(row.data);
    if (conversation === null) return null;
    return { n: row.n, title: row.title, tagset: row.tagset ?? 0, conversation };
  }

  const records = createRecords(db, from.stored);
  return {
    conversation: (id) => stored(byId.get(id)),
    conversationByNumber: (n) => stored(byNumber.get(n)),
    rootOf: groups.rootOf,
    memberIds: groups.membersOf,
    group(rootId) {
      const [, ...others] = groups.membersOf(rootId);
      const root = stored(byId.get(rootId));
      if (root === null) return [];
      if (others.length === 0) return [root];
      const parts = others.flatMap((id) => stored(byId.get(id)) ?? []);
      return [root, ...parts.sort(byMerge)];
    },
    records,
    contact: records.record,
    message(id) {
      const row = message.get(id);
      return row === undefined ? null : from.stored.message(row);
    },
    overlay: () => overlayOf(context.user.outbox(), generation.position()?.cursor ?? 0),
  };
}

function byMerge({ conversation: a }: StoredConversation, { conversation: b }: StoredConversation): number {
  return (a.merged?.at ?? 0) - (b.merged?.at ?? 0) || (a.id < b.id ? -1 : 1);
}

/** When the messaging window closes: null where the channel has none, or before the customer's first message. */
export const windowEndOf = (conversation: Conversation, connection: Connection | null): number | null =>
  windowEndsAt(conversation.lastInboundAt, connection?.capabilities.windowMs ?? null);
