/**
 * How searching reads text, on both sides of the index. The index folds by itself (`unicode61 remove_diacritics 2`);
 * `fold` does the same here, for checking and marking what matched.
 */

/** The characters SQLite's `unicode61` keeps inside a word: letters, numbers, private use, and marks after a letter. */
const word = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{Mn}]*/gu;

export const wordsOf = (text: string): string[] => text.match(word) ?? [];

/** Each word with its place in the text. */
export const placedWordsOf = (text: string): Iterable<RegExpExecArray> => text.matchAll(word);

/** Without case and accents. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

/** At most so many words are looked for; what comes after them changes nothing. */
const MAX_WORDS = 12;

/** The words an agent typed; the last one may still be unfinished. */
export const searchedWords = (text: string): string[] => wordsOf(text).slice(0, MAX_WORDS);

/** Quoted, so that nothing the agent types is read as an operator of FTS5. */
export const exactly = (one: string): string => `"${one}"`;
export const beginningWith = (one: string): string => `"${one}"*`;

/** What the agent typed, as an FTS5 expression: every word must begin some word. null when there is no word. */
export function matchExpression(text: string, columns: readonly string[] = []): string | null {
  const words = searchedWords(text);
  if (words.length === 0) return null;
  const terms = words.map(beginningWith).join(' AND ');
  return columns.length === 0 ? terms : `{${columns.join(' ')}} : (${terms})`;
}
