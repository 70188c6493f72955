import type { Conversation } from '../../../../src-shared/protocol/entities.ts';
import type { Refs } from '../refs.ts';
import { channelNumber, conversationNumber, flagsOf } from '../rows.ts';
import type { Db } from '../sqlite.ts';
import { type Changes, noteMove } from './changes.ts';
import { type ConversationSearch, protocolIn, searchTextOfConversation } from './conversation-search.ts';
import type { Generation } from './generation.ts';
import type { MessageWriting } from './messages.ts';
import type { Roots } from './roots.ts';

export interface ConversationWriting {
  write(conversation: Conversation, changes: Changes): void;
  /** With its messages. */
  remove(conversationId: string, changes: Changes): void;
}

interface KnownConversation {
  n: number;
  contact_id: string;
  version: number;
  generation: number;
  search: string;
  merged_into: string | null;
  root: string | null;
  data: string;
}

export function createConversationWriting(
  db: Db,
  deps: {
    generation: Generation;
    refs: Refs;
    search: ConversationSearch;
    messages: MessageWriting;
    /** Of conversations. */
    roots: Roots;
    /** Of contacts. */
    records: Pick<Roots, 'rootOf'>;
  },
): ConversationWriting {
  const known = db.prepare<[string], KnownConversation>(
    'SELECT n, contact_id, version, generation, search, merged_into, root, data FROM conversation WHERE id = ?',
  );
  const taken = db.prepare<[number], { n: number }>('SELECT n FROM conversation WHERE n = ?');
  const insert = db.prepare<[number, string, string, number, number, string, string | null, string]>(`
    INSERT INTO conversation (n, id, contact_id, version, generation, search, merged_into, data)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const update = db.prepare<[string, number, number, string, string | null, string, number]>(`
    UPDATE conversation SET contact_id = ?, version = ?, generation = ?, search = ?, merged_into = ?, data = ?
    WHERE n = ?`);
  const list = db.prepare<
    [
      ...[number, number, number, number, number, number],
      ...[number, number, number, number, number, number],
      ...[string, string],
    ]
  >(`
    INSERT OR REPLACE INTO inbox (n, flags, at, finished_at, assignee, department, connection, channel, reason,
      finished_by, unread, last_inbound_at, tagset, stageset)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce((SELECT tagset FROM contact WHERE id = ?), 0),
      coalesce((SELECT stageset FROM contact WHERE id = ?), 0))`);
  const eraseListed = db.prepare<[number]>('DELETE FROM inbox WHERE n = ?');
  const erase = db.prepare<[number]>('DELETE FROM conversation WHERE n = ?');

  function freeNumber(conversation: Conversation): number {
    let n = conversationNumber(conversation);
    while (taken.get(n) !== undefined) n += 1;
    return n;
  }

  function writeListed(n: number, conversation: Conversation): void {
    const { refs } = deps;
    list.run(
      n,
      flagsOf(conversation),
      conversation.lastActivityAt,
      conversation.finishedAt ?? 0,
      refs.of(conversation.assigneeId),
      refs.of(conversation.departmentId),
      refs.of(conversation.connectionId),
      channelNumber(conversation.channel),
      refs.of(conversation.qualification?.reasonId ?? null),
      refs.of(conversation.finishedById),
      conversation.unread,
      conversation.lastInboundAt ?? 0,
      conversation.contactId,
      conversation.contactId,
    );
  }

  /** What it is shown in, and what is shown in it: the chats of all of them are others now. */
  function settle(id: string, before: { root: string | null } | undefined, changes: Changes): void {
    const records = deps.roots.settle(id, before === undefined ? null : (before.root ?? id));
    if (before !== undefined) changes.conversations.add(before.root ?? id);
    for (const [root, ids] of records) {
      if (ids.length === 1 && ids[0] === id) continue;
      changes.conversations.add(root);
      for (const one of ids) changes.conversations.add(one);
    }
  }

  return {
    write(conversation, changes) {
      const before = known.get(conversation.id);
      if (before !== undefined && deps.generation.keeps(before, conversation.version)) return;
      const generation = deps.generation.current();
      const search = searchTextOfConversation(conversation);
      const data = JSON.stringify(conversation);
      const n = before?.n ?? freeNumber(conversation);
      const { id, contactId, version } = conversation;
      const into = conversation.merged?.intoId ?? null;
      if (before === undefined) insert.run(n, id, contactId, version, generation, search, into, data);
      else update.run(contactId, version, generation, search, into, data, n);
      writeListed(n, conversation);
      if (before?.search !== search || before.contact_id !== contactId) deps.search.refresh(n);
      if (protocolIn(before?.search) !== protocolIn(search)) deps.search.refreshProtocol(n);
      changes.conversations.add(id);
      changes.contacts.add(contactId);
      changes.contacts.add(deps.records.rootOf(contactId));
      if (before !== undefined) changes.contacts.add(before.contact_id);
      if (before === undefined || before.merged_into !== into) settle(id, before, changes);
      else if (before.root !== null) changes.conversations.add(before.root);
      changes.inboxRows.add(n);
      // Written by this function only.
      const former: Conversation | null = before === undefined ? null : JSON.parse(before.data);
      noteMove(changes, former, conversation);
    },
    remove(conversationId, changes) {
      deps.messages.removeOf(conversationId);
      changes.conversations.add(conversationId);
      const row = known.get(conversationId);
      if (row === undefined) return;
      eraseListed.run(row.n);
      erase.run(row.n);
      deps.search.remove(row.n);
      changes.contacts.add(row.contact_id);
      changes.inboxRows.add(row.n);
      settle(conversationId, row, changes);
    },
  };
}
