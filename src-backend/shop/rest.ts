import type { Shop, ShopAnswer } from './contract.ts';
import { readOrders } from './read-orders.ts';
import type { ShopSettings } from './settings.ts';

/** An answer with a customer's orders is some kilobytes. */
const MOST_BYTES = 1024 * 1024;

/** A shop with a REST interface of any shape: where to ask and where the parts of an order stand is configured. */
export function createRestShop(settings: ShopSettings, baseUrl: string): Shop {
  const { name, lookups, token, timeoutMs } = settings;
  const base = baseUrl.replace(/\/$/, '');

  return {
    name,
    knows: (kind) => lookups[kind] !== undefined,

    async ordersBy({ kind, value }): Promise<ShopAnswer> {
      const path = lookups[kind];
      if (path === undefined) return { ok: true, orders: [] };
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(`${base}${path.replaceAll('{value}', encodeURIComponent(value))}`, {
          headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
          // The token is for this address alone.
          redirect: 'error',
          signal,
        });
        if (response.status === 404) return discard(response, { ok: true, orders: [] });
        if (response.status >= 500) return discard(response, { ok: false, reason: 'unreachable' });
        if (!response.ok) return discard(response, { ok: false, reason: 'refused' });
        const body = await limitedText(response);
        const orders = body === null ? null : readOrders(settings, body);
        return orders === null ? { ok: false, reason: 'unreadable' } : { ok: true, orders };
      } catch {
        return { ok: false, reason: signal.aborted ? 'timeout' : 'unreachable' };
      }
    },
  };
}

async function discard(response: Response, answer: ShopAnswer): Promise<ShopAnswer> {
  await response.body?.cancel();
  return answer;
}

/** null: more than an answer has. */
async function limitedText(response: Response): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > MOST_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
