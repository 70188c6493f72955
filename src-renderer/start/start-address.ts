import { isMailAddress } from '../../src-shared/protocol/content.ts';
import { plainAddresses } from '../chat/composer/email/addresses.ts';

/** The one address that was typed or pasted, «Paulo <paulo@casa.example>» included; null: it is none, or several. */
export function readStartAddress(text: string): string | null {
  const [address, another] = plainAddresses([text]);
  return address !== undefined && another === undefined && isMailAddress(address) ? address : null;
}
