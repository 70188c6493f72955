import type { Content } from '../protocol/content.ts';

type Item = Extract<Content, { type: 'order' }>['items'][number];

/** What an order costs in all; null when a price is missing or the pieces are priced in different currencies. */
export function orderTotal(items: readonly Item[]): { amount: number; currency: string | null } | null {
  const [first] = items;
  if (first === undefined) return null;
  let amount = 0;
  for (const { price, quantity, currency } of items) {
    if (price === null || currency !== first.currency) return null;
    amount += price * quantity;
  }
  return { amount, currency: first.currency };
}

/** «R$ 1.234,50» as the language writes it; a currency that is no ISO 4217 code stands behind the number as it came. */
export function formatMoney(amount: number, currency: string | null, locale: string): string {
  const code = currency?.toUpperCase() ?? '';
  if (/^[A-Z]{3}$/.test(code)) return amount.toLocaleString(locale, { style: 'currency', currency: code });
  const number = amount.toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return currency === null || currency === '' ? number : `${number} ${currency}`;
}
