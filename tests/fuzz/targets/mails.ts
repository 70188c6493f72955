import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { showPage } from '../../../src-backend/channels/email/html-page.ts';
import { htmlWords } from '../../../src-backend/channels/email/parse/html-text.ts';
import { parseMail } from '../../../src-backend/channels/email/parse/parse-mail.ts';
import { QUOTED_LIMIT, TEXT_LIMIT } from '../../../src-backend/channels/email/parse/parsed-mail.ts';
import { safeHtml } from '../../../src-backend/channels/email/parse/safe-html.ts';
import { splitQuoted } from '../../../src-backend/channels/email/parse/split-quoted.ts';
import { fixtureFolder } from '../../fixtures.ts';
import { dangers, VECTORS } from '../../simulators/mail/dangers.ts';
import { changedText } from '../mutate.ts';
import type { FuzzTarget } from '../target.ts';

function recorded(): string[] {
  const folder = fixtureFolder('email');
  if (folder === null) return [smallest];
  const eml = join(folder, 'eml');
  return readdirSync(eml, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.eml'))
    .map((file) => readFileSync(join(eml, file), 'latin1'))
    .filter((mail) => mail.length < 60_000);
}

const smallest = 'From: a@b.example\r\nSubject: =?utf-8?q?Ol=C3=A1?=\r\nContent-Type: text/html\r\n\r\n<p>Oi</p>\r\n';
const PIECES = [
  ...[
    '\r\n',
    '\r\n\r\n',
    '--',
    '=?utf-8?b?',
    '?=',
    'Content-Type: multipart/mixed; boundary=x\r\n',
    '--x\r\n',
    '--x--',
  ],
  ...[
    'Content-Transfer-Encoding: base64\r\n',
    'Content-Type: message/rfc822\r\n\r\n',
    '> ',
    'Em seg., escreveu:\n',
    '\xff',
    '=\r\n',
  ],
  ...VECTORS,
];

const harmless = (page: string): void => {
  const found = dangers(page);
  if (found.length > 0) throw new Error(`the page holds ${found.join(', ')}`);
};

/** Whole mails, recorded and changed: read within the limits, or given up by name; the page that is shown is harmless. */
export const mails: FuzzTarget = {
  name: 'mails',
  share: 8,
  async open() {
    const property = fc.asyncProperty(changedText(recorded(), PIECES), async (mail) => {
      const read = await parseMail(Buffer.from(mail, 'latin1')).catch((error: unknown) => {
        // The parser's own word for «beyond the limits»; anything else is a defect.
        if (error instanceof Error && /maximum|exceeded/i.test(error.message)) return null;
        throw error;
      });
      if (read === null) return;
      if ((read.text?.length ?? 0) > TEXT_LIMIT || (read.quoted?.length ?? 0) > QUOTED_LIMIT)
        throw new Error('too long');
      if (read.html !== null) harmless(showPage(read.html.page, [], false).html.replace(/^.*?<body>/s, ''));
      if (!(read.text ?? '').isWellFormed() || !read.subject.isWellFormed()) throw new Error('half a letter');
    });
    return { property, close: async () => undefined };
  },
};

/** Words and pages alone, which is where a pattern could run away. */
export const mailWords: FuzzTarget = {
  name: 'mail-words',
  share: 30,
  async open() {
    const property = fc.asyncProperty(
      changedText(['<p>Olá</p>', 'Oi\n\n> antes\n', ...VECTORS], PIECES),
      async (words) => {
        harmless(safeHtml(words, () => null).page);
        htmlWords(words);
        const { text, quoted } = splitQuoted(words);
        if (text.length + (quoted?.length ?? 0) > words.length + 2) throw new Error('words were made up');
      },
    );
    return { property, close: async () => undefined };
  },
};
