import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { undoMojibake } from '../../../src-backend/channels/email/parse/charset-repair.ts';
import { htmlWords } from '../../../src-backend/channels/email/parse/html-text.ts';
import { splitQuoted } from '../../../src-backend/channels/email/parse/split-quoted.ts';
import { quoteWords, replySubject } from '../../../src-shared/rules/email.ts';

const ANSWER = 'Bom dia!\n\nO boleto venceu, pode mandar outro?\n\n-- \nAna Prado\n(11) 98888-7777';

describe('what a person wrote is told from what their program quoted', () => {
  it.each([
    [
      'Gmail',
      'Em seg., 16 de nov. de 2026 às 10:02, Loja Aurora <\nloja@aurora.example> escreveu:\n\n> Olá, Ana\n> segue o boleto',
    ],
    [
      'Outlook',
      '________________________________\nDe: Loja Aurora <loja@aurora.example>\nEnviado: segunda-feira, 16 de novembro de 2026 10:02\nPara: Ana Prado\nAssunto: Boleto\n\nOlá, Ana',
    ],
    [
      'Outlook in bold',
      '*De:* Loja Aurora [mailto:loja@aurora.example]\n*Enviada em:* segunda-feira, 16 de novembro de 2026\n*Para:* Ana\n*Assunto:* Boleto\n\nOlá',
    ],
    ['older Outlook', '-----Mensagem original-----\nDe: Loja\nEnviada em: 16/11/2026\nAssunto: Boleto\n\nOlá'],
    ['Apple Mail', 'Em 16 de nov. de 2026, à(s) 10:02, Loja Aurora <loja@aurora.example> escreveu:\n\n> Olá'],
    ['Thunderbird', 'Em 16/11/2026 10:02, Loja Aurora escreveu:\n> Olá, Ana\n>\n> segue'],
    [
      'Yahoo',
      'Em segunda-feira, 16 de novembro de 2026 10:02:11 BRT, Loja <loja@aurora.example> escreveu:\n\nOlá, Ana',
    ],
    ['English Gmail', 'On Mon, Nov 16, 2026 at 10:02 AM Loja <loja@aurora.example> wrote:\n\n> Olá'],
    [
      'English Outlook',
      'From: Loja <loja@aurora.example>\nSent: Monday, November 16, 2026 10:02 AM\nTo: Ana\nSubject: Boleto\n\nOlá',
    ],
    ['Spanish', 'El lun, 16 nov 2026 a las 10:02, Loja (<loja@aurora.example>) escribió:\n\n> Hola'],
    [
      'a forwarded mail',
      '---------- Mensagem encaminhada ---------\nDe: Loja <loja@aurora.example>\nDate: seg., 16 de nov.\nSubject: Boleto\n\nOlá',
    ],
  ])('%s; the signature stays with the words', (_program, quoted) => {
    expect(splitQuoted(`${ANSWER}\n\n${quoted}\n`)).toEqual({ text: ANSWER, quoted });
  });

  it.each([
    [
      'answers between the quoted lines',
      'Em 16/11/2026 10:02, Loja escreveu:\n> Quer trocar?\n\nQuero.\n\n> Qual tamanho?\n\n42',
    ],
    [
      'a sentence that only begins like an introduction',
      'Em 16/11/2026 eu comprei e a vendedora me escreveu que chegaria hoje.\nNão chegou.',
    ],
    ['words with a colon', 'De: São Paulo\nvou para Santos amanhã'],
    [
      'nothing but a forwarded mail',
      '---------- Forwarded message ---------\nFrom: a@b.c\nDate: hoje\nSubject: x\n\nolhe',
    ],
    ['a greater-than sign within a line', 'preço > 100 e < 200'],
  ])('%s: everything is what was written', (_what, text) => {
    expect(splitQuoted(text)).toEqual({ text, quoted: null });
  });

  it('no line is ever lost or made up, whatever the text', () => {
    const line = fc.oneof(
      fc.constantFrom('', '> x', '>> y', 'Em 16/11/2026 10:02, Loja escreveu:', '-----Original Message-----', '-- '),
      fc.constantFrom('De: a', 'Para: b', 'Assunto: c', 'On Mon, 3 Feb 2025, Ana <a@b.co> wrote:', '____________'),
      fc.string({ maxLength: 30 }).map((text) => text.replaceAll('\n', ' ')),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const { text, quoted } = splitQuoted(lines.join('\n'));
        const kept = [...text.split('\n'), ...(quoted?.split('\n') ?? [])].map((one) => one.trim()).filter(Boolean);
        expect(kept.toSorted()).toEqual(
          lines
            .map((one) => one.trim())
            .filter(Boolean)
            .toSorted(),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a page as text', () => {
  it('keeps paragraphs, lists, tables and quotations, and leaves styles and scripts out', () => {
    const page =
      '<head><style>p{}</style><title>x</title></head><p>Olá,&nbsp;<b>Ana</b></p><script>x()</script><ul><li>um<li>dois</ul>' +
      '<table><tr><td>a</td><td>b</td></tr></table>linha<br>outra<br><br>fim<blockquote>citado</blockquote>';
    expect(htmlWords(page)).toEqual({
      text: 'Olá, Ana\n\n- um\n- dois\n\na b\n\nlinha\noutra\n\nfim\n\n> citado',
      quoted: null,
    });
  });

  it.each([
    ['Gmail', '<div class="gmail_quote">Em 16/11 Loja escreveu:<blockquote class="gmail_quote">Oi</blockquote></div>'],
    ['Outlook', '<div id="divRplyFwdMsg"><b>De:</b> Loja</div><div>Oi</div>'],
    [
      'Outlook 2013',
      '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt"><p>De: Loja</p></div><p>Oi</p>',
    ],
    ['Yahoo', '<div class="yahoo_quoted">Loja escreveu<div>Oi</div></div>'],
    ['Apple Mail', '<blockquote type="cite"><div>Oi</div></blockquote>'],
  ])('knows what %s quotes', (_program, quote) => {
    const words = htmlWords(`<div>Minha resposta</div><br>${quote}`);
    expect(words.text).toBe('Minha resposta');
    expect(words.quoted).toContain('Oi');
  });
});

describe('letters', () => {
  it('UTF-8 that was read as Latin-1 is put right, line by line; what is right stays', () => {
    expect(undoMojibake('NÃ£o chegou Ã©\nAção é já\nâ‚¬ 10')).toBe('Não chegou é\nAção é já\n€ 10');
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-ZçãéíóúâêôõàÇÃÉ ,.!?]{0,60}$/), (text) => undoMojibake(text) === text),
    );
  });
});

describe('answers', () => {
  it.each([
    ['Boleto', 'Re: Boleto'],
    ['RE: Re[2]: RES: Boleto', 'Re: Boleto'],
    ['Recado: hoje', 'Re: Recado: hoje'],
    [null, 'Re:'],
  ])('the answer to «%s» is called «%s»', (subject, expected) => expect(replySubject(subject)).toBe(expected));

  it('what is quoted is marked, and what it quoted once more', () => {
    expect(quoteWords('Ana escreveu:', 'oi\n\n> antes\n')).toBe('Ana escreveu:\n\n> oi\n>\n>> antes');
  });
});
