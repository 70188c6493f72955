import { numbersIn, spellingsOf } from '../../../src-shared/rules/search-numbers.ts';
import { fold, placedWordsOf, type SearchTerm } from '../../../src-shared/rules/search-words.ts';

export interface Excerpt {
  text: string;
  /** Matched stretches as [start, end) offsets in UTF-16 units of `text`. */
  marks: Mark[];
}

type Mark = [start: number, end: number];

/** Characters around the first match; a card shows about this much on two lines. */
const BEFORE = 40;
const LENGTH = 160;
/** In a long text the place with most matches is looked for among so many of them. */
const COMPARED = 60;

/** The part of a text with most of what was found in it, every match marked. Marks never cut a character. */
export function excerptOf(text: string, terms: readonly SearchTerm[]): Excerpt {
  const found = marksIn(text, terms);
  const first = densest(found);
  const from = first === undefined ? 0 : startOfExcerpt(text, first[0]);
  const end = endOfExcerpt(text, first === undefined ? text.length : from + LENGTH, from);
  const lead = from > 0 ? '…' : '';
  const tail = end < text.length ? '…' : '';
  const shift = lead.length - from;
  const marks = found
    .filter(([start, stop]) => start >= from && start < end && stop > start)
    .map(([start, stop]): Mark => [start + shift, Math.min(stop, end) + shift]);
  return { text: lead + text.slice(from, end) + tail, marks };
}

/** In order, none within another. */
export function marksIn(text: string, terms: readonly SearchTerm[]): Mark[] {
  const words = [...placedWordsOf(text)].map((match) => ({
    at: match.index,
    text: match[0],
    folded: fold(match[0]),
  }));
  const marks: Mark[] = terms.flatMap((term) => marksOf(term, text, words));
  marks.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const apart: Mark[] = [];
  for (const [start, end] of marks) {
    const last = apart.at(-1);
    if (last === undefined || start >= last[1]) apart.push([start, end]);
    else last[1] = Math.max(last[1], end);
  }
  return apart;
}

interface PlacedWord {
  at: number;
  text: string;
  folded: string;
}

function marksOf(term: SearchTerm, text: string, words: readonly PlacedWord[]): Mark[] {
  switch (term.kind) {
    case 'word':
      return [...beginnings(term.word, words), ...(/^\d{3,}$/.test(term.word) ? numbers(term.word, text) : [])];
    case 'number': {
      const whole = numbers(term.joined, text);
      return whole.length > 0 ? whole : term.parts.flatMap((part) => beginnings(part, words));
    }
    case 'phrase':
      return words.flatMap((_, i) => phraseAt(term, words, i) ?? []);
  }
}

const beginnings = (start: string, words: readonly PlacedWord[]): Mark[] =>
  words.flatMap((word) =>
    word.folded.startsWith(start) ? [[word.at, word.at + unitsOf(word, start.length)] satisfies Mark] : [],
  );

function phraseAt(
  { words: wanted, open }: { words: string[]; open: boolean },
  words: readonly PlacedWord[],
  from: number,
): Mark[] | null {
  const last = wanted.length - 1;
  const marks: Mark[] = [];
  for (const [i, one] of wanted.entries()) {
    const word = words[from + i];
    const fits = i === last && open ? word?.folded.startsWith(one) : word?.folded === one;
    if (word === undefined || fits !== true) return null;
    marks.push([word.at, word.at + unitsOf(word, one.length)]);
  }
  const [start, end] = [marks[0], marks.at(-1)];
  return start === undefined || end === undefined ? null : [[start[0], end[1]]];
}

/** A number that begins with the digits is marked as far as they go; one that is only spelled otherwise, whole. */
function numbers(digits: string, text: string): Mark[] {
  return numbersIn(text).flatMap(({ start, end, joined }): Mark[] => {
    if (joined.startsWith(digits)) return [[start, start + unitsOfDigits(text.slice(start, end), digits.length)]];
    return spellingsOf(joined).some((one) => one.startsWith(digits)) ? [[start, end]] : [];
  });
}

function unitsOfDigits(written: string, count: number): number {
  let left = count;
  for (let at = 0; at < written.length; at += 1) {
    if (/[0-9A-Za-z]/.test(written[at] ?? '')) left -= 1;
    if (left === 0) return at + 1;
  }
  return written.length;
}

/** How many UTF-16 units of a word its first `length` folded ones stand for. */
function unitsOf({ text: word, folded }: PlacedWord, length: number): number {
  if (folded.length === word.length) return Math.min(length, word.length);
  let units = 0;
  let covered = 0;
  for (const character of word) {
    const width = fold(character).length;
    if (covered >= length && width > 0) break;
    covered += width;
    units += character.length;
  }
  return units;
}

/** The match after which most others still fit the excerpt. */
function densest(marks: readonly Mark[]): Mark | undefined {
  let best = marks[0];
  let most = 0;
  for (const [i, mark] of marks.slice(0, COMPARED).entries()) {
    let count = 0;
    while (marks[i + count] !== undefined && (marks[i + count]?.[1] ?? 0) <= mark[0] + LENGTH - BEFORE) count += 1;
    if (count > most) [best, most] = [mark, count];
  }
  return best;
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
