import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

/** Linux's list of the machine's TCP connections, by IPv4 address, each with the user that it belongs to. */
const TABLE = '/proc/net/tcp';

/**
 * The user (uid) at the other end of a connection on this machine; null where the system does not tell (only Linux does).
 * A browser's command line, and with it the address that opens the window, can be read by every user of the machine.
 */
export function peerUser(socket: Pick<Socket, 'localPort' | 'remotePort'>, read = readTable): number | null {
  const { localPort, remotePort } = socket;
  if (localPort === undefined || remotePort === undefined) return null;
  const [theirs, ours] = [addressOf(remotePort), addressOf(localPort)];
  for (const line of read().split('\n').slice(1)) {
    const [, local, remote, , , , , uid] = line.trim().split(/\s+/);
    if (local === theirs && remote === ours) return uid === undefined ? null : Number(uid);
  }
  return null;
}

/** Root, who may do anything here anyway, is also whom Linux names for connections that nobody holds any more. */
export const isStranger = (user: number | null, own = process.getuid?.()): boolean =>
  user !== null && user !== 0 && own !== undefined && user !== own;

const addressOf = (port: number): string => `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;

function readTable(): string {
  try {
    return readFileSync(TABLE, 'latin1');
  } catch {
    return '';
  }
}
