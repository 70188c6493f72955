import type { ShopFailure, ShopOrder } from '../../src-shared/protocol/shop.ts';

/** By what a customer is known in a shop: something that is certainly theirs. */
export interface ShopKey {
  kind: 'email' | 'phone' | 'cpf' | 'cnpj';
  /** An address in small letters; digits, with country code for a telephone. */
  value: string;
}

export type ShopAnswer = { ok: true; orders: ShopOrder[] } | { ok: false; reason: Exclude<ShopFailure, 'resting'> };

/** What every kind of shop gives. It answers within its own time limit, and never throws for what the shop does. */
export interface Shop {
  name: string;
  /** By which of these it can be asked. */
  knows(kind: ShopKey['kind']): boolean;
  ordersBy(key: ShopKey): Promise<ShopAnswer>;
}
