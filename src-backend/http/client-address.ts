import { BlockList, isIP } from 'node:net';

/**
 * Where a connection comes from, when balancers stand before us: the nearest address that is none of theirs. Each adds the
 * address it sees at the end of `X-Forwarded-For`; what stands further left anybody may have written. Fastify does the
 * same for its requests (`trustProxy`); this is for sockets.
 */
export function createClientAddress(
  trustedProxies: string[],
): (peer: string, forwardedFor: string | undefined) => string {
  const trusted = new BlockList();
  for (const words of trustedProxies) {
    const [address = '', bits] = words.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  const isTrusted = (address: string) => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

  return (peer, forwardedFor) => {
    let nearest = plain(peer);
    const before = forwardedFor?.split(',').map((one) => plain(one.trim())) ?? [];
    while (isIP(nearest) !== 0 && isTrusted(nearest)) {
      const next = before.pop();
      if (next === undefined || isIP(next) === 0) break;
      nearest = next;
    }
    return nearest;
  };
}

/** An IPv4 address as a socket that takes both kinds spells it. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
