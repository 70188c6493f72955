import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanVisitorText, LIVECHAT_LIMITS, livechatSendSchema } from '../../../src-shared/protocol/livechat.ts';

const message = (text: string | null) => ({ id: '0198a000-0000-7000-8000-000000000001', text, imageId: null });
const accepted = (text: string): boolean => livechatSendSchema.safeParse(message(text)).success;

describe('What a visitor writes', () => {
  it('is taken as written when nothing is wrong with it', () => {
    for (const text of [
      'Oi!',
      'linha 1\nlinha 2\tcom tab',
      '<b>não é HTML</b>',
      '👩‍👩‍👧 família',
      'שלום',
      'São João d’El-Rei',
    ])
      expect(accepted(text)).toBe(true);
  });

  it('loses control characters and marks that reorder text, and keeps the rest', () => {
    expect(cleanVisitorText('  fatura\u202efdp.exe\u0000\u001b[2J\r\nok\r ')).toBe('faturafdp.exe[2J\nok');
    expect(cleanVisitorText('\ud800 meio emoji')).toBe('\ufffd meio emoji');
  });

  it('is refused by the backend when it was not cleaned', () => {
    for (const text of ['a\u202eb', 'a\u2066b', 'a\u0007b', 'a\u0085b', ' borda', '', '\ud800'])
      expect(accepted(text)).toBe(false);
  });

  it('is taken up to the limit and not beyond', () => {
    expect(accepted('a'.repeat(LIVECHAT_LIMITS.text))).toBe(true);
    expect(accepted('a'.repeat(LIVECHAT_LIMITS.text + 1))).toBe(false);
    expect(accepted('a'.repeat(100_000))).toBe(false);
  });

  it('is always taken once cleaned, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (raw) => {
        const text = cleanVisitorText(raw);
        expect(cleanVisitorText(text)).toBe(text);
        expect(text === '' || accepted(text)).toBe(true);
      }),
    );
  });

  it('is refused without a throw when it is no message at all', () => {
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        const text = livechatSendSchema.safeParse({ ...message(null), text: raw });
        expect(text.success).toBe(typeof raw === 'string' && raw !== '' && cleanVisitorText(raw) === raw);
      }),
    );
  });
});
