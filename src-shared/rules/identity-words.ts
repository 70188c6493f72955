import type { Identity } from '../protocol/entities.ts';
import { formatPhone } from './phone.ts';

/** An identity as people read it; null where the address says nothing to anybody (a live-chat visitor's id). */
export function identityWords(
  identity: Pick<Identity, 'channel' | 'address' | 'phone'> & { profileName?: Identity['profileName'] },
): string | null {
  if (identity.phone !== null) return formatPhone(identity.phone);
  switch (identity.channel) {
    case 'livechat':
    case 'form':
      return identity.address.includes('@') ? identity.address : null;
    case 'instagram':
    case 'messenger':
      // Meta's number of a person on one account says less than what they are called there.
      return /^\d+$/.test(identity.address) ? (identity.profileName ?? identity.address) : identity.address;
    default:
      return identity.address;
  }
}
