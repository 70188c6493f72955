import { formatMoney } from '../../../src-shared/rules/money.ts';

/** Deals are in reais, whatever the language of the interface. `cents` null: nothing is said. */
export const amountWords = (cents: number | null, language: string): string =>
  cents === null ? '' : formatMoney(cents / 100, 'BRL', language);

/** How the language writes thousands and decimals, for a field that groups what is typed. */
export function separators(language: string): { thousandSeparator: string; decimalSeparator: string } {
  const parts = new Intl.NumberFormat(language, { useGrouping: 'always' }).formatToParts(1234.5);
  const sign = (type: 'group' | 'decimal', otherwise: string) =>
    parts.find((part) => part.type === type)?.value ?? otherwise;
  return { thousandSeparator: sign('group', '.'), decimalSeparator: sign('decimal', ',') };
}
