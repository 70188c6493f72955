import type { SearchHit } from '../../../src-shared/bridge/views.ts';
import type { Entities, Sources, StoredConversation } from '../cache/readers/reading.ts';
import { type MessageRow, searchTextOfRow } from '../cache/rows.ts';
import { isSqlite, storageFailure } from '../cache/sqlite.ts';
import { excerptOf } from './excerpt.ts';
import { createMessageSearch } from './message-search.ts';
import { withPhonesAsDigits } from './subject.ts';
import { matchExpression } from './words.ts';

export const searchQueries = {
  conversations: 'SELECT rowid FROM conversation_fts WHERE conversation_fts MATCH ? ORDER BY rowid DESC LIMIT ?',
};

/** Contacts and protocols come first, but leave room for messages. */
const SUBJECTS = 10;
/** A contact may have many conversations and is shown once: so many matches are looked at to find others. */
const SUBJECTS_READ = 200;

/** Contacts, protocol numbers and every message on this machine, newest first, as the agent types (A8). */
export function createSearch(from: Sources, entities: Entities) {
  const messages = createMessageSearch(from.db);
  const conversations = from.db.prepare<[string, number], number>(searchQueries.conversations).pluck();

  /** FTS5 and JavaScript know different versions of Unicode: a word one of them splits is no error of the agent's. */
  function matching(expression: string): number[] {
    try {
      return conversations.all(expression, SUBJECTS_READ);
    } catch (error) {
      if (isSqlite(error) && storageFailure(error) === null) return [];
      throw error;
    }
  }

  function subjectHits(text: string, limit: number): SearchHit[] {
    const words = withPhonesAsDigits(text);
    const expression = matchExpression(words, ['who', 'protocol']);
    if (expression === null) return [];
    const shown = new Set<string>();
    const hits: SearchHit[] = [];
    for (const n of matching(expression)) {
      const stored = entities.conversationByNumber(n);
      if (stored === null) continue;
      const { conversation } = stored;
      const byProtocol = protocolMatches(conversation.protocol, text);
      if (!byProtocol && shown.has(conversation.contactId)) continue;
      shown.add(conversation.contactId);
      hits.push(subjectHit(stored, byProtocol ? conversation.protocol : whoOf(stored, words), words));
      if (hits.length === limit) break;
    }
    return hits;
  }

  /** The line of the contact's names and addresses in which the match can be seen; the title when it is in none. */
  function whoOf({ conversation, title }: StoredConversation, words: string): string {
    const name = title ?? conversation.protocol;
    const contact = entities.contact(conversation.contactId)?.contact;
    if (contact === undefined || excerptOf(name, words).marks.length > 0) return name;
    const others = contact.identities.flatMap((one) => [one.profileName ?? '', one.address, one.phone ?? '']);
    return others.find((one) => excerptOf(one, words).marks.length > 0) ?? name;
  }

  function subjectHit({ conversation, title }: StoredConversation, shown: string, words: string): SearchHit {
    const excerpt = excerptOf(shown, words);
    return {
      conversationId: conversation.id,
      title: title ?? conversation.protocol,
      channel: conversation.channel,
      protocol: conversation.protocol,
      status: conversation.status,
      message: null,
      excerpt: excerpt.text,
      marks: excerpt.marks,
    };
  }

  function messageHit(row: MessageRow, text: string): SearchHit[] {
    const stored = entities.conversation(row.conversation_id);
    if (stored === null) return [];
    const { conversation, title } = stored;
    const excerpt = excerptOf(searchTextOfRow(row), text);
    return [
      {
        conversationId: conversation.id,
        title: title ?? conversation.protocol,
        channel: conversation.channel,
        protocol: conversation.protocol,
        status: conversation.status,
        message: { id: row.id, position: row.position, at: row.created_at, direction: row.direction },
        excerpt: excerpt.text,
        marks: excerpt.marks,
      },
    ];
  }

  return (text: string, limit: number): { hits: SearchHit[] } => {
    const subjects = subjectHits(text, Math.min(SUBJECTS, limit));
    const found = messages(text, limit - subjects.length).flatMap((row) => messageHit(row, text));
    return { hits: [...subjects, ...found] };
  };
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');

function protocolMatches(protocol: string, text: string): boolean {
  const typed = digitsOf(text);
  if (typed === '' || /\p{L}/u.test(text)) return false;
  return digitsOf(protocol).startsWith(typed) || (/0*(\d+)$/.exec(protocol)?.[1] ?? '').startsWith(typed);
}
