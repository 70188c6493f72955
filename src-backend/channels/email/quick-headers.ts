import { addressParser, decodeWords } from 'postal-mime';
import type { Mailbox } from '../../../src-shared/protocol/content.ts';
import { idsIn } from './parse/message-ids.ts';

const MOST_BYTES = 64 * 1024;
const MOST_LINE = 2_000;

/** The little that is wanted of a mail that could not be read, from the beginning of its bytes. */
export function quickHeaders(raw: Uint8Array): { messageId: string | null; from: Mailbox | null; subject: string } {
  const start = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, MOST_BYTES)).toString('utf8');
  const [block = ''] = start.split(/\r?\n\r?\n/, 1);
  const lines = block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const value = (name: string): string => {
    const line = lines.find((one) => one.toLowerCase().startsWith(`${name}:`)) ?? '';
    return line.slice(name.length + 1, MOST_LINE).trim();
  };
  const [sender] = addressParser(value('from'), { flatten: true });
  const address = sender?.address?.trim().toLowerCase() ?? '';
  const name = sender?.name?.trim() ?? '';
  return {
    messageId: idsIn(value('message-id'))[0] ?? null,
    from: /^[^\s@<>]+@[^\s@<>]+$/.test(address)
      ? { address: address.slice(0, 320), name: name === '' ? null : name.slice(0, 200) }
      : null,
    subject: decodeWords(value('subject'))
      .replace(/\p{Cc}+/gu, ' ')
      .slice(0, 1_000)
      .toWellFormed(),
  };
}
