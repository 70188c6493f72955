import type { Conversation } from '../../../../src-shared/protocol/entities.ts';
import { searchTextOfProtocol } from '../../../../src-shared/rules/search-subject.ts';
import type { Db } from '../sqlite.ts';

/** Keeps `conversation_fts`: who a conversation is with and the description it was finished with; and `protocol_fts`. */
export interface ConversationSearch {
  /** Writes the row's words again, from what the tables hold. Its protocol never changes, but by an earlier version's spelling. */
  refresh(n: number): void;
  refreshProtocol(n: number): void;
  remove(n: number): void;
}

/** `conversation.search`: the protocol's words on the first line, the description after it. */
export const searchTextOfConversation = (conversation: Conversation): string =>
  `${searchTextOfProtocol(conversation.protocol)}\n${conversation.qualification?.description ?? ''}`;

/** The protocol's words of `conversation.search`. */
export const protocolIn = (search: string | undefined): string | undefined => search?.slice(0, search.indexOf('\n'));

export function createConversationSearch(db: Db): ConversationSearch {
  const select = db.prepare<[number], { search: string; who: string | null }>(
    `SELECT conversation.search, contact.search AS who FROM conversation
     LEFT JOIN contact ON contact.id = conversation.contact_id WHERE conversation.n = ?`,
  );
  const replace = db.prepare<[number, string, string]>(
    'INSERT OR REPLACE INTO conversation_fts (rowid, who, description) VALUES (?, ?, ?)',
  );
  const replaceProtocol = db.prepare<[number, string]>(
    'INSERT OR REPLACE INTO protocol_fts (rowid, protocol) VALUES (?, ?)',
  );
  const erase = ['conversation_fts', 'protocol_fts'].map((index) =>
    db.prepare<[number]>(`DELETE FROM ${index} WHERE rowid = ?`),
  );

  return {
    refresh(n) {
      const row = select.get(n);
      if (row === undefined) return;
      const line = row.search.indexOf('\n');
      replace.run(n, row.who ?? '', row.search.slice(line + 1));
    },
    refreshProtocol(n) {
      const row = select.get(n);
      if (row !== undefined) replaceProtocol.run(n, protocolIn(row.search) ?? '');
    },
    remove(n) {
      for (const statement of erase) statement.run(n);
    },
  };
}
