import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOrders } from '../../../src-backend/shop/read-orders.ts';
import { shopSettingsSchema } from '../../../src-backend/shop/settings.ts';
import { shopOrderSchema } from '../../../src-shared/protocol/shop.ts';

const settings = (more: object = {}) =>
  shopSettingsSchema.parse({ name: 'Loja', baseUrl: 'https://loja.example', token: 't', ...more });
const read = (answer: unknown, more: object = {}) => readOrders(settings(more), JSON.stringify(answer));

describe('what a shop answers', () => {
  it('is read as it is documented', () => {
    const order = {
      number: '48213',
      placedAt: '2026-11-20T13:00:00-03:00',
      status: 'Em transporte',
      total: 349.9,
      currency: 'BRL',
      items: [{ name: 'Tênis Orla', quantity: 2 }],
      tracking: 'BR123',
      url: 'https://loja.example/pedidos/48213',
    };
    expect(read({ orders: [order] })).toEqual([{ ...order, placedAt: Date.UTC(2026, 10, 20, 16) }]);
  });

  it('is read where the settings say that its parts stand', () => {
    const answer = {
      data: {
        list: [
          { id: 7, created: 1_763_600_000, sum: { value: '10.50' }, lines: [{ product: { title: 'Caneca' }, n: 3 }] },
        ],
      },
    };
    const fields = {
      ...{ number: 'id', placedAt: 'created', total: 'sum.value', items: 'lines' },
      ...{ itemName: 'product.title', itemQuantity: 'n' },
    };
    expect(read(answer, { orders: 'data.list', fields })).toEqual([
      {
        ...{ number: '7', placedAt: 1_763_600_000_000, status: null, total: 10.5, currency: null },
        ...{ items: [{ name: 'Caneca', quantity: 3 }], tracking: null, url: null },
      },
    ]);
    expect(read([{ number: '1' }], { orders: '' })).toHaveLength(1);
  });

  it('keeps the good orders beside a bad one, and no address that is not a page', () => {
    const orders = [
      null,
      'x',
      {},
      { number: '' },
      { number: '5', total: 'muito', url: 'javascript:alert(1)', items: 'x' },
    ];
    expect(read({ orders })).toEqual([
      { number: '5', placedAt: null, status: null, total: null, currency: null, items: [], tracking: null, url: null },
    ]);
  });

  it('is no answer when there is no list in it', () => {
    for (const body of ['', 'oi', '{}', '{"orders":{}}', 'null', '[]']) expect(readOrders(settings(), body)).toBeNull();
  });

  it('whatever it is, gives only orders that may be shown', () => {
    const json = fc.jsonValue({ maxDepth: 2 });
    const anything = fc.record(
      {
        ...{ number: json, placedAt: json, status: json, total: json },
        ...{
          currency: json,
          items: json,
          tracking: fc.string({ unit: 'binary' }),
          url: json,
        },
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 3 }), (orders) => {
        for (const order of read({ orders }) ?? []) expect(shopOrderSchema.safeParse(order).success).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
