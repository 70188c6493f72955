import { type ShopOrder, shopOrderSchema } from '../../src-shared/protocol/shop.ts';
import type { ShopSettings } from './settings.ts';

const MOST_ORDERS = 200;
const MOST_ITEMS = 100;

/**
 * A shop's answer as orders; null: it is none. What an order lacks is null, and an order without a number is left out: the
 * others are worth showing.
 */
export function readOrders(
  { orders, fields }: Pick<ShopSettings, 'orders' | 'fields'>,
  body: string,
): ShopOrder[] | null {
  const list = at(parsed(body), orders);
  if (!Array.isArray(list)) return null;
  return list.slice(0, MOST_ORDERS).flatMap((one: unknown) => {
    const order = shopOrderSchema.safeParse({
      number: words(at(one, fields.number), 80) ?? '',
      placedAt: moment(at(one, fields.placedAt)),
      status: words(at(one, fields.status), 200),
      total: amount(at(one, fields.total)),
      currency: words(at(one, fields.currency), 8),
      items: items(at(one, fields.items), fields),
      tracking: words(at(one, fields.tracking), 200),
      url: page(at(one, fields.url)),
    });
    return order.success ? [order.data] : [];
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function at(value: unknown, place: string): unknown {
  let found = value;
  for (const step of place === '' ? [] : place.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

function items(value: unknown, fields: ShopSettings['fields']): ShopOrder['items'] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_ITEMS).flatMap((one: unknown) => {
    const name = words(at(one, fields.itemName), 200);
    const quantity = amount(at(one, fields.itemQuantity)) ?? 1;
    return name === null || quantity < 0 ? [] : [{ name, quantity }];
  });
}

function words(value: unknown, most: number): string | null {
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  const plain = text.replace(/\s+/g, ' ').trim().slice(0, most).toWellFormed();
  return plain === '' ? null : plain;
}

/** A number, or one in words with a point for the decimals. */
function amount(value: unknown): number | null {
  const number = typeof value === 'string' && /^-?\d{1,15}(\.\d{1,6})?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** ISO 8601, or epoch seconds or milliseconds. */
function moment(value: unknown): number | null {
  const text = typeof value === 'string' ? value : '';
  const number = typeof value === 'number' ? (value < 1e11 ? value * 1_000 : value) : Date.parse(text);
  return Number.isFinite(number) && number >= 0 ? Math.round(number) : null;
}

function page(value: unknown): string | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null;
  const { protocol, href } = new URL(value);
  return (protocol === 'https:' || protocol === 'http:') && href.length <= 2_000 ? href : null;
}
