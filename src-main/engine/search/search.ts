import type { SearchHit } from '../../../src-shared/bridge/views.ts';
import { protocolBeginsWith } from '../../../src-shared/rules/search-subject.ts';
import {
  hasDigits,
  readSearch,
  type SearchTerm,
  searchedText,
  searchMatches,
  soughtNumber,
} from '../../../src-shared/rules/search-words.ts';
import type { Entities, Sources } from '../cache/readers/reading.ts';
import type { MessageRow } from '../cache/rows.ts';
import { isSqlite, storageFailure } from '../cache/sqlite.ts';
import { streamedExpression, wholeExpression } from './expression.ts';
import { messageHit, subjectHit } from './hits.ts';
import { createMessageSearch } from './message-search.ts';

export const searchQueries = {
  contacts: 'SELECT rowid FROM conversation_fts WHERE conversation_fts MATCH ? ORDER BY rowid DESC',
  protocols: 'SELECT rowid FROM protocol_fts WHERE protocol_fts MATCH ? ORDER BY rowid DESC',
  subject: `SELECT conversation.contact_id AS contactId, conversation.search AS own, contact.search AS who,
      contact.title AS name
    FROM conversation LEFT JOIN contact ON contact.id = conversation.contact_id WHERE conversation.n = ?`,
};

/** Contacts and protocols come first, but leave room for messages. */
const SUBJECTS = 10;
/** A contact may have many conversations and is shown once: so many matches are looked at to find others. */
const SUBJECTS_READ = 300;
const SUBJECTS_NEAR = 100;

/**
 * Contacts and protocols, then one hit for each conversation with messages (its newest one, and their count), newest
 * first. `partial`: older messages were not all looked at. With `conversationId`: each message found in that one.
 */
export type Search = (text: string, limit: number, conversationId?: string) => { hits: SearchHit[]; partial?: true };

/** Contacts, protocol numbers and every message on this machine, as the agent types (A8). */
export function createSearch(from: Sources, entities: Entities): Search {
  const messages = createMessageSearch(from.db);
  const ofContacts = from.db.prepare<[string], number>(searchQueries.contacts).pluck();
  const withProtocol = from.db.prepare<[string], number>(searchQueries.protocols).pluck();
  const subjectOf = from.db.prepare<
    [number],
    { contactId: string; own: string; who: string | null; name: string | null }
  >(searchQueries.subject);

  /** FTS5 and JavaScript know different versions of Unicode: a word one of them splits is no error of the agent's. */
  function* stream(matching: typeof ofContacts, expression: string): Generator<number> {
    try {
      yield* matching.iterate(expression);
    } catch (error) {
      if (!isSqlite(error) || storageFailure(error) !== null) throw error;
    }
  }

  /** The newest conversation of each contact found. */
  function contactNumbers(terms: readonly SearchTerm[], limit: number): number[] {
    // What many have is found among the newest by its first letters; what is rare, by the index as a whole.
    const near = contactsBy(streamedExpression(terms), terms, limit, SUBJECTS_NEAR);
    return near.complete ? near.numbers : contactsBy(wholeExpression(terms), terms, limit, SUBJECTS_READ).numbers;
  }

  /** Whoever is called so comes before whoever lives there or is mentioned so. */
  function contactsBy(expression: string | null, terms: readonly SearchTerm[], limit: number, most: number) {
    const found = new Map<string, number>();
    const called = new Set<number>();
    const mayBeName = !hasDigits(terms);
    const refused = new Set<string>();
    let read = 0;
    if (expression !== null) {
      for (const n of stream(ofContacts, `{who} : (${expression})`)) {
        if ((mayBeName ? called.size : found.size) === limit || read === most) break;
        read += 1;
        const subject = subjectOf.get(n);
        if (subject === undefined) continue;
        const customer = entities.records.rootOf(subject.contactId);
        if (found.has(customer) || refused.has(customer)) continue;
        // The numbers' spellings are words of it already.
        const isCalledSo = mayBeName && searchMatches(terms, searchedText(subject.name ?? '', false));
        if (isCalledSo) called.add(n);
        if (isCalledSo || searchMatches(terms, searchedText(subject.who ?? '', false))) found.set(customer, n);
        else refused.add(customer);
      }
    }
    const numbers = [...called, ...[...found.values()].filter((n) => !called.has(n))].slice(0, limit);
    return { numbers, complete: numbers.length === limit || read < most };
  }

  function protocolNumbers(terms: readonly SearchTerm[], limit: number): number[] {
    const digits = soughtNumber(terms);
    if (digits === null) return [];
    const found: number[] = [];
    let read = 0;
    // Fewer digits begin nothing: they are a protocol's whole last part.
    for (const n of stream(withProtocol, digits.length < 3 ? `"${digits}"` : `"${digits}"*`)) {
      read += 1;
      if (read > SUBJECTS_READ) break;
      // The protocol is the first of its words.
      const [protocol = ''] = subjectOf.get(n)?.own.split(/\s/, 1) ?? [];
      if (protocolBeginsWith(protocol, digits)) found.push(n);
      if (found.length === limit) break;
    }
    return found;
  }

  function subjectHits(terms: readonly SearchTerm[], limit: number): SearchHit[] {
    const protocols = protocolNumbers(terms, limit);
    const contacts = contactNumbers(terms, limit).filter((n) => !protocols.includes(n));
    return [...protocols, ...contacts].slice(0, limit).flatMap((n) => {
      const own = entities.conversationByNumber(n);
      if (own === null) return [];
      // Its own protocol was found, wherever it is shown.
      const { id } = own.conversation;
      const root = protocols.includes(n) ? null : entities.conversation(entities.rootOf(id));
      const stored = root ?? own;
      return [subjectHit(stored, entities.contact(stored.conversation.contactId)?.contact ?? null, terms)];
    });
  }

  /** What is merged into another conversation is found and opened as that one. */
  function hitOf(row: MessageRow, terms: readonly SearchTerm[], count: number): SearchHit[] {
    const own = entities.conversation(row.conversation_id);
    const stored = entities.conversation(entities.rootOf(row.conversation_id)) ?? own;
    const message = from.stored.message(row);
    return stored === null || message === null ? [] : [messageHit(stored, message, terms, count)];
  }

  return (text, limit, conversationId) => {
    const terms = readSearch(text);
    if (terms.length === 0) return { hits: [] };
    if (conversationId !== undefined) {
      return { hits: messages.within(conversationId, terms, limit).flatMap((row) => hitOf(row, terms, 1)) };
    }
    const subjects = subjectHits(terms, Math.min(SUBJECTS, limit));
    const { found, partial } = messages.byConversation(terms, limit - subjects.length);
    const shown = Map.groupBy(found, ({ newest }) => entities.rootOf(newest.conversation_id));
    const inMessages = [...shown.values()].flatMap(([first, ...others]) => {
      if (first === undefined) return [];
      const count = others.reduce((sum, one) => sum + one.count, first.count);
      return hitOf(first.newest, terms, count);
    });
    const hits = [...subjects, ...inMessages];
    return partial ? { hits, partial } : { hits };
  };
}
