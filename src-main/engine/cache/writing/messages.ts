import type { Message } from '../../../../src-shared/protocol/entities.ts';
import { indexedText } from '../../../../src-shared/rules/search-words.ts';
import type { Refs } from '../refs.ts';
import { messageNumber, moreOf, searchTextOfMessage, searchTextOfRow } from '../rows.ts';
import type { Db } from '../sqlite.ts';
import type { Changes } from './changes.ts';
import type { Generation } from './generation.ts';

export interface MessageWriting {
  /** `announce`: an inbound message or a note that was not on this machine is told to whoever notifies. */
  write(message: Message, changes: Changes, announce: boolean): void;
  removeOf(conversationId: string): void;
  /** Removes one row by its number (the end of a snapshot). */
  removeRow(n: number): void;
}

/** Of new messages these are told to whoever notifies. */
export const isAnnounced = ({ direction }: Message): boolean => direction === 'inbound' || direction === 'note';

interface KnownMessage {
  n: number;
  version: number;
  generation: number;
  position: number;
  text: string | null;
  more: string | null;
}

type Columns = {
  n: number;
  id: string;
  conversation: string;
  position: number;
  version: number;
  generation: number;
  connection: number;
  identity: number;
  channel: string;
  direction: string;
  kind: string;
  text: string | null;
  author: number;
  createdAt: number;
  providerAt: number | null;
  status: string | null;
  more: string | null;
};

export function createMessageWriting(
  db: Db,
  deps: { generation: Generation; refs: Refs; identities: Refs },
): MessageWriting {
  const known = db.prepare<[string], KnownMessage>(
    'SELECT n, version, generation, position, text, more FROM message WHERE id = ?',
  );
  const insert = db.prepare<[Columns]>(`
    INSERT INTO message (n, id, conversation_id, position, version, generation, connection, identity, channel, direction,
      kind, text, author, created_at, provider_at, status, more)
    VALUES (@n, @id, @conversation, @position, @version, @generation, @connection, @identity, @channel, @direction,
      @kind, @text, @author, @createdAt, @providerAt, @status, @more)
    ON CONFLICT (n) DO NOTHING`);
  const update = db.prepare<[Columns]>(`
    UPDATE message SET conversation_id = @conversation, version = @version, generation = @generation,
      connection = @connection, identity = @identity, channel = @channel, direction = @direction, kind = @kind,
      text = @text, author = @author, created_at = @createdAt, provider_at = @providerAt, status = @status, more = @more
    WHERE n = @n AND id = @id AND position = @position`);
  const index = db.prepare<[number, string]>('INSERT OR REPLACE INTO message_fts (rowid, text) VALUES (?, ?)');
  const unindex = db.prepare<[number]>('DELETE FROM message_fts WHERE rowid = ?');
  const unindexOf = db.prepare<[string]>(
    'DELETE FROM message_fts WHERE rowid IN (SELECT n FROM message WHERE conversation_id = ?)',
  );
  const eraseOf = db.prepare<[string]>('DELETE FROM message WHERE conversation_id = ?');
  const erase = db.prepare<[number]>('DELETE FROM message WHERE n = ?');

  function columnsOf(n: number, message: Message): Columns {
    const { refs, identities, generation } = deps;
    return {
      n,
      id: message.id,
      conversation: message.conversationId,
      position: message.position,
      version: message.version,
      generation: generation.current(),
      connection: refs.of(message.connectionId),
      identity: identities.of(message.identityId),
      channel: message.channel,
      direction: message.direction,
      kind: message.kind,
      text: message.text,
      author: refs.of(message.authorId),
      createdAt: message.createdAt,
      providerAt: message.providerAt,
      status: message.status,
      more: moreOf(message),
    };
  }

  function add(message: Message): void {
    const columns = columnsOf(messageNumber(message), message);
    while (insert.run(columns).changes === 0) columns.n += 1;
    const text = searchTextOfMessage(message);
    if (text !== '') index.run(columns.n, indexedText(text));
  }

  function removeRow(n: number): void {
    unindex.run(n);
    erase.run(n);
  }

  /** Its words may be spelled otherwise. */
  const isOfEarlierVersion = (row: KnownMessage): boolean =>
    deps.generation.renewing() && row.generation !== deps.generation.current();

  function change(row: KnownMessage, message: Message): void {
    if (row.position !== message.position) {
      // Only another log gives the same message another position.
      removeRow(row.n);
      add(message);
      return;
    }
    const columns = columnsOf(row.n, message);
    update.run(columns);
    const text = searchTextOfMessage(message);
    if (text === searchTextOfRow(row) && !isOfEarlierVersion(row)) return;
    if (text === '') unindex.run(row.n);
    else index.run(row.n, indexedText(text));
  }

  return {
    write(message, changes, announce) {
      const row = known.get(message.id);
      if (row !== undefined && deps.generation.keeps(row, message.version)) return;
      changes.conversations.add(message.conversationId);
      if (row !== undefined) {
        change(row, message);
        return;
      }
      add(message);
      if (announce && isAnnounced(message)) changes.newMessages.push(message);
    },
    removeOf(conversationId) {
      unindexOf.run(conversationId);
      eraseOf.run(conversationId);
    },
    removeRow,
  };
}
