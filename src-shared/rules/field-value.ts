import type { FieldType } from '../protocol/contacts.ts';
import { DDDS, formatPhone } from './phone.ts';
import { formatCnpj, formatCpf, readCnpj, readCpf } from './tax-number.ts';

/**
 * What stands in a custom field (G5): read from what a person typed into the form in which it is kept, formatted as it
 * is typed, and shown.
 *
 * Kept are: the digits of a CPF; the characters of a CNPJ; a Brazilian telephone number as digits with its 55, another
 * country's with its `+` (digits alone would be taken for a Brazilian one); an e-mail address and a choice as they are
 * compared; a date as `2026-11-22`; a number as a decimal with a point.
 */
interface FieldKind {
  type: FieldType;
  /** Of type `choice`. */
  choices?: readonly string[];
}

/**
 * The value as it is kept; null: the text is none of the field's type. Reading what is kept gives the same again. The
 * text must not be empty: an empty field is no value.
 */
export function readFieldValue({ type, choices = [] }: FieldKind, typed: string): string | null {
  const text = typed.trim();
  if (text === '' || text.length > 1_000) return null;
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return readNumber(text);
    case 'date':
      return readDate(text);
    case 'choice':
      return choices.find((choice) => sameWords(choice, text)) ?? null;
    case 'phone':
      return readPhone(text);
    case 'email':
      return readEmail(text);
    case 'cpf':
      return readCpf(text);
    case 'cnpj':
      return readCnpj(text);
  }
}

/** A kept value for people to read, as it is written in Brazil; `locale` words numbers and dates. */
export function formatFieldValue(type: FieldType, value: string, locale = 'pt-BR'): string {
  switch (type) {
    case 'cpf':
      return formatCpf(value);
    case 'cnpj':
      return formatCnpj(value);
    case 'phone':
      return formatPhone(value);
    case 'number':
      return /^-?\d{1,15}(\.\d+)?$/.test(value)
        ? new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(Number(value))
        : value;
    case 'date': {
      const [year = '', month = '', day = ''] = value.split('-');
      return locale.startsWith('en') ? `${month}/${day}/${year}` : `${day}/${month}/${year}`;
    }
    default:
      return value;
  }
}

/** What stands in the input after a key press: signs are put between the digits that are there, none behind the last. */
export function formatAsTyped(type: FieldType, text: string): string {
  switch (type) {
    case 'cpf':
      return formatCpf(text);
    case 'cnpj':
      return formatCnpj(text);
    case 'phone':
      return phoneAsTyped(text);
    case 'date':
      return dateAsTyped(text);
    default:
      return text;
  }
}

const sameWords = (a: string, b: string): boolean => a.toLocaleLowerCase('pt-BR') === b.toLocaleLowerCase('pt-BR');

/** `1.234,56`, `1234,56` and `1234.56`; a point before exactly three digits, without a comma, is a thousands' point. */
function readNumber(text: string): string | null {
  const plain = text.replace(/\s/g, '');
  const brazilian = /^-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$/.test(plain)
    ? plain.replaceAll('.', '').replace(',', '.')
    : plain;
  // What is kept has no thousands' point, so one point in it is the decimal's: 1.5, and also 0.125 or 1234.567.
  const kept = /^-?(?:0|[1-9]\d{3,})\.\d{3}$/.test(plain) ? plain : brazilian;
  if (!/^-?\d{1,15}(?:\.\d{1,15})?$/.test(kept)) return null;
  const [whole = '', fraction = ''] = kept.replace('-', '').split('.');
  const digits = `${whole.replace(/^0+(?=\d)/, '')}${withoutTail(fraction)}`;
  return kept.startsWith('-') && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** Three digits keep a zero more, or they would be taken for thousands when they are read again. */
function withoutTail(fraction: string): string {
  const short = fraction.replace(/0+$/, '');
  if (short === '') return '';
  return short.length === 3 ? `.${short}0` : `.${short}`;
}

/** `22/11/2026`, `22112026`, `22-11-2026` and `2026-11-22`; a day that exists, from 1800 to 2199. */
function readDate(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [year, month, day] =
    iso !== null ? iso.slice(1) : (/^(\d{1,2})[/.\s-]?(\d{1,2})[/.\s-]?(\d{4})$/.exec(text)?.slice(1).reverse() ?? []);
  if (year === undefined || month === undefined || day === undefined) return null;
  if (Number(year) < 1800 || Number(year) > 2199) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return exists ? date.toISOString().slice(0, 10) : null;
}

/** Brazilian numbers with or without country code; another country's only with its `+`. */
function readPhone(text: string): string | null {
  if (!/^\+?[\d\s().-]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  if (text.startsWith('+') && !digits.startsWith('55')) return /^[1-9]\d{6,14}$/.test(digits) ? `+${digits}` : null;
  if (text.startsWith('+')) return isBrazilian(digits.slice(2)) ? digits : null;
  const national = digits.startsWith('0') ? digits.slice(1) : digits;
  if (isBrazilian(national)) return `55${national}`;
  return digits.startsWith('55') && isBrazilian(digits.slice(2)) ? digits : null;
}

/** Area code and number: a mobile has nine digits and begins with 9, or with 6 to 9 as it had before; a landline has eight. */
function isBrazilian(national: string): boolean {
  return DDDS.has(national.slice(0, 2)) && /^\d{2}(?:9\d{8}|[2-9]\d{7})$/.test(national);
}

function phoneAsTyped(text: string): string {
  if (text.trimStart().startsWith('+')) return `+${text.replace(/\D/g, '').slice(0, 15)}`;
  const digits = text.replace(/\D/g, '');
  // What is more than a Brazilian number has (it may be the country's code) is shown as it is typed.
  if (digits.length > 11) return digits.slice(0, 15);
  const local = digits.slice(2);
  const cut = local.length > 8 ? 5 : 4;
  if (digits.length <= 2) return digits === '' ? '' : `(${digits}`;
  return `(${digits.slice(0, 2)}) ${local.length > cut ? `${local.slice(0, cut)}-${local.slice(cut)}` : local}`;
}

function dateAsTyped(text: string): string {
  const digits = text.replace(/\D/g, '').slice(0, 8);
  return [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)].filter((part) => part !== '').join('/');
}

/** As mail servers compare it in practice: without regard to capitals. */
function readEmail(text: string): string | null {
  const address = text.toLowerCase();
  return address.length <= 254 &&
    /^[^\s@<>(),;:"[\]\\]+@[^\s@.<>(),;:"[\]\\]+(?:\.[^\s@.<>(),;:"[\]\\]+)+$/.test(address)
    ? address
    : null;
}
