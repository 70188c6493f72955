import type { TFunction } from 'i18next';
import type { MatchReason } from '../../../src-shared/protocol/contacts.ts';
import { formatPhone } from '../../../src-shared/rules/phone.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { formatCnpj, formatCpf } from '../../../src-shared/rules/tax-number.ts';

/** What two contacts have in common, in words: «mesmo CPF (529.982.247-25) e mesmo e-mail (…)». */
export function reasonWords(t: TFunction<'record'>, reasons: readonly MatchReason[], language: string): string {
  const words = reasons.map((reason) => t(`reason.${reason.kind}`, { value: valueWords(reason) }));
  return new Intl.ListFormat(language).format(words);
}

function valueWords({ kind, value }: MatchReason): string {
  switch (kind) {
    case 'cpf':
      return formatCpf(value);
    case 'cnpj':
      return formatCnpj(value);
    case 'phone':
    case 'phone-ninth-digit':
      return formatPhone(value);
    default:
      return neutralise(value);
  }
}
