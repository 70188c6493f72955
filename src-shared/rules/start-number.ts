import { DDDS } from './phone.ts';

/**
 * What an agent types into «Para» when beginning a conversation (C2, C3): area code and number, `(11)999999999`; the 55
 * is the system's. Pastes with country code, spaces, hyphens or a trunk prefix are read as what they mean.
 *
 * Source of the first digits: Anatel's numbering plan (Resolução 749/2022): after the area code fixed lines begin with
 * 2 to 5 and have eight digits, mobiles begin with 9 and have nine. Until the ninth digit came (2012 to 2016) mobiles
 * had eight and began with 6 to 9; 6 and 7 are given to nobody any more, so a number of ten digits that begins with one
 * of them is taken for such an old mobile, and with eleven for a mistake.
 */
export type StartNumber =
  /** More digits may make it valid. `kind` as soon as the first digit after the area code tells. */
  | { state: 'incomplete'; digits: string; kind: StartNumberKind | null }
  /** `withNinthDigit`: the number as it would be right if only the ninth digit was left out, to offer it. */
  | { state: 'invalid'; digits: string; problem: StartNumberProblem; withNinthDigit: string | null }
  /** `number`: area code and number, 10 or 11 digits. `phone`: the same with country code, as everywhere else. */
  | { state: 'valid'; digits: string; number: string; phone: string; kind: StartNumberKind };

export type StartNumberKind = 'mobile' | 'landline';

export type StartNumberProblem =
  /** The area code is not in use. */
  | 'ddd'
  /** A mobile with ten digits: the ninth digit is missing. */
  | 'mobile-short'
  /** More digits than any number of its kind has. */
  | 'length'
  /** Nobody's number begins like this after the area code (0, 1, or 6 and 7 with nine digits). */
  | 'first-digit'
  /** The country code of another country: only Brazilian numbers can be written to first. */
  | 'country';

const COUNTRY = '55';

/** Reads what stands in the field, at any moment of typing. Never throws. */
export function readStartNumber(text: string): StartNumber {
  const digits = startDigits(text);
  if (digits === null) return { state: 'invalid', digits: onlyDigits(text), problem: 'country', withNinthDigit: null };
  if (digits.length < 2) return { state: 'incomplete', digits, kind: null };
  const invalid = (problem: StartNumberProblem, withNinthDigit: string | null = null): StartNumber => ({
    state: 'invalid',
    digits,
    problem,
    withNinthDigit,
  });
  if (!DDDS.has(digits.slice(0, 2))) return invalid('ddd');
  const first = digits[2];
  if (first === undefined) return { state: 'incomplete', digits, kind: null };
  if (first === '0' || first === '1') return invalid('first-digit');

  const kind = first >= '6' ? 'mobile' : 'landline';
  if (digits.length < 10) return { state: 'incomplete', digits, kind };
  if (digits.length > 11) return invalid('length');
  if (kind === 'landline') return digits.length === 10 ? valid(digits, kind) : invalid('length');
  if (digits.length === 10) return invalid('mobile-short', withNinthDigit(digits));
  return first === '6' || first === '7' ? invalid('first-digit') : valid(digits, kind);
}

const valid = (digits: string, kind: StartNumberKind): StartNumber => ({
  state: 'valid',
  digits,
  number: digits,
  phone: COUNTRY + digits,
  kind,
});

/** `1188887777` → `11988887777`. Only for ten digits whose first after the area code is a mobile's. */
function withNinthDigit(digits: string): string {
  return `${digits.slice(0, 2)}9${digits.slice(2)}`;
}

/**
 * As it stands in the field: `(11)999999999`. While only the area code is there the parenthesis stays open, so that the
 * delete key removes a digit and not a sign that comes back. Digits too many are shown, not cut: the agent must see them.
 */
export function formatStartNumber(text: string): string {
  const digits = startDigits(text) ?? onlyDigits(text);
  if (digits === '') return '';
  return digits.length <= 2 ? `(${digits}` : `(${digits.slice(0, 2)})${digits.slice(2)}`;
}

const onlyDigits = (text: string): string => text.replace(/\D/g, '');

/** Area code and number without what people write before it; null: another country's. */
function startDigits(text: string): string | null {
  const digits = onlyDigits(text);
  const international = /^\D*?(?:\+|00)/.test(text);
  if (international) {
    const number = digits.replace(/^00/, '');
    if (number.startsWith(COUNTRY)) return number.slice(COUNTRY.length).replace(/^0/, '');
    // While `+5` is being typed it may still become ours.
    return COUNTRY.startsWith(number) ? '' : null;
  }
  // Trunk prefix, with the two digits of a carrier where one is named: 0 11…, 0 15 11….
  if (digits.startsWith('0')) return digits.slice(digits.length >= 13 ? 3 : 1);
  return hasCountryCode(text, digits) ? digits.slice(COUNTRY.length) : digits;
}

/**
 * 55 is also the area code of Santa Maria. So it counts as the country's only where the number would be too long
 * otherwise; and of a number typed as `(55)999999999`, one digit too many is a slip of the finger.
 */
function hasCountryCode(text: string, digits: string): boolean {
  if (!digits.startsWith(COUNTRY) || (digits.length !== 12 && digits.length !== 13)) return false;
  const typedAsAreaCode = text.trimStart().startsWith('(55)');
  return !(typedAsAreaCode && digits.length === 12 && digits[2] === '9');
}
