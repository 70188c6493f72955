import PostalMime, { type Address, type Attachment, decodeWords, type Email } from 'postal-mime';
import type { Mailbox } from '../../../../src-shared/protocol/content.ts';
import { automaticReason, type Headers } from './automatic.ts';
import { readBounce } from './bounce.ts';
import { damage, declareLatin, undoMojibake } from './charset-repair.ts';
import { isTooDeep } from './html-depth.ts';
import { htmlWords } from './html-text.ts';
import { idsIn } from './message-ids.ts';
import { type ParsedFile, type ParsedMail, QUOTED_LIMIT, TEXT_LIMIT } from './parsed-mail.ts';
import { safeHtml } from './safe-html.ts';
import { splitQuoted } from './split-quoted.ts';

/** Deeper or larger than this no person's mail is; the parser then gives up, and the mail is kept as it came. */
const LIMITS = { maxNestingDepth: 60, maxHeadersSize: 1024 * 1024, forceRfc822Attachments: true };

/** A page above this is not shown but kept as a file. */
const LARGEST_PAGE = 1_500_000;
/** So much of the words is looked at: more than twice what a message holds. The whole is in a file beside it. */
const LOOKED_AT = 120_000;
const PAGE_LOOKED_AT = 1_000_000;
const MOST_FILES = 100;

/** Reads a mail. Throws where it is beyond the limits; takes no longer than its size makes it (see tests/unit/email). */
export async function parseMail(whole: Uint8Array): Promise<ParsedMail> {
  const start = startOfLong(whole);
  const mail = await readMime(start ?? whole);
  const headers = headersOf(mail);
  const subject = oneLine(undoMojibake(mail.subject ?? ''), 1_000);
  const from = mailboxes(mail.from)[0] ?? mailboxes(mail.sender)[0] ?? null;
  const contentType = headers.get('content-type') ?? '';
  const body = start === null ? bodyOf(mail) : { ...bodyOf(mail), isCut: false };
  const plainSplit = body.plain === null ? null : splitQuoted(body.plain);
  const words = chooseWords(plainSplit, body.html);

  const files = mail.attachments.map(asFile).slice(0, MOST_FILES);
  const { html, inline, shown } = pageOf(body.html, mail.attachments.slice(0, MOST_FILES), files);
  const attachments = files.filter((file, index) => !shown.has(index) && !isRepeated(files, file, index));
  if (start !== null) attachments.push({ name: 'mensagem-completa.eml', mime: 'message/rfc822', bytes: whole });
  else if (body.html !== null && html === null) attachments.push(textFile('mensagem.html', 'text/html', body.html));
  if (start === null && (words.text.length > TEXT_LIMIT || (words.quoted?.length ?? 0) > QUOTED_LIMIT || body.isCut))
    attachments.push(textFile('mensagem-completa.txt', 'text/plain', mail.text ?? `${words.text}\n\n${words.quoted}`));

  return {
    messageId: idsIn(headers.get('message-id'))[0] ?? null,
    from,
    replyTo: mailboxes(mail.replyTo),
    to: mailboxes(mail.to),
    cc: mailboxes(mail.cc),
    bcc: mailboxes(mail.bcc),
    subject,
    date: dateOf(headers.get('date')),
    answers: answersOf(headers),
    text: words.text === '' ? null : cut(words.text, TEXT_LIMIT),
    quoted: words.quoted === null ? null : cut(words.quoted, QUOTED_LIMIT),
    html: start === null ? html : null,
    attachments,
    inline,
    automatic: automaticReason(headers, { from: from?.address ?? null, subject, contentType }),
    bounce: readBounce({
      headers,
      from: from?.address ?? null,
      subject,
      contentType,
      text: body.plain ?? words.text,
      parts: files,
    }),
  };
}

/** A single part of words that is this long is read at its start only; the whole goes beside it as a file. */
const LONG_BYTES = 2 * 1024 * 1024;
const START_BYTES = 1024 * 1024;

function startOfLong(raw: Uint8Array): Uint8Array | null {
  if (raw.byteLength <= LONG_BYTES) return null;
  const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 64 * 1024)).toString('latin1');
  const headers = head.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const type = /^content-type:\s*([\w-]+)/im.exec(headers)?.[1]?.toLowerCase() ?? 'text';
  if (type !== 'text' || /^content-disposition:\s*attachment/im.test(headers)) return null;
  const end = raw.indexOf(0x0a, START_BYTES);
  return raw.subarray(0, end === -1 || end > 2 * START_BYTES ? START_BYTES : end + 1);
}

const withoutTags = (html: string): string =>
  html
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Where the first reading leaves damaged letters, a second one takes what calls itself UTF-8 for Windows-1252. */
async function readMime(raw: Uint8Array): Promise<Email> {
  const first = await PostalMime.parse(raw, LIMITS);
  const harm = damageOf(first);
  if (harm === 0) return first;
  const second = await PostalMime.parse(declareLatin(raw), LIMITS);
  return {
    ...first,
    ...better('text', first, second),
    ...better('html', first, second),
    ...better('subject', first, second),
    ...(damage(mailboxes(first.from)[0]?.name ?? '') > 0 ? { from: second.from } : {}),
  };
}

const damageOf = ({ text, html, subject, from }: Email): number =>
  damage(text) + damage(html) + damage(subject) + damage(mailboxes(from)[0]?.name ?? '');

function better(part: 'text' | 'html' | 'subject', first: Email, second: Email): Partial<Email> {
  const repaired = second[part];
  return repaired !== undefined && damage(first[part]) > 0 ? { [part]: undoMojibake(repaired) } : {};
}

function headersOf(mail: Email): Headers {
  const values = new Map<string, string>();
  for (const { key, value } of mail.headers) if (!values.has(key)) values.set(key, value);
  return { get: (name) => values.get(name) ?? null, has: (name) => values.has(name) };
}

/** Control characters have no place in words; a form feed or a NUL would only confuse who shows or stores them. */
const CONTROL = /(?![\n\t])\p{Cc}/gu;

function bodyOf(mail: Email): { plain: string | null; html: string | null; isCut: boolean } {
  const html = mail.html === undefined || mail.html.trim() === '' ? null : mail.html;
  const whole = mail.text ?? '';
  const clean = undoMojibake(whole.slice(0, LOOKED_AT).replaceAll('\r\n', '\n').replaceAll('\r', '\n')).replace(
    CONTROL,
    '',
  );
  return {
    plain: clean.trim() === '' ? null : clean,
    html: html === null || html.length > LARGEST_PAGE ? html : undoMojibake(html),
    isCut: whole.length > LOOKED_AT,
  };
}

/** A page may hold control characters too, by a charset that is not its own or as references. */
function wordsOfPage(html: string): { text: string; quoted: string | null } {
  const { text, quoted } = isTooDeep(html) ? { text: withoutTags(html), quoted: null } : htmlWords(html);
  return { text: text.replace(CONTROL, ''), quoted: quoted?.replace(CONTROL, '') ?? null };
}

/** The plain part where there is one: it is what the writer's program made of the words, and needs no guessing. */
function chooseWords(
  plain: { text: string; quoted: string | null } | null,
  html: string | null,
): { text: string; quoted: string | null } {
  if (plain !== null && (plain.quoted !== null || html === null)) return plain;
  if (html === null) return plain ?? { text: '', quoted: null };
  const page = wordsOfPage(html.slice(0, PAGE_LOOKED_AT));
  if (plain !== null) {
    // The page may know where the earlier mail begins although the plain part shows no sign of it.
    return page.quoted !== null && page.text.length < plain.text.length ? page : plain;
  }
  if (page.quoted === null) return splitQuoted(page.text);
  // The line that introduces the quotation may stand before its container.
  const inner = splitQuoted(`${page.text}\n\n> `);
  if (inner.quoted === null || inner.quoted === '>') return page;
  return { text: inner.text, quoted: `${inner.quoted.replace(/\n*>$/, '').trimEnd()}\n${page.quoted}` };
}

function pageOf(
  html: string | null,
  attachments: readonly Attachment[],
  files: readonly ParsedFile[],
): { html: ParsedMail['html']; inline: ParsedFile[]; shown: Set<number> } {
  if (html === null || html.length > LARGEST_PAGE || isTooDeep(html))
    return { html: null, inline: [], shown: new Set() };
  const inline: ParsedFile[] = [];
  const numbers = new Map<number, number>();
  const page = safeHtml(html, (contentId) => {
    const index = attachments.findIndex((file) => file.contentId?.replace(/^<|>$/g, '') === contentId);
    const file = files[index];
    if (file === undefined || !file.mime.startsWith('image/') || file.bytes.byteLength === 0) return null;
    const known = numbers.get(index);
    if (known !== undefined) return known;
    numbers.set(index, inline.length);
    inline.push(file);
    return inline.length - 1;
  });
  return { html: page, inline, shown: new Set(numbers.keys()) };
}

/** An invitation comes twice: as a part to be understood and as a file. */
const isRepeated = (files: readonly ParsedFile[], file: ParsedFile, index: number): boolean =>
  file.bytes.byteLength > 0 &&
  files.some(
    (other, at) => at !== index && Buffer.compare(other.bytes, file.bytes) === 0 && isBetter(other, at, file, index),
  );

/** Of two with the same bytes the one with a name of its own is kept, or else the first. */
function isBetter(other: ParsedFile, at: number, file: ParsedFile, index: number): boolean {
  const named = ({ name }: ParsedFile) => name !== null && !name.startsWith('anexo.');
  return named(other) === named(file) ? at < index : named(other);
}

const extensions: Record<string, string> = {
  'message/rfc822': 'eml',
  'message/delivery-status': 'txt',
  'text/calendar': 'ics',
  'text/plain': 'txt',
  'text/html': 'html',
  'application/pdf': 'pdf',
};

function asFile(attachment: Attachment): ParsedFile {
  const { filename, mimeType, content } = attachment;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  const mime = mimeType.toLowerCase();
  const named = filename === null || filename.trim() === '' ? null : undoMojibake(decodeWords(filename));
  const extension = extensions[mime];
  return { name: named ?? (extension === undefined ? null : `anexo.${extension}`), mime, bytes };
}

const textFile = (name: string, mime: string, text: string): ParsedFile => ({
  name,
  mime,
  bytes: new TextEncoder().encode(text),
});

const ADDRESS = /^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@<>"(),:;[\]\\]{1,253}$/u;

function mailboxes(addresses: Address | Address[] | undefined): Mailbox[] {
  const list = addresses === undefined ? [] : Array.isArray(addresses) ? addresses : [addresses];
  return list
    .flatMap((entry) => (entry.group === undefined ? [entry] : entry.group))
    .flatMap(({ address, name }) => {
      const folded = address.trim().toLowerCase();
      if (!ADDRESS.test(folded)) return [];
      const words = oneLine(undoMojibake(name), 200).replace(/^["']|["']$/g, '');
      return [{ address: folded.slice(0, 320), name: words === '' || words.toLowerCase() === folded ? null : words }];
    })
    .slice(0, 200);
}

/** `In-Reply-To`, then `References` from the right: the nearest is the likeliest to be known. */
function answersOf(headers: Headers): string[] {
  const references = idsIn(headers.get('references')).slice(-30).reverse();
  return [...new Set([...idsIn(headers.get('in-reply-to')).slice(0, 5), ...references])];
}

const ZONE = /(?:[+-]\d{2}:?\d{2}|\b[A-Z]{1,5})$/i;

/** A moment without a zone would mean another one on every server; it is taken for UTC. */
function dateOf(header: string | null): number | null {
  if (header === null) return null;
  const plain = header
    .slice(0, 200)
    .replace(/\([^()]*\)/g, ' ')
    .trim();
  const at = Date.parse(ZONE.test(plain) ? plain : `${plain} UTC`);
  return Number.isFinite(at) && at > 0 ? at : null;
}

const oneLine = (text: string, most: number): string =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed();

const cut = (text: string, most: number): string =>
  (text.length <= most ? text : `${text.slice(0, most - 1)}…`).toWellFormed();
