import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DDDS, formatPhone, phoneOf, phoneVariants } from '../../../src-shared/rules/phone.ts';

const ddd = fc.constantFrom(...DDDS);
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const landline = fc.tuple(ddd, fc.constantFrom('2', '3', '4', '5'), digits(7)).map((parts) => `55${parts.join('')}`);
const oldMobile = fc.tuple(ddd, fc.constantFrom('6', '7', '8', '9'), digits(7)).map((parts) => `55${parts.join('')}`);
const mobile = fc.tuple(ddd, digits(8)).map(([area, rest]) => `55${area}9${rest}`);

describe('area codes', () => {
  it('has the 67 in use and none that is not', () => {
    expect(DDDS.size).toBe(67);
    for (const unused of [
      '10',
      '20',
      '23',
      '25',
      '26',
      '29',
      '30',
      '36',
      '39',
      '40',
      '50',
      '52',
      '56',
      '70',
      '72',
      '90',
    ]) {
      expect(DDDS.has(unused)).toBe(false);
    }
  });
});

describe('variants of a number', () => {
  it('finds a mobile with and without its ninth digit', () => {
    expect(phoneVariants('553188887777')).toEqual(['553188887777', '5531988887777']);
    expect(phoneVariants('5531988887777')).toEqual(['5531988887777', '553188887777']);
  });

  it('never touches a landline, whatever the area', () => {
    fc.assert(
      fc.property(landline, (phone) => {
        expect(phoneVariants(phone)).toEqual([phone]);
      }),
    );
  });

  it('never offers a landline as the short form of a mobile', () => {
    expect(phoneVariants('5511940028922')).toEqual(['5511940028922']);
    fc.assert(
      fc.property(mobile, (phone) => {
        for (const variant of phoneVariants(phone)) expect(variant).not.toMatch(/^55\d\d[2-5]\d{7}$/);
      }),
    );
  });

  it('is the same set from either side', () => {
    fc.assert(
      fc.property(oldMobile, (phone) => {
        const variants = phoneVariants(phone);
        expect(variants).toHaveLength(2);
        for (const variant of variants) expect(phoneVariants(variant).toSorted()).toEqual(variants.toSorted());
      }),
    );
  });

  it('leaves foreign numbers, unknown areas and anything else as they are', () => {
    for (const other of ['16505551234', '19995551234', '5520988887777', '55119888877', 'US.1349', '']) {
      expect(phoneVariants(other)).toEqual([other]);
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(phoneVariants(text)[0]).toBe(text);
      }),
    );
  });
});

describe('numbers for people', () => {
  it('writes Brazilian numbers as Brazilians do and others with a plus', () => {
    expect(formatPhone('5511987654321')).toBe('(11) 98765-4321');
    expect(formatPhone('551187654321')).toBe('(11) 8765-4321');
    expect(formatPhone('551140000000')).toBe('(11) 4000-0000');
    expect(formatPhone('16505551234')).toBe('+16505551234');
    expect(formatPhone('5520988887777')).toBe('+5520988887777');
    expect(formatPhone('BR.1502')).toBe('BR.1502');
  });

  it('shows every digit of the number, in order', () => {
    fc.assert(
      fc.property(fc.oneof(mobile, landline, oldMobile), (phone) => {
        expect(`55${formatPhone(phone).replace(/\D/g, '')}`).toBe(phone);
      }),
    );
  });
});

describe('addresses that are numbers', () => {
  it('reads written numbers and refuses everything else', () => {
    expect(phoneOf('+55 (11) 98765-4321')).toBe('5511987654321');
    expect(phoneOf('5511987654321')).toBe('5511987654321');
    for (const other of ['BR.15021234567', 'ana@aurora.example', '', '12345', '1234567890123456', '<PHONE>']) {
      expect(phoneOf(other)).toBeNull();
    }
  });
});
