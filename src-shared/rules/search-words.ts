import { MOST_CHARACTERS, numbersIn, spellingsOf } from './search-numbers.ts';

/**
 * How a search is read and what it finds (A8): one rule for the desktop's index and the server's. Case and accents do not
 * count; every word typed must begin some word, in any order; "quoted words" must stand side by side; a number is found
 * by its digits, however either side spelled it.
 */

/** The characters SQLite's `unicode61` keeps inside a word: letters, numbers, private use, and marks after a letter. */
const word = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{Mn}]*/gu;

export const wordsOf = (text: string): string[] => text.match(plainText.test(text) ? plainWord : word) ?? [];

/** The same where there is nothing but ASCII, several times as fast: thousands of texts are read at each letter typed. */
const plainText = /^[\0-\x7f]*$/;
const plainWord = /[0-9A-Za-z]+/g;

/** Each word with its place in the text. */
export const placedWordsOf = (text: string): Iterable<RegExpExecArray> => text.matchAll(word);

/** Without case and accents. */
export const fold = (text: string): string =>
  plainText.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFD')
        .replace(/\p{Mn}/gu, '')
        .toLowerCase();

/** One thing that must be found. All words in it are folded. */
export type SearchTerm =
  /** Begins some word. */
  | { kind: 'word'; word: string }
  /** Words side by side. `open`: the last one may still be unfinished. */
  | { kind: 'phrase'; words: string[]; open: boolean }
  /** A number with separators: its digits begin a number, or each of its parts begins some word. */
  | { kind: 'number'; joined: string; parts: string[] };

/** At most so many words are looked for; what comes after them changes nothing. */
const MAX_WORDS = 12;

const quoted = /["“”„«»]([^"“”„«»]*)(["“”„«»]|$)/gu;
/** Groups of letters and digits joined without a space, or of digits with anything people put between them. */
const number = /(?<![\p{L}\p{N}])(?:[0-9A-Za-z]+(?:[./-][0-9A-Za-z]+)+|[+(]*\d[\d\s().+/-]*\d)(?![\p{L}\p{N}])/gu;

/** What must be found; nothing when no word was typed. */
export function readSearch(text: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  let rest = '';
  let from = 0;
  for (const match of text.matchAll(quoted)) {
    rest += `${text.slice(from, match.index)} `;
    from = match.index + match[0].length;
    const words = wordsOf(fold(match[1] ?? ''));
    const open = match[2] === '';
    if (words.length > 0)
      terms.push(open && words.length === 1 ? plain(words[0] ?? '') : { kind: 'phrase', words, open });
  }
  rest += text.slice(from);
  const unnumbered = rest.replace(number, (written) => {
    const term = readNumber(written);
    if (term === null) return written;
    terms.push(term);
    return ' ';
  });
  terms.push(...wordsOf(fold(unnumbered)).map(plain));
  return wholeLetters(withinMost(terms));
}

const plain = (one: string): SearchTerm => ({ kind: 'word', word: one });

/** null: one word, or no number. */
function readNumber(written: string): SearchTerm | null {
  const parts = wordsOf(fold(written));
  const joined = parts.join('');
  if (parts.length < 2 || joined.length > MOST_CHARACTERS || joined.replace(/\D/g, '').length < 3) return null;
  return { kind: 'number', joined, parts };
}

const wordCount = (term: SearchTerm): number =>
  term.kind === 'word' ? 1 : term.kind === 'phrase' ? term.words.length : term.parts.length;

function withinMost(terms: SearchTerm[]): SearchTerm[] {
  let left = MAX_WORDS;
  return terms.flatMap((term) => {
    if (left <= 0) return [];
    const count = wordCount(term);
    left -= count;
    if (left >= 0 || term.kind !== 'phrase') return [term];
    return [{ ...term, words: term.words.slice(0, count + left), open: true }];
  });
}

/** A single letter is rather a word («o», «e») than the beginning of one, and half of all texts would match. */
function wholeLetters(terms: SearchTerm[]): SearchTerm[] {
  const isLetter = (term: SearchTerm) => term.kind === 'word' && [...term.word].length === 1;
  if (!terms.every(isLetter)) return terms;
  return terms.map((term) => (term.kind === 'word' ? { kind: 'phrase', words: [term.word], open: false } : term));
}

/** A text as searches look at it. */
export interface SearchedText {
  /** Folded, in their order. */
  words: string[];
  /** What its numbers are found by besides. */
  numbers: string[];
}

/** `numbers` may be left out where nothing with a digit is looked for: finding them takes as long as all the rest. */
export function searchedText(text: string, numbers = true): SearchedText {
  return { words: wordsOf(fold(text)), numbers: numbers ? numberWords(text) : [] };
}

export const numberWords = (text: string): string[] => [
  ...new Set(numbersIn(text).flatMap(({ joined }) => spellingsOf(joined))),
];

/** The text as it goes into an index: itself, then the spellings of its numbers. */
export function indexedText(text: string): string {
  const numbers = numberWords(text);
  return numbers.length === 0 ? text : `${text}\n${numbers.join(' ')}`;
}

export const hasDigits = (terms: readonly SearchTerm[]): boolean =>
  terms.some((term) =>
    /\p{N}/u.test(term.kind === 'word' ? term.word : term.kind === 'phrase' ? term.words.join('') : term.joined),
  );

export const termMatches = (term: SearchTerm, text: SearchedText): boolean => {
  switch (term.kind) {
    case 'word':
      return begins(term.word, text);
    case 'phrase':
      return hasPhrase(term, text.words);
    case 'number':
      return begins(term.joined, text) || (apart(term) && term.parts.every((part) => begins(part, text)));
  }
};

/** Whether everything is found in the text. Nothing typed finds nothing. */
export const searchMatches = (terms: readonly SearchTerm[], text: SearchedText): boolean =>
  terms.length > 0 && terms.every((term) => termMatches(term, text));

/** Whether its parts say anything by themselves: single digits begin too much. */
const apart = ({ parts }: { parts: string[] }): boolean => parts.some((part) => part.length > 1);

const begins = (start: string, { words, numbers }: SearchedText): boolean =>
  words.some((one) => one.startsWith(start)) || numbers.some((one) => one.startsWith(start));

function hasPhrase({ words, open }: { words: string[]; open: boolean }, text: readonly string[]): boolean {
  const last = words.length - 1;
  return text.some((_, at) =>
    words.every((one, i) => {
      const other = text[at + i];
      return i === last && open ? other?.startsWith(one) === true : other === one;
    }),
  );
}

/** The digits of a search that is nothing but one number, as protocols are looked for; null: anything else. */
export function soughtNumber(terms: readonly SearchTerm[]): string | null {
  const [only, ...others] = terms;
  if (only === undefined || others.length > 0 || only.kind === 'phrase') return null;
  const digits = only.kind === 'word' ? only.word : only.joined;
  return /^\d+$/.test(digits) ? digits : null;
}
