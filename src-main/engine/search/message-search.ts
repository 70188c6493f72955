import {
  hasDigits,
  type SearchedText,
  type SearchTerm,
  searchedText,
  searchMatches,
  termMatches,
} from '../../../src-shared/rules/search-words.ts';
import { type MessageRow, messageColumns, searchTextOfRow } from '../cache/rows.ts';
import { type Db, isSqlite, storageFailure } from '../cache/sqlite.ts';
import { streamedExpression, wholeExpression } from './expression.ts';

export const messageSearchQueries = {
  /** Row numbers carry order, so the newest come first without sorting or ranking (bm25 reads every match). */
  match: 'SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC',
  candidate: 'SELECT n, conversation_id, text, more FROM message WHERE n = ?',
  row: `SELECT ${messageColumns} FROM message WHERE n = ?`,
  ofConversation:
    'SELECT n, conversation_id, text, more FROM message WHERE conversation_id = ? ORDER BY n DESC LIMIT ?',
};

/** Candidates read one by one before a rare beginning is asked from the index as a whole. */
const EXAMINED = 250;
/**
 * Then so many more, but only until an answer has taken this long (milliseconds): reading one takes about 10 µs, and six times
 * that where the file was not read before; whoever types waits for the next letter.
 */
const EXAMINED_MOST = 1_000;
const ANSWER_MS = 12;
/** Looking at the clock costs little, but not nothing. */
const CLOCK_EVERY = 32;
/** Of a long conversation so many messages are looked through for its count. */
const COUNTED = 300;

type Candidate = Pick<MessageRow, 'n' | 'conversation_id' | 'text' | 'more'>;

/** The newest message found in one conversation, and how many it has. */
export interface FoundConversation {
  newest: MessageRow;
  count: number;
}

export interface MessageSearch {
  /** One for each conversation, newest first. `partial`: older messages were not all looked at. */
  byConversation(terms: readonly SearchTerm[], limit: number): { found: FoundConversation[]; partial: boolean };
  /** All found in one conversation, newest first. */
  within(conversationId: string, terms: readonly SearchTerm[], limit: number): MessageRow[];
}

interface Found {
  /** The newest row of each conversation. */
  newest: Map<string, number>;
  end: 'complete' | 'full' | 'stopped';
  examined: number;
  passed: number;
  /** For each term, how many of the examined messages have it. */
  matched: number[];
}

/**
 * The newest messages in which everything searched is found.
 *
 * For a beginning longer than three letters FTS5 first gathers every message that has any such word, which for a
 * frequent word in a million messages takes longer than a frame. So candidates come from the streaming index of three
 * letters, newest first, and are checked here; frequent words fill the page within a few of them. When they do not,
 * the words that were rare among the candidates are asked from the index as a whole, which for them is short.
 */
export function createMessageSearch(db: Db, now: () => number = () => performance.now()): MessageSearch {
  const match = db.prepare<[string], number>(messageSearchQueries.match).pluck();
  const candidateOf = db.prepare<[number], Candidate>(messageSearchQueries.candidate);
  const rowOf = db.prepare<[number], MessageRow>(messageSearchQueries.row);
  const ofConversation = db.prepare<[string, number], Candidate>(messageSearchQueries.ofConversation);

  function find(
    expression: string,
    terms: readonly SearchTerm[],
    limit: number,
    { examine, until }: { examine: number; until: number },
  ): Found {
    const found: Found = { newest: new Map(), end: 'complete', examined: 0, passed: 0, matched: terms.map(() => 0) };
    const numbers = hasDigits(terms);
    for (const n of stream(expression)) {
      if (found.newest.size === limit) return { ...found, end: 'full' };
      const late = found.examined > 0 && found.examined % CLOCK_EVERY === 0 && now() > until;
      if (late || found.examined === examine) return { ...found, end: 'stopped' };
      const row = candidateOf.get(n);
      if (row === undefined) continue;
      found.examined += 1;
      const text = searchedText(searchTextOfRow(row), numbers);
      if (!allMatch(terms, text, found.matched)) continue;
      found.passed += 1;
      if (!found.newest.has(row.conversation_id)) found.newest.set(row.conversation_id, n);
    }
    return found;
  }

  /** FTS5 and JavaScript know different versions of Unicode: a word one of them splits is no error of the agent's. */
  function* stream(expression: string): Generator<number> {
    try {
      yield* match.iterate(expression);
    } catch (error) {
      if (!isSqlite(error) || storageFailure(error) !== null) throw error;
    }
  }

  function search(terms: readonly SearchTerm[], limit: number): Found | null {
    const near = streamedExpression(terms);
    if (near === null || limit === 0) return null;
    const until = now() + ANSWER_MS;
    const first = find(near, terms, limit, { examine: EXAMINED, until: Number.POSITIVE_INFINITY });
    if (first.end !== 'stopped') return first;
    // With one candidate in ten the page fills soon enough by reading on.
    const readOn = first.passed >= first.examined / 10;
    const isRare = (i: number) => !readOn && (first.matched[i] ?? 0) < first.examined / 4;
    const second = find(streamedExpression(terms, isRare) ?? near, terms, limit, { examine: EXAMINED_MOST, until });
    // Out of time before it had come as far as the first.
    return second.end === 'stopped' && second.newest.size < first.newest.size ? first : second;
  }

  function within(conversationId: string, terms: readonly SearchTerm[]): Candidate[] {
    const numbers = hasDigits(terms);
    return ofConversation
      .all(conversationId, COUNTED)
      .filter((row) => searchMatches(terms, searchedText(searchTextOfRow(row), numbers)));
  }

  return {
    byConversation(terms, limit) {
      const result = search(terms, limit);
      if (result === null) return { found: [], partial: false };
      const found = [...result.newest].flatMap(([conversationId, n]) => {
        const newest = rowOf.get(n);
        return newest === undefined ? [] : [{ newest, count: Math.max(1, within(conversationId, terms).length) }];
      });
      return { found, partial: result.end === 'stopped' };
    },
    within: (conversationId, terms, limit) =>
      wholeExpression(terms) === null
        ? []
        : within(conversationId, terms)
            .slice(0, limit)
            .flatMap(({ n }) => rowOf.get(n) ?? []),
  };
}

/** Counts each term by itself, so that the rare ones are known. */
function allMatch(terms: readonly SearchTerm[], text: SearchedText, matched: number[]): boolean {
  let all = true;
  for (const [i, term] of terms.entries()) {
    if (termMatches(term, text)) matched[i] = (matched[i] ?? 0) + 1;
    else all = false;
  }
  return all;
}
