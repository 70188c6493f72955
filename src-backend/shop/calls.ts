import type { ShopFailure, ShopOrder } from '../../src-shared/protocol/shop.ts';
import type { Shop, ShopKey } from './contract.ts';

export type CallAnswer = { ok: true; orders: ShopOrder[] } | { ok: false; reason: ShopFailure };

/**
 * One shop, asked with care: what was answered a moment ago is answered again, two who ask the same at once are one question,
 * and a shop that fails again and again is left alone for a while, then tried with a single question.
 */
export interface ShopCalls {
  ordersBy(key: ShopKey, again: boolean): Promise<CallAnswer>;
}

const FRESH_MS = 60_000;
const REST_MS = 30_000;
const FAILURES = 3;
const MOST_KEPT = 2_000;

/** `now` in milliseconds. */
export function createShopCalls(shop: Shop, now: () => number): ShopCalls {
  const kept = new Map<string, { at: number; orders: ShopOrder[] }>();
  const asking = new Map<string, Promise<CallAnswer>>();
  let failures = 0;
  let restsUntil = 0;

  const isResting = (): boolean => failures >= FAILURES && now() < restsUntil;

  async function ask(name: string, key: ShopKey): Promise<CallAnswer> {
    // The one that tries it again keeps the others away meanwhile.
    if (failures >= FAILURES) restsUntil = now() + REST_MS;
    const answer = await shop.ordersBy(key);
    if (answer.ok || answer.reason === 'refused') failures = 0;
    else {
      failures += 1;
      restsUntil = now() + REST_MS;
    }
    if (answer.ok) keep(name, answer.orders);
    return answer;
  }

  function keep(name: string, orders: ShopOrder[]): void {
    kept.delete(name);
    kept.set(name, { at: now(), orders });
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
  }

  return {
    async ordersBy(key, again) {
      const name = `${key.kind} ${key.value}`;
      const known = kept.get(name);
      if (!again && known !== undefined && now() - known.at < FRESH_MS) return { ok: true, orders: known.orders };
      const asked = asking.get(name);
      if (asked !== undefined) return asked;
      if (isResting()) return { ok: false, reason: 'resting' };
      const asks = ask(name, key).finally(() => asking.delete(name));
      asking.set(name, asks);
      return asks;
    },
  };
}
