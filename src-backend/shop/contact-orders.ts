import type { ContactOrders, ShopOrder } from '../../src-shared/protocol/shop.ts';
import { keysOf } from '../contacts/keys.ts';
import { membersOf } from '../contacts/roots.ts';
import type { QueryContext, QueryHandler } from '../queries/run.ts';
import { seesAnyOf } from '../routing/start-rules.ts';
import { loadContacts } from '../store/entities/contact.ts';
import { loadFields } from '../store/entities/directory.ts';
import type { CallAnswer } from './calls.ts';
import type { ShopKey } from './contract.ts';
import type { ConnectedShop, Shops } from './shops.ts';

const MOST_ORDERS = 20;
/** A customer of many addresses is asked about by the first of them. */
const MOST_KEYS = 8;

/**
 * A customer's orders, by everything that is certainly theirs in all the contacts they are made of. What somebody merely
 * typed into a form is not: it would show a stranger's orders to whoever answers them.
 */
export function createContactOrders(shops: Shops): QueryHandler<'contact.orders'> {
  return async (context, { contactId, again = false }) => {
    const { db, workspaceId } = context;
    const contactIds = (await membersOf({ db, workspaceId }, [contactId])).get(contactId)?.contactIds ?? [];
    if (!(await seesAnyOf(context, contactIds))) return 'not-found';
    const connected = await shops.of(db, workspaceId);
    if (connected === null) return { state: 'no-shop' };
    const { shop, calls } = connected;
    const keys = await keysFor(context, contactIds, shop);
    if (keys.length === 0) return { state: 'unproved', shop: shop.name };
    return together(shop.name, await Promise.all(keys.map((key) => calls.ordersBy(key, again))));
  };
}

async function keysFor(
  { db, workspaceId }: QueryContext,
  contactIds: string[],
  shop: ConnectedShop['shop'],
): Promise<ShopKey[]> {
  const fields = await loadFields(db, workspaceId);
  const contacts = await loadContacts(db, workspaceId, contactIds);
  const keys = new Map<string, ShopKey>();
  for (const { kind, value, certain } of contacts.flatMap((contact) => keysOf(contact, fields)))
    if (certain && kind !== 'social' && shop.knows(kind)) keys.set(`${kind} ${value}`, { kind, value });
  return [...keys.values()].slice(0, MOST_KEYS);
}

/** The same order found by two of them is one. What one question found is shown though another failed. */
function together(shop: string, answers: CallAnswer[]): ContactOrders {
  const found = answers.flatMap((answer) => (answer.ok ? [answer.orders] : []));
  const failed = answers.find((answer) => !answer.ok);
  if (found.length === 0 && failed !== undefined && !failed.ok) return { state: 'failed', shop, reason: failed.reason };
  const byNumber = new Map<string, ShopOrder>(found.flat().map((order) => [order.number, order]));
  const orders = [...byNumber.values()].sort((a, b) => (b.placedAt ?? 0) - (a.placedAt ?? 0));
  return { state: 'ready', shop, orders: orders.slice(0, MOST_ORDERS), more: orders.length > MOST_ORDERS };
}
