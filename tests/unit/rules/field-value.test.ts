import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldType } from '../../../src-shared/protocol/contacts.ts';
import { formatAsTyped, formatFieldValue, readFieldValue } from '../../../src-shared/rules/field-value.ts';
import { cnpjCheckDigits, readCnpj, readCpf } from '../../../src-shared/rules/tax-number.ts';

const read = (type: FieldType, text: string) => readFieldValue({ type }, text);

describe('a custom field', () => {
  it('keeps a CPF whose check digits are right, as digits, and refuses any other', () => {
    expect(read('cpf', '529.982.247-25')).toBe('52998224725');
    expect(read('cpf', '52998224725')).toBe('52998224725');
    for (const wrong of ['529.982.247-26', '529.982.247-2', '111.111.111-11', '5299822472a'])
      expect(read('cpf', wrong), wrong).toBeNull();
  });

  it('keeps a CNPJ of digits or with letters, and refuses wrong check digits', () => {
    expect(cnpjCheckDigits('12ABC34501DE')).toBe('35');
    expect(cnpjCheckDigits('000000000001')).toBe('91');
    expect(read('cnpj', '12.abc.345/01de-35')).toBe('12ABC34501DE35');
    expect(read('cnpj', '00.000.000/0001-91')).toBe('00000000000191');
    for (const wrong of ['12ABC34501DE36', '12ABC34501DEA5', '00000000000000'])
      expect(read('cnpj', wrong), wrong).toBeNull();
  });

  it('of all check digits of a CPF or a CNPJ only one pair is right', () => {
    const pairs = Array.from({ length: 100 }, (_, pair) => String(pair).padStart(2, '0'));
    const body = (characters: string, length: number) =>
      fc.string({ unit: fc.constantFrom(...characters), minLength: length, maxLength: length });
    fc.assert(
      fc.property(body('0123456789', 9), body('0123456789ABCXYZ', 12), (person, company) => {
        fc.pre(new Set(person).size > 1 && new Set(company).size > 1);
        expect(pairs.filter((pair) => readCpf(person + pair) !== null)).toHaveLength(1);
        expect(pairs.filter((pair) => readCnpj(company + pair) !== null)).toEqual([cnpjCheckDigits(company)]);
      }),
    );
  });

  it('keeps a Brazilian telephone number with its country code and another country’s with its plus', () => {
    expect(read('phone', '(11) 98765-4321')).toBe('5511987654321');
    expect(read('phone', '+55 11 4000-0000')).toBe('551140000000');
    expect(read('phone', '5511987654321')).toBe('5511987654321');
    // 55 is an area code too.
    expect(read('phone', '55 99999-8888')).toBe('5555999998888');
    expect(read('phone', '+34 912 345 678')).toBe('+34912345678');
    for (const wrong of ['(10) 98765-4321', '11 8765', '11 18765-4321', 'abc', '+55 11 1']) {
      expect(read('phone', wrong), wrong).toBeNull();
    }
  });

  it('keeps an e-mail address in small letters', () => {
    expect(read('email', ' Ana.Souza+loja@Exemplo.com.br ')).toBe('ana.souza+loja@exemplo.com.br');
    for (const wrong of ['ana', 'ana@', 'ana@exemplo', 'a b@c.de', 'ana@@c.de'])
      expect(read('email', wrong)).toBeNull();
  });

  it('keeps a date that exists', () => {
    expect(read('date', '22/11/2026')).toBe('2026-11-22');
    expect(read('date', '1/2/1980')).toBe('1980-02-01');
    expect(read('date', '29021984')).toBe('1984-02-29');
    expect(read('date', '2026-11-22')).toBe('2026-11-22');
    for (const wrong of ['31/02/2026', '29/02/2025', '2026-13-01', '1/1/26', '00/01/2026'])
      expect(read('date', wrong), wrong).toBeNull();
  });

  it('keeps a number as people write it here, and one of the listed choices', () => {
    expect(read('number', '1.234,56')).toBe('1234.56');
    expect(read('number', '1.234')).toBe('1234');
    expect(read('number', '1234.56')).toBe('1234.56');
    expect(read('number', '-0,50')).toBe('-0.5');
    expect(read('number', '007')).toBe('7');
    expect(read('number', '-0')).toBe('0');
    for (const wrong of ['1,2,3', 'doze', '1e5', '--1']) expect(read('number', wrong), wrong).toBeNull();
    expect(readFieldValue({ type: 'choice', choices: ['Casa', 'Apartamento'] }, 'casa')).toBe('Casa');
    expect(readFieldValue({ type: 'choice', choices: ['Casa'] }, 'Sítio')).toBeNull();
  });

  it('reads what it keeps as the same again, whatever was typed', () => {
    const types: FieldType[] = ['text', 'number', 'date', 'phone', 'email', 'cpf', 'cnpj'];
    const part = fc.string({ unit: fc.constantFrom(...'0123456789.,-+/ ()@ab5511'), maxLength: 16 });
    const decimal = fc.tuple(fc.nat(9_999_999), fc.nat(99_999)).map(([whole, rest]) => `${whole},${rest}`);
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.oneof(part, decimal), (type, text) => {
        const kept = read(type, text);
        if (kept !== null) expect(read(type, kept)).toBe(kept);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is shown as it is written here', () => {
    expect(formatFieldValue('cpf', '52998224725')).toBe('529.982.247-25');
    expect(formatFieldValue('cnpj', '12ABC34501DE35')).toBe('12.ABC.345/01DE-35');
    expect(formatFieldValue('phone', '5511987654321')).toBe('(11) 98765-4321');
    expect(formatFieldValue('number', '1234.56')).toBe('1.234,56');
    expect(formatFieldValue('date', '2026-11-22')).toBe('22/11/2026');
    expect(formatFieldValue('date', '2026-11-22', 'en')).toBe('11/22/2026');
  });

  it('is formatted as it is typed, with no sign behind the last character', () => {
    const typing = (type: FieldType, text: string) =>
      [...text].reduce((shown, key) => formatAsTyped(type, shown + key), '');
    expect(typing('cpf', '52998224725')).toBe('529.982.247-25');
    expect(typing('cnpj', '12abc34501de35')).toBe('12.ABC.345/01DE-35');
    expect(typing('phone', '11987654321')).toBe('(11) 98765-4321');
    expect(typing('phone', '1140000000')).toBe('(11) 4000-0000');
    expect(typing('phone', '+34912345678')).toBe('+34912345678');
    expect(typing('date', '22112026')).toBe('22/11/2026');
    fc.assert(
      fc.property(fc.constantFrom<FieldType>('cpf', 'cnpj', 'phone', 'date'), fc.nat(99_999_999), (type, number) => {
        expect(formatAsTyped(type, String(number))).toMatch(/[0-9A-Z]$/);
      }),
    );
  });
});
