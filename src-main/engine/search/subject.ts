import type { Contact } from '../../../src-shared/protocol/entities.ts';
import { formatPhone } from '../../../src-shared/rules/phone.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';

/** The name to show for a contact: its name, else how it is known on its first channel (A7). */
export function titleOfContact(contact: Contact): string {
  return neutralise(nameOfContact(contact));
}

function nameOfContact(contact: Contact): string {
  if (contact.name !== null && contact.name.trim() !== '') return contact.name;
  const first = contact.identities[0];
  if (first === undefined) return '';
  if (first.phone !== null) return formatPhone(first.phone);
  return first.profileName ?? first.address;
}
