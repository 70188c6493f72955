import { isMailAddress } from '../protocol/content.ts';
import type { Channel, Connection, Identity } from '../protocol/entities.ts';
import { phoneVariants } from './phone.ts';

/** One way to answer somebody who cannot be answered where they wrote (a form): through which connection, to which address. */
export interface AnswerWay {
  connectionId: string;
  channel: Channel;
  /** As the channel gives it: an e-mail address, digits with country code, an account's id. */
  address: string;
}

type Known = Pick<Identity, 'channel' | 'address' | 'phone'>;

/**
 * In the connections' order; for each what was typed first, then what else is known of the customer on that channel.
 * `from`: the identity that wrote; `identities`: all of the customer's. The server takes no other way than these.
 */
export function answerWays(
  from: Known,
  identities: readonly Known[],
  connections: readonly Pick<Connection, 'id' | 'channel'>[],
): AnswerWay[] {
  return connections.flatMap(({ id, channel }) => {
    const known = identities.filter((one) => one.channel === channel).map(({ address }) => address);
    const typed = typedFor(channel, from, known);
    const addresses = typed === null ? known : [typed, ...known.filter((address) => address !== typed)];
    return addresses.map((address) => ({ connectionId: id, channel, address }));
  });
}

/** A mobile that is known in its other spelling is that one: it has worked. */
function typedFor(channel: Channel, { address, phone }: Known, known: readonly string[]): string | null {
  if (channel === 'email') return isMailAddress(address) ? address : null;
  if (channel !== 'whatsapp' || phone === null) return null;
  return phoneVariants(phone).find((spelling) => known.includes(spelling)) ?? phone;
}
