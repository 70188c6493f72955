import type { CustomerRecord, Evidence, Violation } from '../evidence/evidence.ts';
import { tokenOf } from '../people/words.ts';
import { violation } from './violations.ts';

/**
 * What customers wrote: each text once on the server, and in the order in which it was confirmed. A telephone's network
 * repeats what was refused, later than what came behind it; so there only what was confirmed before the next was written
 * has an order to keep.
 */
export function checkArrivals({ customers, server }: Evidence): Violation[] {
  const inbound = server.messages.filter(({ direction }) => direction === 'inbound');
  const byToken = Map.groupBy(inbound, ({ text }) => tokenOf(text));
  const found: Violation[] = [];
  for (const customer of customers) {
    for (const { token } of customer.said) {
      const stored = byToken.get(token) ?? [];
      if (stored.length === 0)
        found.push(violation('lost', `«${token}» of ${customer.name} is not on the server`, { token }));
      if (stored.length > 1) {
        found.push(
          violation('doubled', `«${token}» of ${customer.name} is on the server ${stored.length} times`, { token }),
        );
      }
    }
    found.push(...disorderOf(customer, new Map([...byToken].map(([token, [first]]) => [token, first?.position ?? 0]))));
  }
  const said = new Set(customers.flatMap((customer) => customer.said.map(({ token }) => token)));
  for (const { text, id } of inbound) {
    const token = tokenOf(text);
    if (!said.has(token))
      found.push(violation('doubled', `nobody wrote «${token}», which is on the server`, { token, messageId: id }));
  }
  return found;
}

function disorderOf(customer: CustomerRecord, positions: ReadonlyMap<string, number>): Violation[] {
  const found: Violation[] = [];
  /** The highest position among what was confirmed already, by the time of its confirmation. */
  const said = customer.said.filter(({ token }) => positions.has(token));
  for (const [index, one] of said.entries()) {
    const here = positions.get(one.token) ?? 0;
    const before = said.slice(0, index).find((earlier) => {
      const isOrdered = customer.inOrder || (earlier.takenAt !== null && earlier.takenAt < one.at);
      return isOrdered && (positions.get(earlier.token) ?? 0) > here;
    });
    if (before !== undefined) {
      const words = `«${one.token}» of ${customer.name} stands before «${before.token}», which was written first`;
      found.push(violation('disordered', words, { token: one.token }));
    }
  }
  return found;
}
