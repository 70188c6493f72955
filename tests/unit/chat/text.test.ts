import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText } from '../../../src-renderer/chat/text/folding.ts';
import { splitLinks } from '../../../src-renderer/chat/text/links.ts';
import { fileSize } from '../../../src-renderer/chat/text/sizes.ts';
import { clockTime, duration, relativeDay, shortDate } from '../../../src-renderer/chat/text/times.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';

const linksOf = (text: string) => splitLinks(text).flatMap((part) => (part.type === 'link' ? [part.url] : []));

test.each([
  ['veja www.loja.com.br/x?y=1, ok', 'https://www.loja.com.br/x?y=1'],
  ['aurora.com.br', 'https://aurora.com.br/'],
  ['(http://loja.com/a)', 'http://loja.com/a'],
  ['escreva para mari.cav@loja.com!', 'mailto:mari.cav@loja.com'],
  ['HTTPS://Ação.com.br.', 'https://xn--ao-siap.com.br/'],
])('the address in «%s» is %s', (text, url) => {
  expect(linksOf(text)).toEqual([url]);
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'ftp://loja.com/x',
  '//loja.com/x',
  'relatorio.txt',
  'chegou.mas veio errado',
])('«%s» is no link', (text) => {
  expect(linksOf(text)).toEqual([]);
});

test('no text, however odd, loses a character by being searched for links, nor gains a forbidden scheme', () => {
  const scheme = fc.constantFrom('javascript:', 'data:', 'https://', 'www.', 'a@b.com', '//', 'mailto:', ' ', '\u202e');
  const odd = fc
    .array(fc.oneof(scheme, fc.string({ unit: 'grapheme' })), { maxLength: 12 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(odd, (text) => {
      const parts = splitLinks(text);
      expect(parts.map((part) => part.text).join('')).toBe(text);
      for (const part of parts) if (part.type === 'link') expect(part.url).toMatch(/^(https?|mailto):/);
    }),
  );
});

test('controls of writing direction become visible, so a name cannot pass for another', () => {
  expect(neutralise('foto\u202Egpj.exe')).toBe('foto\ufffdgpj.exe');
  expect(neutralise('\u2066a\u2069\u200f')).toBe('\ufffda\ufffd\ufffd');
  expect(neutralise('مرحبا')).toBe('مرحبا');
});

test('control characters vanish; line ends, tabs and emoji of several parts stay', () => {
  expect(neutralise('a\u0000b\u0007c\u009f\r\nd\te')).toBe('abc\nd\te');
  expect(neutralise('👩‍👧 ❤️')).toBe('👩‍👧 ❤️');
});

test('a text little longer than the fold is shown whole, a far longer one is cut at a word', () => {
  expect(foldText('a'.repeat(3_500)).hidden).toBe(0);
  const folded = foldText('palavra '.repeat(12_500));
  expect(folded.shown.endsWith('palavra')).toBe(true);
  expect(folded.shown.length + folded.hidden).toBe(100_000);
});

test('a text of many lines is folded by lines', () => {
  expect(foldText('a\n'.repeat(500)).shown.split('\n')).toHaveLength(40);
});

test('a fold never cuts an emoji in two', () => {
  const { shown } = foldText('😀'.repeat(5_000));
  expect(shown.isWellFormed()).toBe(true);
});

test.each([
  [0, '< 1 min'],
  [59_999, '< 1 min'],
  [60_000, '1 min'],
  [59 * 60_000, '59 min'],
  [60 * 60_000, '1 h'],
  [65 * 60_000, '1 h 05 min'],
  [23 * 3_600_000 + 59 * 60_000, '23 h 59 min'],
  [24 * 3_600_000, '1 d'],
  [51 * 3_600_000, '2 d 3 h'],
  [-5, '< 1 min'],
])('%d ms last «%s»', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test('times and dates are Brazilian', () => {
  const at = new Date(2026, 10, 19, 9, 5).getTime();
  expect(clockTime(at, 'pt-BR')).toBe('09:05');
  expect(clockTime(new Date(2026, 10, 19, 0, 0).getTime(), 'pt-BR')).toBe('00:00');
  expect(shortDate(at, 'pt-BR')).toBe('19/11/2026');
});

test('yesterday begins at midnight, not 24 hours ago', () => {
  const now = new Date(2026, 10, 19, 0, 10).getTime();
  expect(relativeDay(now - 20 * 60_000, now)).toBe('yesterday');
  expect(relativeDay(now, now)).toBe('today');
  expect(relativeDay(now - 25 * 3_600_000, now)).toBe('other');
});

test.each([
  [820, '820 B'],
  [34_816, '34 KB'],
  [5 * 1024 * 1024, '5 MB'],
  [5_138_022, '4,9 MB'],
])('%d bytes are «%s»', (bytes, words) => {
  expect(fileSize(bytes, 'pt-BR')).toBe(words);
});
