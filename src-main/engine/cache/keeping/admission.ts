import type { Conversation, Message } from '../../../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../../../src-shared/protocol/log.ts';
import type { Db } from '../sqlite.ts';
import type { Changes } from '../writing/changes.ts';
import type { ConversationWriting } from '../writing/conversations.ts';
import type { Generation } from '../writing/generation.ts';
import type { MessageWriting } from '../writing/messages.ts';
import { restOf } from './api.ts';

/** What of the log and of snapshots is written to this machine (see `api.ts`). */
export interface Admission {
  /** A change of one conversation, told by the log. */
  conversation(conversation: Conversation, changes: Changes): void;
  /** One that comes whole: its messages follow. */
  whole(conversation: Conversation, changes: Changes): void;
  message(message: Message, changes: Changes, announce: boolean): void;
  leave(conversationId: string, changes: Changes): void;
  floor(): number | null;
  setFloor(floor: number | null): void;
  holds(conversationId: string): boolean;
  expect(conversationId: string): void;
  /** False too when a snapshot began since: it does not say what changed of a conversation that it leaves out. */
  expected(conversationId: string): boolean;
  /** What was put aside, which then no longer is. */
  takeAside(conversationId: string): LogItem[];
  /** After a rollback. */
  reload(): void;
}

export const admissionQueries = {
  holds: 'SELECT 1 FROM conversation WHERE id = ?',
  asked: 'SELECT 1 FROM kept WHERE conversation_id = ?',
  knowsContact: 'SELECT 1 FROM contact WHERE id = ?',
};

export function createAdmission(
  db: Db,
  tables: { conversations: ConversationWriting; messages: MessageWriting; generation: Generation },
): Admission {
  const { conversations, messages, generation } = tables;
  const holdsIt = db.prepare<[string], unknown>(admissionQueries.holds);
  const knowsContact = db.prepare<[string], unknown>(admissionQueries.knowsContact);
  const asked = db.prepare<[string], unknown>(admissionQueries.asked);
  const want = db.prepare<[string]>(
    `INSERT INTO wanted (conversation_id, why) VALUES (?, 'alive') ON CONFLICT DO UPDATE SET why = 'alive'`,
  );
  const unkeep = ['kept', 'wanted', 'older'].map((table) =>
    db.prepare<[string]>(`DELETE FROM ${table} WHERE conversation_id = ?`),
  );
  const getFloor = db.prepare<[], { value: string }>(`SELECT value FROM meta WHERE key = 'floor'`);
  const putFloor = db.prepare<[string]>(`INSERT OR REPLACE INTO meta (key, value) VALUES ('floor', ?)`);
  const dropFloor = db.prepare(`DELETE FROM meta WHERE key = 'floor'`);
  /** undefined: not read yet. */
  let known: number | null | undefined;
  /** By conversation that is about to be fetched: what the log said of it meanwhile. */
  const aside = new Map<string, { generation: number; items: LogItem[] }>();

  function floor(): number | null {
    if (known === undefined) {
      const row = getFloor.get();
      known = row === undefined ? null : Number(row.value);
    }
    return known;
  }

  const holds = (conversationId: string): boolean => holdsIt.get(conversationId) !== undefined;

  function belongs(conversation: Conversation): boolean {
    const rest = restOf(conversation);
    return rest === null || rest >= (floor() ?? 0) || asked.get(conversation.id) !== undefined;
  }

  function putAside(conversationId: string, item: LogItem): boolean {
    const entry = aside.get(conversationId);
    entry?.items.push(item);
    return entry !== undefined;
  }

  const admission: Admission = {
    conversation(conversation, changes) {
      const lowest = floor();
      if (lowest === null || generation.snapshotOpen() || holds(conversation.id)) {
        admission.whole(conversation, changes);
        return;
      }
      const isComing = putAside(conversation.id, { type: 'conversation', conversation });
      if (!belongs(conversation)) return;
      // Whatever began after the floor was here from its first word; so this one begins now. A customer who was away for
      // long is not known any more, and comes with the conversation.
      const begins = conversation.createdAt >= lowest && knowsContact.get(conversation.contactId) !== undefined;
      if (begins && !isComing) {
        conversations.write(conversation, changes);
        return;
      }
      // Also of one that is just coming, because the agent asked for it: that may fail, and this is not said again.
      want.run(conversation.id);
      if (isComing) return;
      admission.expect(conversation.id);
      putAside(conversation.id, { type: 'conversation', conversation });
    },
    whole(conversation, changes) {
      if (holds(conversation.id) || belongs(conversation)) conversations.write(conversation, changes);
    },
    message(message, changes, announce) {
      if (floor() === null || holds(message.conversationId)) messages.write(message, changes, announce);
      else putAside(message.conversationId, { type: 'message', message });
    },
    leave(conversationId, changes) {
      aside.delete(conversationId);
      for (const statement of unkeep) statement.run(conversationId);
      conversations.remove(conversationId, changes);
    },
    floor,
    setFloor(next) {
      if (next === null) dropFloor.run();
      else putFloor.run(String(next));
      known = next;
    },
    holds,
    expect(conversationId) {
      if (!admission.expected(conversationId))
        aside.set(conversationId, { generation: generation.current(), items: [] });
    },
    expected: (conversationId) => aside.get(conversationId)?.generation === generation.current(),
    takeAside(conversationId) {
      const items = aside.get(conversationId)?.items ?? [];
      aside.delete(conversationId);
      return items;
    },
    reload() {
      known = undefined;
    },
  };
  return admission;
}
