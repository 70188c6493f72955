import { expect, test } from 'vitest';
import { formatMoney, orderTotal } from '../../../src-shared/rules/money.ts';

const item = (quantity: number, price: number | null, currency: string | null = 'BRL') => ({
  product: 'x',
  quantity,
  price,
  currency,
});
const plain = (text: string) => text.replace(/\s/g, ' ');

test('an order’s total is the sum of its pieces', () => {
  expect(orderTotal([item(1, 349.9), item(3, 24.5)])).toEqual({ amount: 423.4, currency: 'BRL' });
});

test.each([
  ['a price is missing', [item(1, 10), item(1, null)]],
  ['the pieces are priced in different currencies', [item(1, 10), item(1, 10, 'USD')]],
  ['nothing was ordered', []],
])('there is no total when %s', (_why, items) => {
  expect(orderTotal(items)).toBeNull();
});

test.each([
  [1234.5, 'BRL', 'pt-BR', 'R$ 1.234,50'],
  [1234.5, 'brl', 'en', 'R$1,234.50'],
  [10, 'EUR', 'es', '10,00 €'],
  [10, null, 'pt-BR', '10,00'],
  [10, 'pontos', 'pt-BR', '10,00 pontos'],
] as const)('%s %s in %s is «%s»', (amount, currency, locale, words) => {
  expect(plain(formatMoney(amount, currency, locale))).toBe(words);
});
