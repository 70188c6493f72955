import { expect, test } from 'vitest';
import { kindOfBytes, ruleFor } from '../../../src-shared/rules/file-kind.ts';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

const mp4 = (brand: string, handler: string) =>
  bytes(
    [0, 0, 0, 24],
    `ftyp${brand}`,
    [0, 0, 0, 0],
    `${brand}mp42`,
    [0, 0, 0, 48],
    'moov',
    [0, 0, 0, 40],
    'hdlr',
    [0, 0, 0, 0, 0, 0, 0, 0],
    handler,
    new Array(20).fill(0),
  );
const cfb = bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], new Array(600).fill(0));
const opus = bytes('OggS', [0, 2], new Array(20).fill(0), [1, 19], 'OpusHead', new Array(11).fill(0));

test.each([
  ['a voice note', opus, null, 'audio/ogg'],
  ['a film', mp4('isom', 'vide'), null, 'video/mp4'],
  ['a sound that calls itself a film', mp4('isom', 'soun'), 'gravacao.mp4', 'audio/mp4'],
  ['a sound of a telephone', mp4('M4A ', 'soun'), null, 'audio/mp4'],
  ['an old letter', cfb, 'Contrato.DOC', 'application/msword'],
  ['an old table', cfb, 'preços.xls', 'application/vnd.ms-excel'],
  ['an old container of unknown use', cfb, 'thumbs', 'application/x-cfb'],
  ['a PDF with another name', bytes('%PDF-1.7\n1 0 obj'), 'foto.jpg', 'application/pdf'],
  ['a table in plain text', bytes('código;preço\n1;2\n'), 'tabela.csv', 'text/csv'],
  ['a plain text', bytes('olá'), 'leia.TXT', 'text/plain'],
  ['bytes that call themselves text', bytes('ab', [0, 1, 2]), 'leia.txt', null],
  ['words without a name', bytes('olá'), null, null],
])('%s is known by its bytes', async (_what, content, name, mime) => {
  expect(await kindOfBytes(content, name)).toBe(mime);
});

test('a channel takes a file as what it is rather than as a document, and by patterns', () => {
  const rules = [
    { kind: 'document' as const, mimes: ['*/*'], maxBytes: 100 },
    { kind: 'image' as const, mimes: ['image/*'], maxBytes: 5 },
  ];
  expect(ruleFor(rules, 'image/png')?.kind).toBe('image');
  expect(ruleFor(rules, 'application/pdf')?.kind).toBe('document');
  expect(ruleFor(rules.slice(1), 'application/pdf')).toBeNull();
});
