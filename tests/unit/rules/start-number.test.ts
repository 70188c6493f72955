import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DDDS } from '../../../src-shared/rules/phone.ts';
import { formatStartNumber, readStartNumber } from '../../../src-shared/rules/start-number.ts';

const ddd = fc.constantFrom(...DDDS);
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const mobile = fc.tuple(ddd, fc.constantFrom('8', '9'), digits(8)).map((parts) => parts.join(''));
const shortMobile = fc.tuple(ddd, fc.constantFrom('6', '7', '8', '9'), digits(7)).map((parts) => parts.join(''));
const landline = fc.tuple(ddd, fc.constantFrom('2', '3', '4', '5'), digits(7)).map((parts) => parts.join(''));

/** Ways in which people write down the same number. */
const writings: ((number: string) => string)[] = [
  (number) => number,
  (number) => `(${number.slice(0, 2)})${number.slice(2)}`,
  (number) => `(${number.slice(0, 2)}) ${number.slice(2, -4)}-${number.slice(-4)}`,
  (number) => `+55 ${number.slice(0, 2)} ${number.slice(2, -4)}-${number.slice(-4)}`,
  (number) => `+55${number}`,
  (number) => `+55 (0${number.slice(0, 2)}) ${number.slice(2)}`,
  (number) => `0055${number}`,
  (number) => `55${number}`,
  (number) => `0${number}`,
  (number) => `015 ${number.slice(0, 2)} ${number.slice(2)}`,
  (number) => ` ${number.slice(0, 2)}.${number.slice(2, -4)}.${number.slice(-4)} `,
  (number) => `\u202a+55 ${number}\u202c`,
];

describe('the number a conversation is begun with', () => {
  it('takes every mobile of eleven digits and every landline of ten, of every area code, however it is written', () => {
    fc.assert(
      fc.property(fc.oneof(mobile, landline), fc.constantFrom(...writings), (number, write) => {
        expect(readStartNumber(write(number))).toMatchObject({ state: 'valid', number, phone: `55${number}` });
      }),
      { numRuns: 2_000 },
    );
  });

  it('tells a mobile from a landline by the first digit after the area code', () => {
    expect(readStartNumber('(11)999999999')).toMatchObject({ state: 'valid', kind: 'mobile' });
    expect(readStartNumber('(11)899999999')).toMatchObject({ state: 'valid', kind: 'mobile' });
    expect(readStartNumber('(11)40000000')).toMatchObject({ state: 'valid', kind: 'landline' });
  });

  it('refuses a mobile of ten digits and offers it with its ninth digit', () => {
    fc.assert(
      fc.property(shortMobile, (number) => {
        const read = readStartNumber(number);
        expect(read).toMatchObject({ state: 'invalid', problem: 'mobile-short' });
        const offered = read.state === 'invalid' ? (read.withNinthDigit ?? '') : '';
        expect(readStartNumber(offered)).toMatchObject({ state: 'valid', kind: 'mobile', number: offered });
        expect(offered.slice(0, 2) + offered.slice(3)).toBe(number);
      }),
    );
  });

  it('never adds a ninth digit to a landline', () => {
    fc.assert(
      fc.property(landline, digits(1), (number, more) => {
        expect(readStartNumber(number + more)).toMatchObject({
          state: 'invalid',
          problem: 'length',
          withNinthDigit: null,
        });
      }),
    );
  });

  it('waits while digits are missing and says so at once when no digit can help', () => {
    expect(readStartNumber('')).toEqual({ state: 'incomplete', digits: '', kind: null });
    expect(readStartNumber('(1')).toMatchObject({ state: 'incomplete', kind: null });
    expect(readStartNumber('(11')).toMatchObject({ state: 'incomplete', kind: null });
    expect(readStartNumber('(11)9999')).toMatchObject({ state: 'incomplete', kind: 'mobile' });
    expect(readStartNumber('(11)4000000')).toMatchObject({ state: 'incomplete', kind: 'landline' });
    expect(readStartNumber('(10')).toMatchObject({ state: 'invalid', problem: 'ddd' });
    expect(readStartNumber('(11)0')).toMatchObject({ state: 'invalid', problem: 'first-digit' });
    expect(readStartNumber('(11)712345678')).toMatchObject({ state: 'invalid', problem: 'first-digit' });
    expect(readStartNumber('(11)9999999999')).toMatchObject({ state: 'invalid', problem: 'length' });
    expect(readStartNumber('+1 650 555 1234')).toMatchObject({ state: 'invalid', problem: 'country' });
  });

  it('refuses every area code that is not in use', () => {
    for (let code = 10; code < 100; code++) {
      const used = DDDS.has(String(code));
      expect(readStartNumber(`(${code})999999999`).state).toBe(used ? 'valid' : 'invalid');
    }
  });

  it('reads 55 as the area code of Santa Maria where it is one', () => {
    expect(readStartNumber('(55)999999999')).toMatchObject({ state: 'valid', number: '55999999999' });
    expect(readStartNumber('5532220000')).toMatchObject({ state: 'valid', number: '5532220000' });
    expect(readStartNumber('+55 55 99999-9999')).toMatchObject({ state: 'valid', number: '55999999999' });
    // One digit too many after an area code that was typed is a slip, not another number.
    expect(readStartNumber('(55)9999999999')).toMatchObject({ state: 'invalid', problem: 'length' });
    // A WhatsApp id of area code 99 without its ninth digit, pasted.
    expect(readStartNumber('559999999999')).toMatchObject({ state: 'invalid', problem: 'mobile-short' });
  });

  it('never fails, whatever is pasted', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readStartNumber(text);
        if (read.state === 'valid') expect(read.phone).toMatch(/^55\d{10,11}$/);
      }),
    );
  });
});

describe('the number as it stands in the field', () => {
  it('is (11)999999999', () => {
    expect(formatStartNumber('11999999999')).toBe('(11)999999999');
    expect(formatStartNumber('+55 11 99999-9999')).toBe('(11)999999999');
    expect(formatStartNumber('1')).toBe('(1');
    expect(formatStartNumber('11')).toBe('(11');
    expect(formatStartNumber('')).toBe('');
  });

  it('becomes the same number typed key by key as pasted, with or without the country code', () => {
    const typed = (text: string) => [...text].reduce((field, key) => formatStartNumber(field + key), '');
    fc.assert(
      fc.property(mobile, fc.constantFrom('', '0', '+55', '+55 '), (number, before) => {
        expect(readStartNumber(typed(before + number))).toMatchObject({ state: 'valid', number });
      }),
    );
  });

  it('loses one digit with each press of the delete key', () => {
    fc.assert(
      fc.property(mobile, (number) => {
        let field = formatStartNumber(number);
        for (let left = number.length - 1; left >= 0; left--) {
          field = formatStartNumber(field.slice(0, -1));
          if (field.endsWith(')')) continue;
          expect(field.replace(/\D/g, '')).toBe(number.slice(0, left));
        }
        expect(field).toBe('');
      }),
    );
  });
});
