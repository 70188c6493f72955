import { LinkifyIt } from 'linkify-it';

export type TextPart = { type: 'text'; text: string } | { type: 'link'; text: string; url: string };

/** Only these open; anything else that looks like an address (`javascript:`, `data:`, `file:`) stays plain text. */
const openable: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

const recogniser = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: false })
  .add('ftp:', null)
  .add('//', null);

/** A text in order, its addresses told apart. The parts' texts joined are the text itself. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of recogniser.match(text) ?? []) {
    const url = addressOf(match.url, match.schema);
    if (url === null) continue;
    if (match.index > at) parts.push({ type: 'text', text: text.slice(at, match.index) });
    parts.push({ type: 'link', text: text.slice(match.index, match.lastIndex), url });
    at = match.lastIndex;
  }
  if (at < text.length) parts.push({ type: 'text', text: text.slice(at) });
  return parts;
}

function addressOf(url: string, schema: string): string | null {
  // Written without a scheme: people mean the secure one.
  const address = schema === '' ? url.replace(/^http:/, 'https:') : url;
  if (!URL.canParse(address)) return null;
  const parsed = new URL(address);
  // «https://banco.com.br@outro.com» shows one place and opens another.
  if (parsed.username !== '' && parsed.protocol !== 'mailto:') return null;
  return openable.has(parsed.protocol) ? parsed.href : null;
}
