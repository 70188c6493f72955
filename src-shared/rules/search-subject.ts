import type { Contact } from '../protocol/entities.ts';
import { indexedText } from './search-words.ts';

type Found = Pick<Contact, 'name' | 'fields' | 'notes'> & {
  identities: readonly Pick<Contact['identities'][number], 'profileName' | 'address' | 'phone'>[];
};

/**
 * By what a contact is found: names, addresses, custom fields (CPF, CNPJ…), notes; and its numbers in every spelling an
 * agent may type. One line each.
 */
export function contactLines(contact: Found): string[] {
  const lines = new Set<string>();
  if (contact.name !== null) lines.add(contact.name);
  for (const { profileName, address, phone } of contact.identities) {
    if (profileName !== null) lines.add(profileName);
    lines.add(address);
    if (phone !== null) lines.add(phone);
  }
  for (const value of Object.values(contact.fields)) lines.add(value);
  for (const note of contact.notes) lines.add(note.text);
  return [...lines];
}

export const searchTextOfContact = (contact: Found): string => indexedText(contactLines(contact).join('\n'));

/** A protocol number as it is written, without its dash, and its last part with and without the leading zeros. */
export function searchTextOfProtocol(protocol: string): string {
  const last = /0*(\d+)$/.exec(protocol)?.[1];
  return last === undefined ? protocol : `${protocol} ${protocol.replace(/\D/g, '')} ${last}`;
}

/**
 * Whether a run of digits begins a protocol number, or its last part. Fewer than three must be the last part itself, and
 * a year alone begins them all, so it finds none.
 */
export function protocolBeginsWith(protocol: string, digits: string): boolean {
  const parts = protocol.split(/\D+/);
  const last = parts.at(-1) ?? '';
  const plain = last.replace(/^0+/, '');
  if (digits.length < 3) return digits === plain;
  if (parts.length > 1 && digits === parts[0]) return false;
  return [parts.join(''), last, plain].some((one) => one.startsWith(digits));
}
