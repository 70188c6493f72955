import type { Message } from '../../../src-shared/protocol/entities.ts';
import { gistOf } from '../../../src-shared/rules/message-gist.ts';
import type { EngineTexts } from '../texts.ts';

/** A notification shows the beginning of a text; systems cut it anyway. */
const BODY_LENGTH = 160;

/** What a notification says of a message: a text as it is, anything else by its kind and the words it is told by. */
export function bodyOf(message: Message, texts: EngineTexts): string {
  const { kind, nature, text } = gistOf(message, message.deletedAt !== null);
  const words = text.replace(/\s+/g, ' ').trim();
  const label = nature === null ? texts.kind[kind] : texts.nature[nature];
  const said = kind === 'text' && nature === null && words !== '' ? words : words === '' ? label : `${label}: ${words}`;
  return said.length > BODY_LENGTH ? `${said.slice(0, BODY_LENGTH - 1)}…` : said;
}
