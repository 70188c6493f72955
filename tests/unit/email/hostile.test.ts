import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { showPage } from '../../../src-backend/channels/email/html-page.ts';
import { parseMail } from '../../../src-backend/channels/email/parse/parse-mail.ts';
import { createMailParser } from '../../../src-backend/channels/email/parse/parser.ts';
import { safeHtml } from '../../../src-backend/channels/email/parse/safe-html.ts';
import { quickHeaders } from '../../../src-backend/channels/email/quick-headers.ts';
import { dangers, VECTORS } from '../../simulators/mail/dangers.ts';

describe('the page of a mail', () => {
  it.each(VECTORS)('is harmless: %s', (vector) => {
    for (const html of [vector, `<div>${vector}</div>`, `<p title="${vector}">`, `${vector.slice(0, -1)}`]) {
      const { page } = safeHtml(html, () => null);
      expect(dangers(page)).toEqual([]);
    }
  });

  it('is harmless however such pieces are put together, and cleaning it again changes nothing', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...VECTORS,
        '<',
        '>',
        '"',
        "'",
        '</',
        '<!--',
        '-->',
        '<![CDATA[',
        '\0',
        '&',
        '&#x3c;',
        '</p>',
        '</table>',
      ),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const { page } = safeHtml(pieces.join(''), () => null);
        expect(dangers(page)).toEqual([]);
        expect(dangers(showPage(page, [], false).html.replace(/^.*?<body>/s, ''))).toEqual([]);
        expect(safeHtml(page.replace(/ data-remote="[^"]*"/g, ''), () => null).remoteImages).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('counts pictures from elsewhere once each and keeps the mail’s own apart', () => {
    const html =
      '<img src="https://a.test/x"><img src="https://a.test/x"><img src="//b.test/y"><img src="cid:a@b"><img src="cid:none">';
    const { page, remoteImages } = safeHtml(html, (id) => (id === 'a@b' ? 3 : null));
    expect(remoteImages).toBe(2);
    expect(page).toBe(
      '<img data-remote="https://a.test/x" /><img data-remote="https://a.test/x" /><img data-remote="https://b.test/y" /><img data-inline="3" /><img />',
    );
  });
});

const HEAD = 'From: Ana <ana@casa.test>\r\nTo: loja@loja.test\r\nSubject: Oi\r\nMIME-Version: 1.0\r\n';
const mixed = `${HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary="c"\r\n\r\n--c\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nN=E3o chegou\r\n--c\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from('<p>Não chegou</p><img src="cid:x">').toString('base64')}\r\n--c--\r\n--b\r\nContent-Type: application/pdf; name*=utf-8''nota%20fiscal.pdf\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--b--\r\n`;
const report = `${HEAD}Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n\r\nfalhou\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; ana@casa.test\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 nobody\r\n--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <turno.01890a5d-ac96-774b-bcce-b302099a8057@loja.test>\r\n--r--\r\n`;

describe('mail of our own that is broken in the ways that mail is broken', () => {
  const read = (text: string) => parseMail(Buffer.from(text, 'latin1'));

  it.each([
    [
      'UTF-8 that calls itself Latin-1',
      `Content-Type: text/plain; charset=iso-8859-1\r\n\r\n${Buffer.from('Não é já').toString('latin1')}`,
    ],
    [
      'UTF-8 that calls itself ASCII',
      `Content-Type: text/plain; charset=us-ascii\r\n\r\n${Buffer.from('Não é já').toString('latin1')}`,
    ],
    ['Latin-1 that calls itself UTF-8', 'Content-Type: text/plain; charset=utf-8\r\n\r\nN\xe3o \xe9 j\xe1'],
    ['Latin-1 that says nothing', '\r\nN\xe3o \xe9 j\xe1'],
    [
      'Latin-1 in quoted-printable that says nothing',
      'Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nN=E3o =E9 j=E1',
    ],
    ['a charset nobody knows', 'Content-Type: text/plain; charset=x-nada\r\n\r\nN\xe3o \xe9 j\xe1'],
    [
      'an encoding nobody knows',
      `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8-bits\r\n\r\n${Buffer.from('Não é já').toString('latin1')}`,
    ],
    [
      'a multipart whose end is missing',
      `Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${Buffer.from('Não é já').toString('latin1')}`,
    ],
    ['bare line feeds', `Content-Type: text/plain; charset=utf-8\n\n${Buffer.from('Não é já').toString('latin1')}`],
  ])('%s is read all the same', async (_what, rest) => {
    expect((await read(`${HEAD}${rest}`)).text).toBe('Não é já');
  });

  it.each([
    ['From: (nobody)\r\n\r\noi', null],
    ['From: undisclosed\r\n\r\noi', null],
    ['From: "Ana, da Loja" <ANA@Casa.Test>\r\n\r\noi', 'ana@casa.test'],
    ['From: =?utf-8?B?QW5h?= <ana@casa.test>, bia@casa.test\r\n\r\noi', 'ana@casa.test'],
    ['From: Ana <ana@casa.test\r\n\r\noi', 'ana@casa.test'],
    ['Sender: ana@casa.test\r\n\r\noi', 'ana@casa.test'],
  ])('the sender of %j is %s', async (raw, address) => {
    expect((await read(raw)).from?.address ?? null).toBe(address);
  });

  it('a report on a mail of ours names it, its reason and whom it did not reach', async () => {
    expect((await read(report)).bounce).toEqual({
      action: 'failed',
      code: '5.1.1',
      detail: '550 5.1.1 nobody',
      recipient: 'ana@casa.test',
      originals: ['turno.01890a5d-ac96-774b-bcce-b302099a8057@loja.test'],
    });
  });

  it('control characters of a page, plain or as references, are none of its words: the database refuses some of them', async () => {
    const page = '<p>N\0ão che&#1;gou</p><blockquote type="cite">o\0i</blockquote>';
    for (const charset of ['utf-8', 'iso-8859-1']) {
      const encoded = Buffer.from(page, charset === 'utf-8' ? 'utf8' : 'latin1').toString('base64');
      const mail = await read(
        `${HEAD}Content-Type: text/html; charset=${charset}\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n`,
      );
      expect(mail).toMatchObject({ text: 'Não chegou', quoted: 'oi' });
    }
  });

  it('an empty mail, one of headers only and one of rubbish are mails too', async () => {
    for (const raw of ['', '\r\n', 'Subject: x', '\0\0\0', '\r\n\r\n\r\n']) {
      expect(await read(raw)).toMatchObject({ attachments: [], bounce: null });
    }
    expect(quickHeaders(Buffer.from(`${HEAD}\r\noi`))).toMatchObject({
      from: { address: 'ana@casa.test' },
      subject: 'Oi',
    });
    expect(quickHeaders(Buffer.from([0xff, 0xfe, 0]))).toEqual({ messageId: null, from: null, subject: '' });
  });

  it('no change of single bytes makes a mail unreadable, slow, or its parts unsafe', async () => {
    const seeds = [mixed, report, `${HEAD}\r\nEm 16/11/2026 10:02, Loja escreveu:\r\n> oi\r\n`].map((raw) =>
      Buffer.from(raw, 'latin1'),
    );
    const change = fc.record({
      at: fc.nat(),
      byte: fc.integer({ min: 0, max: 255 }),
      cut: fc.integer({ min: 0, max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        async (seed, changes) => {
          let raw = Buffer.from(seed);
          for (const { at, byte, cut } of changes) {
            const place = at % raw.length;
            raw = Buffer.concat([raw.subarray(0, place), Buffer.of(byte), raw.subarray(place + cut)]);
          }
          const before = performance.now();
          const mail = await parseMail(raw);
          expect(performance.now() - before).toBeLessThan(1_000);
          expect(dangers(mail.html?.page ?? '')).toEqual([]);
          expect(mail.subject).not.toMatch(/[\r\n]/);
          expect(mail.text ?? '').not.toContain('\0');
          for (const { address } of [...mail.to, ...(mail.from === null ? [] : [mail.from])])
            expect(address).toBe(address.toLowerCase());
        },
      ),
      { numRuns: 3_000 },
    );
  }, 60_000);
});

describe('the process that reads mail', () => {
  const parser = createMailParser({ cpuMs: 400, wallMs: 20_000, memoryMb: 512 });
  afterAll(() => parser.close());

  it('hands a mail over whole', async () => {
    const outcome = await parser.parse(Buffer.from(mixed, 'latin1'));
    if (!outcome.ok) throw new Error(outcome.reason);
    expect(outcome.mail).toMatchObject({ text: 'Não chegou', html: { remoteImages: 0 } });
    expect(outcome.mail.attachments.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['nota fiscal.pdf', '%PDF-'],
    ]);
  });

  it('is ended when a mail takes too long, and the next mail is read', async () => {
    const slow = Buffer.from(
      `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\n'.repeat(400_000)}`,
    );
    expect(await parser.parse(slow)).toEqual({ ok: false, reason: 'time' });
    expect(await parser.parse(Buffer.from(`${HEAD}\r\noi`))).toMatchObject({ ok: true, mail: { text: 'oi' } });
  }, 30_000);

  it('gives up a mail that is nested beyond reason', async () => {
    const deep = Array.from(
      { length: 300 },
      (_one, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    ).join('');
    expect(await parser.parse(Buffer.from(deep))).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^broken/),
    });
  });

  it('reads ten megabytes of words at their start, with the whole beside it, and ten of a file whole', async () => {
    const patient = createMailParser();
    const words = await patient.parse(Buffer.from(`${HEAD}\r\n${'uma linha qualquer\r\n'.repeat(520_000)}`));
    const file = await patient.parse(
      Buffer.from(
        `${HEAD}Content-Type: application/pdf; name=x.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.alloc(7_500_000).toString('base64').replace(/.{76}/g, '$&\r\n')}`,
      ),
    );
    await patient.close();
    expect(words.ok && words.mail.attachments.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['mensagem-completa.eml', 10_400_081],
    ]);
    expect(words.ok && words.mail.text?.length).toBe(40_000);
    expect(file.ok && file.mail.attachments.map(({ bytes }) => bytes.length)).toEqual([7_500_000]);
  }, 30_000);
});
