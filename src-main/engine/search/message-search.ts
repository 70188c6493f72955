import { type MessageRow, messageColumns, searchTextOfRow } from '../cache/rows.ts';
import { type Db, isSqlite, storageFailure } from '../cache/sqlite.ts';
import { beginningWith, exactly, fold, hasBeginnings, searchedWords } from './words.ts';

export const messageSearchQueries = {
  /** Row numbers carry order, so the newest come first without sorting or ranking (bm25 reads every match). */
  match: 'SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC',
  row: `SELECT ${messageColumns} FROM message WHERE n = ?`,
};

/** Beginnings up to this length have an index of their own: FTS5 then streams matches from the newest. */
const INDEXED = 3;
/** Candidates read one by one before the index is asked for the whole beginning. */
const EXAMINED = 250;

const shortened = (one: string): string => beginningWith([...one].slice(0, INDEXED).join(''));
const finished = (one: string): string => ([...one].length <= INDEXED ? beginningWith(one) : exactly(one));

/**
 * The newest messages with every word of the search, the last of which may be unfinished.
 *
 * For a beginning longer than three letters FTS5 first gathers every message that has any such word, which for a
 * frequent word in a million messages takes longer than a frame. So the candidates are taken from the streaming index
 * of three letters, newest first, and checked here; a frequent word fills the page within a few of them. Only when it
 * does not, the beginning is rare, and gathering its messages is short.
 */
export function createMessageSearch(db: Db): (text: string, limit: number) => MessageRow[] {
  const match = db.prepare<[string], number>(messageSearchQueries.match).pluck();
  const rowOf = db.prepare<[number], MessageRow>(messageSearchQueries.row);

  /** `complete`: there are no more than these. */
  function find(terms: readonly string[], searched: readonly string[], limit: number, examine: number) {
    const rows: MessageRow[] = [];
    let examined = 0;
    for (const n of stream(terms.join(' AND '))) {
      if (rows.length === limit || examined === examine) return { rows, complete: false };
      examined += 1;
      const row = rowOf.get(n);
      if (row !== undefined && hasBeginnings(searchTextOfRow(row), searched)) rows.push(row);
    }
    return { rows, complete: true };
  }

  /** FTS5 and JavaScript know different versions of Unicode: a word one of them splits is no error of the agent's. */
  function* stream(expression: string): Generator<number> {
    try {
      yield* match.iterate(expression);
    } catch (error) {
      if (!isSqlite(error) || storageFailure(error) !== null) throw error;
    }
  }

  /** The candidates first; the whole beginning when they were too few. */
  function newest(before: readonly string[], last: string, searched: readonly string[], limit: number) {
    const near = find([...before, shortened(last)], searched, limit, EXAMINED);
    if (near.complete || near.rows.length === limit) return near.rows;
    return find([...before, beginningWith(last)], searched, limit, Number.POSITIVE_INFINITY).rows;
  }

  return (text, limit) => {
    const words = searchedWords(text);
    const last = words.at(-1);
    if (last === undefined || limit === 0) return [];
    const searched = words.map(fold);
    // A single letter is rather a word («o», «e») than the beginning of one, and half of all messages would match.
    if (words.length === 1 && [...last].length === 1) return find([exactly(last)], searched, limit, EXAMINED).rows;
    const before = words.slice(0, -1);
    const rows = newest(before.map(finished), last, searched, limit);
    // Words before the last are normally finished; where nothing matches so, they may be beginnings too.
    if (rows.length > 0 || before.every((one) => [...one].length <= INDEXED)) return rows;
    return newest(before.map(beginningWith), last, searched, limit);
  };
}
