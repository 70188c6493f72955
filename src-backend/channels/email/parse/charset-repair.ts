/**
 * Mail that lies about its charset. Two lies are common: UTF-8 that calls itself Latin-1 or ASCII («Ã§» for «ç»), and
 * Latin-1 that calls itself UTF-8 or says nothing (the decoder then leaves U+FFFD). Windows-1252 as the WHATWG defines
 * it gives every byte a character of its own, so what was read with it can be turned back to bytes without loss.
 */
const latin = new TextDecoder('windows-1252');
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

const byteOf = new Map<string, number>();
for (let byte = 0; byte < 256; byte++) byteOf.set(latin.decode(Uint8Array.of(byte)), byte);

/** The bytes a text was read from by Windows-1252; null: it was not. */
function bytesOf(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const byte = byteOf.get(text.charAt(at));
    if (byte === undefined) return null;
    bytes[at] = byte;
  }
  return bytes;
}

/** A byte that begins a UTF-8 sequence and one that goes on with it, both as Windows-1252 shows them. */
const SUSPECT =
  /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]/;

/** A line read as Latin-1 whose bytes are sound UTF-8: then that is what it is (chance hardly makes such bytes). */
function rereadLine(line: string): string {
  if (!SUSPECT.test(line)) return line;
  const bytes = bytesOf(line);
  if (bytes === null) return line;
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return line;
  }
}

/** Undoes UTF-8 that was read as Latin-1, line by line: forwarded mail mixes both. */
export function undoMojibake(text: string): string {
  return SUSPECT.test(text) ? text.split('\n').map(rereadLine).join('\n') : text;
}

const REPLACEMENT = '\uFFFD';

export const damage = (text: string | undefined): number => (text ?? '').split(REPLACEMENT).length - 1;

const TEXT_TYPE = /^(content-type:[ \t]*text\/(?:plain|html))/gim;
const UTF8_LABEL = /charset\*?=[ \t]*"?(?:utf-?8(?:''[^"\s;]*)?|unknown-8bit|x-unknown|_?iso-2022-jp\$esc)"?/gi;

/**
 * The same mail with its text declared to be Windows-1252 wherever it is declared to be UTF-8 or nothing, for a second
 * reading of one whose first left damage. Only lines that look like headers change.
 */
export function declareLatin(raw: Uint8Array): Uint8Array {
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1');
  const labelled = text
    .replace(UTF8_LABEL, 'charset=windows-1252')
    .replace(TEXT_TYPE, (start, _type, at: number) =>
      hasCharset(text, at) ? start : `${start}; charset=windows-1252`,
    );
  const split = headerEnd(labelled);
  const hasType = /^content-type:/im.test(labelled.slice(0, split));
  const whole = hasType ? labelled : `Content-Type: text/plain; charset=windows-1252\r\n${labelled}`;
  return Buffer.from(whole, 'latin1');
}

/** Within the header that begins at `at`, folded lines included. */
function hasCharset(text: string, at: number): boolean {
  const header = /^[^\n]*(?:\n[ \t][^\n]*)*/.exec(text.slice(at, at + 2_000))?.[0] ?? '';
  return /charset/i.test(header);
}

function headerEnd(text: string): number {
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? text.length : end.index;
}
