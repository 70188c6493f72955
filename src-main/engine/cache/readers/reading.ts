import { plainContact } from '../../../../src-shared/protocol/defaults.ts';
import type { Connection, Contact, Conversation, Message } from '../../../../src-shared/protocol/entities.ts';
import { windowEndsAt } from '../../../../src-shared/rules/window.ts';
import type { ReaderContext } from '../api.ts';
import type { DirectoryMemory } from '../directory-memory.ts';
import type { InboxIndex } from '../inbox-index.ts';
import type { Joined } from '../keeping/joined.ts';
import { type Overlay, overlayOf } from '../overlay.ts';
import type { Queues } from '../queues.ts';
import type { Refs, TagSets } from '../refs.ts';
import { type MessageRow, messageColumns, messageOf } from '../rows.ts';
import type { Db } from '../sqlite.ts';
import type { Generation } from '../writing/generation.ts';

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
  contact(id: string): { title: string; contact: Contact } | null;
  message(id: string): Message | null;
  overlay(): Overlay;
}

const conversationFrom = `SELECT conversation.n, conversation.data, contact.title, contact.tagset
  FROM conversation LEFT JOIN contact ON contact.id = conversation.contact_id`;

export const entityQueries = {
  conversation: `${conversationFrom} WHERE conversation.id = ?`,
  conversationByNumber: `${conversationFrom} WHERE conversation.n = ?`,
  contact: 'SELECT title, data FROM contact WHERE id = ?',
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
  const contact = db.prepare<[string], { title: string; data: string }>(entityQueries.contact);
  const message = db.prepare<[string], MessageRow>(entityQueries.message);

  // The writers put only whole entities of the protocol into `data`.
  const stored = (row: ConversationRow | undefined): StoredConversation | null =>
    row === undefined
      ? null
      : { n: row.n, title: row.title, tagset: row.tagset ?? 0, conversation: JSON.parse(row.data) };

  return {
    conversation: (id) => stored(byId.get(id)),
    conversationByNumber: (n) => stored(byNumber.get(n)),
    contact(id) {
      const row = contact.get(id);
      if (row === undefined) return null;
      // Stored by an earlier version, it lacks what was added to contacts since.
      return { title: row.title, contact: { ...plainContact, ...JSON.parse(row.data) } };
    },
    message(id) {
      const row = message.get(id);
      return row === undefined ? null : messageOf(row, from);
    },
    overlay: () => overlayOf(context.user.outbox(), generation.position()?.cursor ?? 0),
  };
}

/** When the messaging window closes: null where the channel has none, or before the customer's first message. */
export const windowEndOf = (conversation: Conversation, connection: Connection | null): number | null =>
  windowEndsAt(conversation.lastInboundAt, connection?.capabilities.windowMs ?? null);
