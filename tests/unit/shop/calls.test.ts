import { describe, expect, it } from 'vitest';
import { createShopCalls } from '../../../src-backend/shop/calls.ts';
import type { ShopAnswer, ShopKey } from '../../../src-backend/shop/contract.ts';

const order = (number: string) => ({
  ...{ number, placedAt: null, status: null, total: null, currency: null, items: [], tracking: null, url: null },
});
const teresa: ShopKey = { kind: 'email', value: 'teresa@casa.test' };
const rui: ShopKey = { kind: 'email', value: 'rui@casa.test' };

function world() {
  const clock = { now: 1_000_000 };
  const asked: string[] = [];
  const answers: ShopAnswer[] = [];
  const shop = {
    name: 'Loja',
    knows: () => true,
    async ordersBy({ value }: ShopKey): Promise<ShopAnswer> {
      asked.push(value);
      await Promise.resolve();
      return answers.shift() ?? { ok: true, orders: [order(String(asked.length))] };
    },
  };
  return { clock, asked, answers, calls: createShopCalls(shop, () => clock.now) };
}

describe('a shop', () => {
  it('is asked once for what was answered within a minute, unless somebody wants it anew', async () => {
    const { clock, asked, calls } = world();
    const first = await calls.ordersBy(teresa, false);
    expect(await calls.ordersBy(teresa, false)).toEqual(first);
    expect(asked).toHaveLength(1);
    await calls.ordersBy(teresa, true);
    clock.now += 60_000;
    await calls.ordersBy(teresa, false);
    expect(asked).toHaveLength(3);
  });

  it('is asked one question by two who ask the same at once', async () => {
    const { asked, calls } = world();
    const [one, two] = await Promise.all([calls.ordersBy(teresa, false), calls.ordersBy(teresa, true)]);
    expect(one).toEqual(two);
    expect(asked).toHaveLength(1);
  });

  it('is left alone after it failed again and again, tried with one question, and asked by all when it works', async () => {
    const { clock, asked, answers, calls } = world();
    for (const _ of [1, 2, 3]) {
      answers.push({ ok: false, reason: 'timeout' });
      expect(await calls.ordersBy(teresa, true)).toEqual({ ok: false, reason: 'timeout' });
    }
    expect(await calls.ordersBy(teresa, true)).toEqual({ ok: false, reason: 'resting' });
    expect(asked).toHaveLength(3);
    clock.now += 30_000;
    answers.push({ ok: false, reason: 'unreachable' });
    const [tried, other] = await Promise.all([calls.ordersBy(teresa, false), calls.ordersBy(rui, false)]);
    expect([tried, other]).toEqual([
      { ok: false, reason: 'unreachable' },
      { ok: false, reason: 'resting' },
    ]);
    clock.now += 30_000;
    expect(await calls.ordersBy(teresa, false)).toMatchObject({ ok: true });
    expect(await calls.ordersBy(rui, false)).toMatchObject({ ok: true });
  });

  it('is shown from what is known while it rests', async () => {
    const { answers, calls } = world();
    const known = await calls.ordersBy(rui, false);
    for (const _ of [1, 2, 3]) {
      answers.push({ ok: false, reason: 'unreadable' });
      await calls.ordersBy(teresa, true);
    }
    expect(await calls.ordersBy(rui, false)).toEqual(known);
  });

  it('does not rest for having refused a question', async () => {
    const { answers, calls } = world();
    for (const _ of [1, 2, 3, 4]) {
      answers.push({ ok: false, reason: 'refused' });
      expect(await calls.ordersBy(teresa, true)).toEqual({ ok: false, reason: 'refused' });
    }
  });
});
