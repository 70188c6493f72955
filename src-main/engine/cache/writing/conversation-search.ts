import type { Conversation } from '../../../../src-shared/protocol/entities.ts';
import { searchTextOfProtocol } from '../../../../src-shared/rules/search-subject.ts';
import type { Db } from '../sqlite.ts';

/** Keeps `conversation_fts`: who a conversation is with, its protocol number and the description it was finished with. */
export interface ConversationSearch {
  /** Writes the row's words again, from what the tables hold. */
  refresh(n: number): void;
  remove(n: number): void;
}

/** `conversation.search`: the protocol's words on the first line, the description after it. */
export const searchTextOfConversation = (conversation: Conversation): string =>
  `${searchTextOfProtocol(conversation.protocol)}\n${conversation.qualification?.description ?? ''}`;

export function createConversationSearch(db: Db): ConversationSearch {
  const select = db.prepare<[number], { search: string; who: string | null }>(
    `SELECT conversation.search, contact.search AS who FROM conversation
     LEFT JOIN contact ON contact.id = conversation.contact_id WHERE conversation.n = ?`,
  );
  const replace = db.prepare<[number, string, string, string]>(
    'INSERT OR REPLACE INTO conversation_fts (rowid, who, protocol, description) VALUES (?, ?, ?, ?)',
  );
  const erase = db.prepare<[number]>('DELETE FROM conversation_fts WHERE rowid = ?');

  return {
    refresh(n) {
      const row = select.get(n);
      if (row === undefined) return;
      const line = row.search.indexOf('\n');
      replace.run(n, row.who ?? '', row.search.slice(0, line), row.search.slice(line + 1));
    },
    remove(n) {
      erase.run(n);
    },
  };
}
