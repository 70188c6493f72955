import { z } from 'zod';
import { idSchema } from './storable.ts';

/** What a connected shop says of a customer's orders. Asked when the panel is open, never stored. */
const line = z.string().max(200);

export const shopOrderSchema = z.object({
  number: z.string().min(1).max(80),
  /** Epoch milliseconds. */
  placedAt: z.number().int().nonnegative().nullable(),
  /** In the shop's own words («Em transporte»). */
  status: line.nullable(),
  /** In the currency's main unit. */
  total: z.number().nullable(),
  currency: z.string().max(8).nullable(),
  items: z.array(z.object({ name: line, quantity: z.number().nonnegative() })).max(100),
  /** The carrier's code. */
  tracking: line.nullable(),
  /** The order's page in the shop; opened by the shell after its own check. */
  url: z.string().max(2_000).nullable(),
});
export type ShopOrder = z.infer<typeof shopOrderSchema>;

/**
 * `timeout`, `unreachable`: no answer. `refused`: the shop does not take our token, or the question. `unreadable`: an answer that
 * is none. `resting`: it failed again and again, and is left alone for a while.
 */
export const shopFailureSchema = z.enum(['timeout', 'unreachable', 'refused', 'unreadable', 'resting']);
export type ShopFailure = z.infer<typeof shopFailureSchema>;

export const contactOrdersSchema = z.discriminatedUnion('state', [
  /** The workspace has no shop. */
  z.object({ state: z.literal('no-shop') }),
  /** Nothing of the customer is proved by which a shop could be asked: what somebody merely typed shows nobody's orders. */
  z.object({ state: z.literal('unproved'), shop: line }),
  /** Newest first. `more`: there are older ones. */
  z.object({ state: z.literal('ready'), shop: line, orders: z.array(shopOrderSchema), more: z.boolean() }),
  z.object({ state: z.literal('failed'), shop: line, reason: shopFailureSchema }),
]);
export type ContactOrders = z.infer<typeof contactOrdersSchema>;

export const shopQueries = {
  /** Only for who sees the contact. `again`: not what was answered a moment ago. */
  'contact.orders': {
    args: z.object({ contactId: idSchema, again: z.boolean().optional() }),
    result: contactOrdersSchema,
  },
} as const;
