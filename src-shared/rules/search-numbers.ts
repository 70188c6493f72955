import { formatPhone, phoneVariants } from './phone.ts';

/**
 * Numbers as people write them — telephones, CPF, CNPJ, orders, protocols — so that one is found by its digits however
 * either side spelled it. What is searched in carries every spelling as words of its own; what is typed is then only
 * looked up by the beginning of its digits.
 */
export interface WrittenNumber {
  /** Where it stands in the text, in UTF-16 units. */
  start: number;
  end: number;
  /** Without what only separates, lower case: digits, and the letters of a CNPJ. */
  joined: string;
}

/** Longer runs are no number that anybody types. */
export const MOST_CHARACTERS = 24;
/** Fewer digits stand alone: «24/7» and «1.5» are not looked for by «247». */
const FEWEST_DIGITS = 5;

const before = '(?<![\\p{L}\\p{N}])';
const after = '(?![\\p{L}\\p{N}])';
const patterns = [
  // Groups joined without a space: 123.456.789-09, 12.ABC.345/01DE-35, 2026-0048213, PED-00123.
  `${before}[0-9A-Za-z]+(?:[./-][0-9A-Za-z]+)+${after}`,
  // +55 (11) 9 8765-4321, 011 4000 0000, 98765-4321.
  `${before}(?:\\+?55[ .-]?)?(?:\\(?0?\\d{2}\\)?[ .-]{0,2})?(?:9[ .-]?)?\\d{4}[ .-]?\\d{4}${after}`,
  // CPF with spaces.
  `${before}\\d{3} \\d{3} \\d{3} \\d{2}${after}`,
  // Written as digits only.
  `${before}\\d{8,14}${after}`,
].map((pattern) => new RegExp(pattern, 'gu'));

/** The numbers of a text; the same place may be read in more than one way. */
export function numbersIn(text: string): WrittenNumber[] {
  // Most messages have none, and this is asked of each.
  if (!/\d.*\d.*\d.*\d/su.test(text)) return [];
  const found: WrittenNumber[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const joined = match[0].replace(/[^0-9A-Za-z]/g, '').toLowerCase();
      if (joined.length > MOST_CHARACTERS || joined.replace(/\D/g, '').length < FEWEST_DIGITS) continue;
      // What stands before the first digit («+», «(») belongs to the number as it is written.
      found.push({ start: match.index, end: match.index + match[0].length, joined });
    }
  }
  return found;
}

/**
 * Every run of digits one number is found by, itself first. A telephone: with and without country code, trunk zero, area
 * code and ninth digit, and its last four.
 */
export function spellingsOf(joined: string): string[] {
  const spellings = new Set([joined]);
  if (/^\d{10,14}$/.test(joined)) {
    const national = joined.replace(/^0/, '').replace(/^55(?=\d{10,11}$)/, '');
    const phone = `55${national}`;
    // A CPF has as many digits; only what can be a telephone is spelled as one.
    if (formatPhone(phone).startsWith('(')) {
      for (const variant of phoneVariants(phone)) addPhone(spellings, variant.slice(2));
    }
  } else if (/^9[6-9]\d{7}$/.test(joined)) spellings.add(joined.slice(1));
  else if (/^[6-9]\d{7}$/.test(joined)) spellings.add(`9${joined}`);
  return [...spellings];
}

function addPhone(spellings: Set<string>, national: string): void {
  const local = national.slice(2);
  for (const one of [national, `55${national}`, `0${national}`, local, local.slice(-4)]) spellings.add(one);
}
