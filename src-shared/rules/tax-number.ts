/**
 * The numbers of the Brazilian revenue service: CPF of a person, CNPJ of a company. Kept without punctuation.
 *
 * Sources: Receita Federal's rule of the check digits (modulo 11); Instrução Normativa RFB 2.229/2024 for the CNPJ with
 * letters: a character counts as its ASCII code less 48, the check digits stay digits.
 */

/** 11 digits of a CPF that can be one; null: it cannot. Punctuation is ignored. */
export function readCpf(text: string): string | null {
  const digits = text.replace(/[\s./-]/g, '');
  // Eleven equal digits pass the check and are given to nobody.
  if (!/^\d{11}$/.test(digits) || /^(\d)\1{10}$/.test(digits)) return null;
  const body = digits.slice(0, 9);
  const first = checkDigit(body, weights(10, 9));
  return digits === body + first + checkDigit(body + first, weights(11, 10)) ? digits : null;
}

/** 12 digits or capital letters and two check digits of a CNPJ that can be one; null: it cannot. */
export function readCnpj(text: string): string | null {
  const characters = text.replace(/[\s./-]/g, '').toUpperCase();
  if (!/^[0-9A-Z]{12}\d{2}$/.test(characters) || /^(.)\1{13}$/.test(characters)) return null;
  const body = characters.slice(0, 12);
  return characters === body + cnpjCheckDigits(body) ? characters : null;
}

/** `12ABC34501DE` → `35`. */
export function cnpjCheckDigits(body: string): string {
  const first = checkDigit(body, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
  return first + checkDigit(body + first, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
}

/** `123.456.789-09`, as far as it is there. */
export function formatCpf(text: string): string {
  const digits = text.replace(/\D/g, '').slice(0, 11);
  return joined([digits.slice(0, 3), digits.slice(3, 6), digits.slice(6, 9), digits.slice(9)], ['.', '.', '-']);
}

/** `12.ABC.345/01DE-35`, as far as it is there. */
export function formatCnpj(text: string): string {
  const all = text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, 14);
  const parts = [all.slice(0, 2), all.slice(2, 5), all.slice(5, 8), all.slice(8, 12), all.slice(12)];
  return joined(parts, ['.', '.', '/', '-']);
}

const weights = (from: number, count: number): number[] => Array.from({ length: count }, (_, index) => from - index);

function checkDigit(text: string, by: readonly number[]): string {
  const sum = by.reduce((total, weight, index) => total + weight * (text.charCodeAt(index) - 48), 0);
  const rest = sum % 11;
  return String(rest < 2 ? 0 : 11 - rest);
}

/** The sign stands only before what is there, so that the delete key removes a character and not a sign that comes back. */
function joined(parts: readonly string[], signs: readonly string[]): string {
  return parts.reduce((all, part, index) => (part === '' ? all : `${all}${signs[index - 1] ?? ''}${part}`), '');
}
