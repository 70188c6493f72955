import { fold, placedWordsOf, wordsOf } from './words.ts';

export interface Excerpt {
  text: string;
  /** Matched stretches as [start, end) offsets in UTF-16 units of `text`. */
  marks: [number, number][];
}

/** Characters around the first match; a card shows about this much on two lines. */
const BEFORE = 40;
const LENGTH = 160;

/**
 * The part of a text around the first word that begins with one of the searched words, with every such beginning
 * marked. Marks never cut a character: they start at a word's start and end where as many folded characters end.
 */
export function excerptOf(text: string, search: string): Excerpt {
  const wanted = [...new Set(wordsOf(search).map(fold))].sort((a, b) => b.length - a.length);
  const found: [number, number][] = [];
  let from = 0;
  let end = text.length;
  for (const match of placedWordsOf(text)) {
    if (match.index >= end) break;
    const length = matchedLength(match[0], wanted);
    if (length === 0) continue;
    if (found.length === 0) {
      from = startOfExcerpt(text, match.index);
      end = from + LENGTH;
    }
    found.push([match.index, match.index + length]);
  }
  end = endOfExcerpt(text, end, from);
  const lead = from > 0 ? '…' : '';
  const tail = end < text.length ? '…' : '';
  const shift = lead.length - from;
  const marks = found
    .filter(([start]) => start < end)
    .map(([start, stop]): [number, number] => [start + shift, Math.min(stop, end) + shift]);
  return { text: lead + text.slice(from, end) + tail, marks };
}

/** How many UTF-16 units of `word` the longest matching searched word covers; 0: none. */
function matchedLength(word: string, wanted: readonly string[]): number {
  const folded = fold(word);
  const hit = wanted.find((one) => folded.startsWith(one));
  if (hit === undefined) return 0;
  if (folded.length === word.length) return Math.min(hit.length, word.length);
  let units = 0;
  let covered = 0;
  for (const character of word) {
    const width = fold(character).length;
    if (covered >= hit.length && width > 0) break;
    covered += width;
    units += character.length;
  }
  return units;
}

function startOfExcerpt(text: string, match: number): number {
  if (match <= BEFORE) return 0;
  const space = text.indexOf(' ', match - BEFORE);
  return space === -1 || space >= match ? wholeCharacter(text, match - BEFORE) : space + 1;
}

function endOfExcerpt(text: string, wished: number, from: number): number {
  const end = Math.min(text.length, Math.max(wished, from), from + LENGTH);
  return end >= text.length ? text.length : wholeCharacter(text, end);
}

/** An offset that does not stand between the halves of a surrogate pair. */
function wholeCharacter(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  return unit >= 0xdc00 && unit <= 0xdfff ? offset - 1 : offset;
}
