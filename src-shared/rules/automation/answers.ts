import type { CollectedKind } from '../../protocol/automations.ts';

/** How customers' answers are read: case, accents, points and signs around a word do not matter. */
export function plainAnswer(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whoever says one of these wants a person, wherever in a flow they are. */
const wantsPerson = new Set(
  [
    'atendente',
    'humano',
    'pessoa',
    'falar com atendente',
    'falar com um atendente',
    'falar com uma atendente',
    'falar com humano',
    'falar com uma pessoa',
    'falar com alguem',
    'quero atendente',
    'quero falar com atendente',
    'quero falar com um atendente',
    'quero falar com uma pessoa',
    'atendimento humano',
    'sair',
    '0',
  ].map(plainAnswer),
);

export const asksForPerson = (text: string): boolean => wantsPerson.has(plainAnswer(text));

/** The option that an answer names, by its number (from 1) or by its words; null: none, or more than one. */
export function chosenOption(text: string, labels: readonly string[]): number | null {
  const answer = plainAnswer(text);
  if (answer === '') return null;
  const number = /^(?:opcao )?(\d)$/.exec(answer)?.[1];
  if (number !== undefined) {
    const index = Number(number) - 1;
    return index >= 0 && index < labels.length ? index : null;
  }
  const plain = labels.map(plainAnswer);
  const exact = plain.indexOf(answer);
  if (exact >= 0) return exact;
  const beginning = plain.flatMap((label, index) => (label.startsWith(answer) && answer.length >= 3 ? [index] : []));
  return beginning.length === 1 ? (beginning[0] ?? null) : null;
}

/** Whether a message says one of the words: as a whole, or as words within it. */
export function saysAny(text: string, words: readonly string[]): boolean {
  const said = ` ${plainAnswer(text)} `;
  return words.some((word) => {
    const wanted = plainAnswer(word);
    return wanted !== '' && said.includes(` ${wanted} `);
  });
}

/** The answer as it is kept, or null if it cannot be one. CPF and CNPJ by their check digits. */
export function readCollected(kind: CollectedKind, text: string): string | null {
  const said = text.trim().slice(0, 500);
  switch (kind) {
    case 'text':
      return said === '' ? null : said;
    case 'name':
      return /^[\p{L}\p{M}'’. -]{2,80}$/u.test(said) ? said : null;
    case 'number':
      return /\d/.test(said) && /^[\d\s.,/#-]{1,40}$/.test(said) ? said : null;
    case 'email':
      return /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,}$/.test(said) ? said.toLowerCase() : null;
    case 'phone': {
      const digits = said.replace(/\D/g, '').replace(/^55(?=\d{10,11}$)/, '');
      return /^\d{10,11}$/.test(digits) ? digits : null;
    }
    case 'cpf':
      return readCpf(said);
    case 'cnpj':
      return readCnpj(said);
  }
}

/** CPF: 11 digits, two check digits modulo 11 (product.md, Brazilian rules). Formatted `123.456.789-09`. */
function readCpf(text: string): string | null {
  const digits = text.replace(/[\s.-]/g, '');
  if (!/^\d{11}$/.test(digits) || /^(\d)\1+$/.test(digits)) return null;
  const check = (length: number): number => {
    let sum = 0;
    for (let index = 0; index < length; index += 1) sum += Number(digits[index]) * (length + 1 - index);
    return ((sum * 10) % 11) % 10;
  };
  if (check(9) !== Number(digits[9]) || check(10) !== Number(digits[10])) return null;
  return `${digits.slice(0, 3)}.${digits.slice(3, 6)}.${digits.slice(6, 9)}-${digits.slice(9)}`;
}

/**
 * CNPJ: 12 alphanumeric characters and two check digits modulo 11 over (code − 48). Source: Receita Federal, IN
 * 2.229/2024 (alphanumeric CNPJ).
 */
function readCnpj(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s./-]/g, '');
  if (!/^[A-Z\d]{12}\d{2}$/.test(code) || /^(.)\1+$/.test(code)) return null;
  const check = (length: number): number => {
    let sum = 0;
    for (let index = 0; index < length; index += 1)
      sum += (code.charCodeAt(index) - 48) * (((length - 1 - index) % 8) + 2);
    const rest = sum % 11;
    return rest < 2 ? 0 : 11 - rest;
  };
  if (check(12) !== Number(code[12]) || check(13) !== Number(code[13])) return null;
  return `${code.slice(0, 2)}.${code.slice(2, 5)}.${code.slice(5, 8)}/${code.slice(8, 12)}-${code.slice(12)}`;
}
