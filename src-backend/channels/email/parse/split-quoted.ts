import {
  introducesQuote,
  isHeaderBlock,
  isOriginalMark,
  isRule,
  mayIntroduce,
  mayIntroduceShortly,
} from './reply-marks.ts';

/**
 * Separates what a person wrote from what their program quoted. Nothing is dropped: every line is in one of the two, and
 * signatures stay with the words. Where somebody answers between the quoted lines the whole is left as it is, because
 * each half alone would make no sense.
 */
export interface Split {
  text: string;
  quoted: string | null;
}

const QUOTED_LINE = /^\s{0,3}>/;
const BLANK = /^\s*$/;
/** An introduction is broken over this many lines at most. */
const MOST_LINES = 6;
const FOOTER = /^(?:-- ?|_{5,}|={5,}|-{5,})\s*$/;

export function splitQuoted(whole: string): Split {
  const lines = whole.split('\n');
  const found = findQuote(lines);
  if (found === null) return { text: trimmed(lines), quoted: null };
  const text = trimmed([...lines.slice(0, found.from), ...lines.slice(found.to)]);
  // A mail forwarded without a word of one's own: what it carries is what is said.
  if (text === '') return { text: trimmed(lines), quoted: null };
  return { text, quoted: trimmed(lines.slice(found.from, found.to)) };
}

interface Range {
  from: number;
  to: number;
}

function findQuote(lines: readonly string[]): Range | null {
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (QUOTED_LINE.test(line)) return quotedRun(lines, at, at);
    if (isOriginalMark(line) || isHeaderBlock(lines, at)) return { from: withRule(lines, at), to: lines.length };
    const length = introductionLength(lines, at);
    if (length === 0) {
      const quote = mayIntroduceShortly(line) ? nextWithWords(lines, at + 1) : null;
      if (quote !== null && QUOTED_LINE.test(lines[quote] ?? '')) return quotedRun(lines, at, quote);
      continue;
    }
    const next = nextWithWords(lines, at + length);
    if (next === null) return { from: at, to: lines.length };
    return QUOTED_LINE.test(lines[next] ?? '') ? quotedRun(lines, at, next) : { from: at, to: lines.length };
  }
  return null;
}

/** From `from` to the end of the quoted lines that begin at `first`; null where answers stand between them. */
function quotedRun(lines: readonly string[], from: number, first: number): Range | null {
  let end = first;
  for (let at = first; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (QUOTED_LINE.test(line)) {
      // A wrapped line may have lost its mark; words of more than that between marks are an answer.
      if (wordsBetween(lines, end, at)) return null;
      end = at + 1;
    }
  }
  const after = nextWithWords(lines, end);
  if (after !== null && FOOTER.test(lines[after] ?? '')) return { from, to: lines.length };
  return { from, to: end };
}

function wordsBetween(lines: readonly string[], from: number, to: number): boolean {
  let words = 0;
  for (let at = from; at < to; at++) if (!BLANK.test(lines[at] ?? '')) words += 1;
  if (words === 0) return false;
  // One short line right between two quoted ones is how long lines break when they are quoted.
  const isBroken =
    words === 1 && to - from === 1 && (lines[from] ?? '').length < 80 && (lines[from - 1] ?? '').length > 60;
  return !isBroken;
}

/** How many lines from here are an introduction, none if they are not. */
function introductionLength(lines: readonly string[], at: number): number {
  const first = lines[at] ?? '';
  if (BLANK.test(first) || !mayIntroduce(first)) return 0;
  let text = '';
  for (let count = 1; count <= MOST_LINES && at + count <= lines.length; count++) {
    const line = lines[at + count - 1] ?? '';
    // An empty line ends it; so does a quoted one, which is what it introduces.
    if (BLANK.test(line) || (count > 1 && QUOTED_LINE.test(line) && line.trim().length > 2 && !QUOTED_LINE.test(first)))
      return 0;
    text = text === '' ? line : `${text} ${line.replace(/^\s+/, '')}`;
    if (introducesQuote(text) && isWholeIntroduction(lines, at + count)) return count;
  }
  return 0;
}

/** A sentence may read like one («On Monday he wrote that …»): then more of it follows at once, and is not quoted. */
function isWholeIntroduction(lines: readonly string[], next: number): boolean {
  const last = (lines[next - 1] ?? '').trimEnd();
  if (/[:：]$/.test(last) || /----$/.test(last)) return true;
  const following = lines[next] ?? '';
  return BLANK.test(following) || QUOTED_LINE.test(following);
}

/** A rule right above a block of headers is part of it. */
function withRule(lines: readonly string[], at: number): number {
  let above = at - 1;
  while (above >= 0 && BLANK.test(lines[above] ?? '')) above -= 1;
  return above >= 0 && isRule(lines[above] ?? '') ? above : at;
}

function nextWithWords(lines: readonly string[], from: number): number | null {
  for (let at = from; at < lines.length; at++) if (!BLANK.test(lines[at] ?? '')) return at;
  return null;
}

const trimmed = (lines: readonly string[]): string =>
  lines
    .join('\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
