/** A longer message is folded: laying out 100,000 characters would hold up the window, and nobody reads them. */
export const FOLD_AFTER = 3_000;
const FOLDED_LINES = 40;

export interface Folded {
  shown: string;
  /** Characters that are not shown; 0: the whole text is. */
  hidden: number;
}

/** The beginning of a long text, cut at a word's end where there is one near, never inside an emoji. */
export function foldText(text: string): Folded {
  const end = Math.min(lineEnd(text, FOLDED_LINES), characterEnd(text, FOLD_AFTER));
  if (end >= text.length) return { shown: text, hidden: 0 };
  return { shown: text.slice(0, end), hidden: text.length - end };
}

function lineEnd(text: string, lines: number): number {
  let at = -1;
  for (let line = 0; line < lines; line += 1) {
    at = text.indexOf('\n', at + 1);
    if (at === -1) return text.length;
  }
  return at;
}

function characterEnd(text: string, limit: number): number {
  // A quarter more is shown whole rather than folded for a few words.
  if (text.length <= limit * 1.25) return text.length;
  const space = text.lastIndexOf(' ', limit);
  if (space > limit - 80) return space;
  const code = text.charCodeAt(limit - 1);
  const splitsPair = code >= 0xd800 && code <= 0xdbff;
  return splitsPair ? limit - 1 : limit;
}
