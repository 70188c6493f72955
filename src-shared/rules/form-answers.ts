import { FORM_LIMITS, type FormField, type FormProblem } from '../protocol/forms.ts';
import { formatFieldValue, readFieldValue } from './field-value.ts';

/** What somebody filled in, read by the kinds of its fields. */
export interface ReadAnswers {
  /** In the form's order, for people to read; what was left empty is left out. */
  answers: { field: FormField; value: string }[];
  name: string | null;
  /** In small letters. */
  email: string | null;
  /** Digits with country code. */
  phone: string | null;
  /** What the customer wants, in their words; null: the form does not ask, or nothing was written. */
  message: string | null;
  /** By field; empty: it can be taken. */
  problems: Record<string, FormProblem>;
}

/**
 * Reads what was filled in. Somebody who left neither e-mail nor telephone cannot be answered: where the form asks for
 * either, one of them must be there. Both the form and the server ask this, and the server decides.
 */
export function readAnswers(fields: readonly FormField[], typed: Readonly<Record<string, string>>): ReadAnswers {
  const read: ReadAnswers = { answers: [], name: null, email: null, phone: null, message: null, problems: {} };
  for (const field of fields) {
    const text = clean(Object.hasOwn(typed, field.key) ? (typed[field.key] ?? '') : '', field.kind === 'message');
    if (text === '') {
      if (field.required) read.problems[field.key] = 'required';
      continue;
    }
    if (text.length > FORM_LIMITS.answer) {
      read.problems[field.key] = 'too-long';
      continue;
    }
    const value = valueIn(field, text);
    if (value === null) {
      read.problems[field.key] = 'wrong';
      continue;
    }
    take(read, field, value);
  }
  const ways = fields.filter(({ kind }) => kind === 'email' || kind === 'phone');
  if (read.email === null && read.phone === null) for (const { key } of ways) read.problems[key] ??= 'contact';
  return read;
}

/** PostgreSQL holds neither a NUL nor half an emoji; one line has no others in it. */
function clean(text: string, lines: boolean): string {
  const plain = text.replaceAll('\0', '').toWellFormed().replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  return (lines ? plain : plain.replace(/\s+/g, ' ')).trim();
}

/** As it is kept; null: it is none of its kind. */
function valueIn({ kind, choices }: FormField, text: string): string | null {
  switch (kind) {
    case 'email':
    case 'phone':
    case 'cpf':
      return readFieldValue({ type: kind }, text);
    case 'choice':
      return readFieldValue({ type: 'choice', choices }, text);
    case 'name':
      return text.length > 120 ? null : text;
    default:
      return text;
  }
}

function take(read: ReadAnswers, field: FormField, value: string): void {
  const { kind } = field;
  const shown = kind === 'phone' || kind === 'cpf' ? formatFieldValue(kind, value) : value;
  read.answers.push({ field, value: shown });
  if (kind === 'name') read.name ??= value;
  if (kind === 'email') read.email ??= value;
  if (kind === 'phone') read.phone ??= value.replace(/\D/g, '');
  if (kind === 'message') read.message ??= value;
}
