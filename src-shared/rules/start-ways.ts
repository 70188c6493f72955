import type { Connection } from '../protocol/entities.ts';

/**
 * How a customer is named to write to them first through this connection: by a number, where the provider approves the words
 * with which a stranger may be written to; by an address, where anybody may write to anybody. null: customers begin.
 */
export function startsBy({
  channel,
  capabilities,
}: {
  channel: Connection['channel'];
  capabilities: Pick<Connection['capabilities'], 'templates'>;
}): 'phone' | 'email' | null {
  if (channel === 'email') return 'email';
  return capabilities.templates ? 'phone' : null;
}
