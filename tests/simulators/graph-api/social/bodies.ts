import type { Product } from './errors.ts';

/** A webhook as Meta posts it: one item of one account. */
export const webhookBody = (product: Product, accountId: string, item: object, at: number): object => ({
  object: product === 'instagram' ? 'instagram' : 'page',
  entry: [{ id: accountId, time: at, messaging: [item] }],
});

/** From the customer to the account. */
export const fromCustomer = (personId: string, accountId: string, at: number, part: object): object => ({
  sender: { id: personId },
  recipient: { id: accountId },
  timestamp: at,
  ...part,
});

/** From the account to the customer: an echo. */
export const fromBusiness = (personId: string, accountId: string, at: number, part: object): object => ({
  sender: { id: accountId },
  recipient: { id: personId },
  timestamp: at,
  ...part,
});
