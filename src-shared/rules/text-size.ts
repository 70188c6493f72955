import type { Capabilities } from '../protocol/entities.ts';

type Counting = Pick<Capabilities, 'textLimit' | 'textInBytes'>;

/** A text in the units of the channel's limit: characters (UTF-16 units), or bytes of UTF-8 where it counts these. */
export function textSize(text: string, { textInBytes }: Pick<Counting, 'textInBytes'>): number {
  if (textInBytes !== true) return text.length;
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

/** As much of a text as the channel takes, without half a character. */
export function fittingText(text: string, counting: Counting): string {
  const { textLimit } = counting;
  if (textSize(text, counting) <= textLimit) return text.toWellFormed();
  if (counting.textInBytes !== true) return text.slice(0, textLimit).toWellFormed();
  let fitting = '';
  let size = 0;
  for (const character of text) {
    size += textSize(character, counting);
    if (size > textLimit) break;
    fitting += character;
  }
  return fitting.toWellFormed();
}
