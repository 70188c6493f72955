import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { htmlWords } from '../../../src-backend/channels/email/parse/html-text.ts';
import { parseMail } from '../../../src-backend/channels/email/parse/parse-mail.ts';
import type { ParsedMail } from '../../../src-backend/channels/email/parse/parsed-mail.ts';
import { splitQuoted } from '../../../src-backend/channels/email/parse/split-quoted.ts';
import { fixtureFolder } from '../../fixtures.ts';
import expectedMails from './expected-mails.json' with { type: 'json' };
import expectedReplies from './expected-replies.json' with { type: 'json' };

/**
 * Mails and replies that others collected, many broken on purpose. What each must be read as was looked through by hand
 * once; words stand as their length and the beginning of their hash, because the fixtures are not ours to copy.
 */
const folder = fixtureFolder('email');

const words = (text: string | null): string =>
  text === null ? '-' : `${text.length}:${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;

function told(mail: ParsedMail): string {
  const { from, replyTo, subject, text, quoted, html, attachments, inline, automatic, bounce } = mail;
  return [
    `${from?.address ?? 'nobody'}${from?.name == null ? '' : ' named'}`,
    ...(replyTo.length === 0 ? [] : [`answers to ${replyTo.map(({ address }) => address).join(' ')}`]),
    `${mail.to.length}+${mail.cc.length} to`,
    `subject ${words(subject)}`,
    `text ${words(text)}`,
    ...(quoted === null ? [] : [`quoted ${words(quoted)}`]),
    ...(html === null ? [] : [`page ${html.remoteImages} remote, ${inline.length} own`]),
    ...attachments.map(({ name, mime, bytes }) => `file ${name} ${mime} ${bytes.byteLength}`),
    ...(mail.answers.length === 0 ? [] : [`answers ${mail.answers.length}`]),
    ...(mail.messageId === null ? ['no id'] : []),
    ...(mail.date === null ? ['no date'] : [new Date(mail.date).toISOString()]),
    ...(automatic === null ? [] : [`automatic: ${automatic}`]),
    ...(bounce === null
      ? []
      : [`${bounce.action} ${bounce.code} ${bounce.recipient} of ${bounce.originals.length} known`]),
  ].join(' | ');
}

describe.skipIf(folder === null)('mails that others collected', () => {
  const mails = folder === null ? [] : readdirSync(join(folder, 'eml'));

  it('are all expected', () => {
    expect(mails.toSorted()).toEqual(Object.keys(expectedMails).toSorted());
  });

  it.each(Object.entries(expectedMails))('%s', async (file, expected) => {
    const mail = await parseMail(readFileSync(join(folder ?? '', 'eml', file)));
    expect(told(mail)).toBe(expected);
  });
});

describe.skipIf(folder === null)('replies that others collected', () => {
  const replies = folder === null ? [] : readdirSync(join(folder, 'replies'), { recursive: true, encoding: 'utf8' });
  const read = replies.filter((file) => /\.(txt|html)$/.test(file) && !file.includes('_expectations'));

  it('are all expected', () => {
    expect(read.toSorted()).toEqual(Object.keys(expectedReplies).toSorted());
  });

  it.each(Object.entries(expectedReplies))('%s', (file, expected) => {
    const whole = readFileSync(join(folder ?? '', 'replies', file), 'utf8').replaceAll('\r\n', '\n');
    const split = file.endsWith('.html') ? htmlWords(whole) : splitQuoted(whole);
    expect(`text ${words(split.text)} | quoted ${words(split.quoted)}`).toBe(expected);
  });
});
