/** A stretch of a text as WhatsApp shows it; `place`: a variable that nothing was given for. */
export interface MarkedPart {
  text: string;
  /** Where it stands in the text as written. */
  at: number;
  mark: 'bold' | 'italic' | 'strike' | 'mono' | 'place' | null;
}

/**
 * WhatsApp's marks (*bold*, _italic_, ~struck~, ```mono```) around words of one line, and places such as `{{1}}`. Marks
 * inside marks are left as they are written: a preview shows what matters.
 */
const marked = /\{\{\s*[^{}]+\s*\}\}|```([^`]+)```|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\2(?![\p{L}\p{N}])/gu;

const marks: Record<string, 'bold' | 'italic' | 'strike'> = { '*': 'bold', _: 'italic', '~': 'strike' };

export function markedParts(text: string): MarkedPart[] {
  const parts: MarkedPart[] = [];
  let from = 0;
  for (const match of text.matchAll(marked)) {
    const [whole, mono, sign, words] = match;
    if (match.index > from) parts.push({ text: text.slice(from, match.index), at: from, mark: null });
    if (mono !== undefined) parts.push({ text: mono, at: match.index, mark: 'mono' });
    else if (sign !== undefined && words !== undefined)
      parts.push({ text: words, at: match.index, mark: marks[sign] ?? null });
    else parts.push({ text: whole, at: match.index, mark: 'place' });
    from = match.index + whole.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), at: from, mark: null });
  return parts;
}
