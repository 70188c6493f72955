import { expect, test } from 'vitest';
import { cleanFileName, contentDisposition } from '../../../src-backend/media/file-name.ts';

test.each([
  ['foto.png', 'foto.png'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\ana\\foto.png', 'foto.png'],
  ['foto\u202Egpj.exe', 'fotogpj.exe'],
  ['a\r\nSet-Cookie: x', 'aSet-Cookie_ x'],
  ['...', null],
  ['', null],
])('a file called %j is kept as %j', (given, kept) => {
  expect(cleanFileName(given)).toBe(kept);
});

test('a very long name is shortened and keeps its ending', () => {
  const name = cleanFileName(`${'a'.repeat(500)}.jpeg`);
  expect(name).toHaveLength(120);
  expect(name?.endsWith('.jpeg')).toBe(true);
});

test('a header carries a name that old and new readers understand', () => {
  expect(contentDisposition('inline', 'promoção (1).png')).toBe(
    `inline; filename="promocao (1).png"; filename*=UTF-8''promo%C3%A7%C3%A3o%20%281%29.png`,
  );
  expect(contentDisposition('attachment', null)).toBe('attachment');
});
