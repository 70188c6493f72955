import type { SavedText } from '../../../src-shared/protocol/entities.ts';
import { plain } from '../../inbox/plain.ts';

/** What is being written after a «/» before the caret; null: nothing. */
interface SavedTextQuery {
  /** Where the «/» stands, in UTF-16 units. */
  from: number;
  text: string;
}

/** A «/» opens the list only where a word begins: «e/ou», dates and addresses have one inside. */
export function savedTextQuery(text: string, caret: number): SavedTextQuery | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf('/');
  if (from === -1 || (from > 0 && !/\s/.test(before.charAt(from - 1)))) return null;
  const query = before.slice(from + 1);
  return /\s/.test(query) ? null : { from, text: query };
}

/**
 * Those of this department and of everybody: first whose shortcut begins so, then whose shortcut or text has it somewhere.
 * Accents and case are ignored.
 */
export function matchingSavedTexts(texts: readonly SavedText[], departmentId: string, query: string): SavedText[] {
  const wanted = plain(query);
  const rank = ({ shortcut, text }: SavedText): number => {
    const short = plain(shortcut);
    if (short.startsWith(wanted)) return 0;
    if (short.includes(wanted)) return 1;
    return plain(text).includes(wanted) ? 2 : 3;
  };
  return texts
    .filter((one) => one.departmentId === null || one.departmentId === departmentId)
    .map((one) => ({ one, rank: rank(one) }))
    .filter((ranked) => ranked.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.one.shortcut.localeCompare(b.one.shortcut))
    .map(({ one }) => one);
}

/** The text with the words in place of what was typed to find them; what is still to be completed is marked. */
export function insertSavedText(
  text: string,
  query: SavedTextQuery,
  caret: number,
  words: string,
): { text: string; from: number; to: number } {
  const head = text.slice(0, query.from) + words;
  const tail = text.slice(caret);
  const blank = /\{\{[^{}]*\}\}/.exec(words);
  const from = blank === null ? head.length : query.from + blank.index;
  return { text: head + tail, from, to: blank === null ? from : from + blank[0].length };
}
