import { type MessageRow, messageColumns, searchTextOfRow } from '../cache/rows.ts';
import { type Db, isSqlite, storageFailure } from '../cache/sqlite.ts';
import { beginningWith, exactly, fold, searchedWords, wordsOf } from './words.ts';

export const messageSearchQueries = {
  /** Row numbers carry order, so the newest come first without sorting or ranking (bm25 reads every match). */
  match: 'SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC',
  row: `SELECT ${messageColumns} FROM message WHERE n = ?`,
};

/** Beginnings up to this length have an index of their own: FTS5 then streams matches from the newest. */
const INDEXED = 3;
/** Candidates read one by one before a rare beginning is asked from the index as a whole. */
const EXAMINED = 250;

const isIndexed = (one: string): boolean => [...one].length <= INDEXED;
const isLetter = (one: string): boolean => [...one].length === 1;
const shortened = (one: string): string => beginningWith([...one].slice(0, INDEXED).join(''));

interface Found {
  rows: MessageRow[];
  /** There are no more than these. */
  complete: boolean;
  examined: number;
  /** For each word, in how many of the examined messages it begins some word. */
  matched: number[];
}

/**
 * The newest messages in which every searched word begins some word.
 *
 * For a beginning longer than three letters FTS5 first gathers every message that has any such word, which for a
 * frequent word in a million messages takes longer than a frame. So candidates come from the streaming index of three
 * letters, newest first, and are checked here; frequent words fill the page within a few of them. When they do not,
 * the words that were rare among the candidates are asked from the index as a whole, which for them is short.
 */
export function createMessageSearch(db: Db): (text: string, limit: number) => MessageRow[] {
  const match = db.prepare<[string], number>(messageSearchQueries.match).pluck();
  const rowOf = db.prepare<[number], MessageRow>(messageSearchQueries.row);

  function find(terms: readonly string[], searched: readonly string[], limit: number, examine: number): Found {
    const found: Found = { rows: [], complete: false, examined: 0, matched: searched.map(() => 0) };
    for (const n of stream(terms.join(' AND '))) {
      if (found.rows.length === limit || found.examined === examine) return found;
      const row = rowOf.get(n);
      if (row === undefined) continue;
      found.examined += 1;
      const words = wordsOf(fold(searchTextOfRow(row)));
      let all = true;
      for (const [i, one] of searched.entries()) {
        if (words.some((word) => word.startsWith(one))) found.matched[i] = (found.matched[i] ?? 0) + 1;
        else all = false;
      }
      if (all) found.rows.push(row);
    }
    found.complete = true;
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

  return (text, limit) => {
    const words = searchedWords(text);
    if (words.length === 0 || limit === 0) return [];
    const searched = words.map(fold);
    // A single letter is rather a word («o», «e») than the beginning of one, and half of all messages would match.
    if (words.every(isLetter)) return find(words.map(exactly), searched, limit, EXAMINED).rows;
    // Beside longer words it is only checked: beginnings of one letter have no index.
    const near = find(words.filter((one) => !isLetter(one)).map(shortened), searched, limit, EXAMINED);
    if (near.complete || near.rows.length === limit) return near.rows;
    // With one candidate in ten the page fills soon enough by reading on.
    const readOn = near.rows.length >= near.examined / 10;
    const terms = words.flatMap((one, i) => {
      if (isLetter(one)) return [];
      const rare = !readOn && (near.matched[i] ?? 0) < near.examined / 4;
      return rare && !isIndexed(one) ? beginningWith(one) : shortened(one);
    });
    return find(terms, searched, limit, Number.POSITIVE_INFINITY).rows;
  };
}
