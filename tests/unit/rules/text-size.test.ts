import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fittingText, textSize } from '../../../src-shared/rules/text-size.ts';

const bytes = { textLimit: 1000, textInBytes: true as const };

test('a limit in bytes counts what goes over the wire, and one in characters what people see of it', () => {
  expect(textSize('ação 😀', bytes)).toBe(Buffer.byteLength('ação 😀'));
  expect(textSize('ação 😀', {})).toBe('ação 😀'.length);
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => textSize(text, bytes) === Buffer.byteLength(text)));
});

test('a text that is too long is cut where it fits, never inside a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 1, max: 60 }), (text, textLimit) => {
      for (const counting of [{ textLimit }, { textLimit, textInBytes: true as const }]) {
        const cut = fittingText(text, counting);
        expect(textSize(cut, counting)).toBeLessThanOrEqual(textLimit);
        expect(cut.isWellFormed()).toBe(true);
        if (textSize(text, counting) <= textLimit) expect(cut).toBe(text);
      }
    }),
  );
});
