import type { Contact, Identity } from '../../../src-shared/protocol/entities.ts';
import { formatPhone, phoneOf, phoneVariants } from '../../../src-shared/rules/phone.ts';
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

/**
 * By what a contact is found: names, addresses, and its telephone numbers in every spelling an agent may type, as runs
 * of digits: with and without country code, area code and ninth digit, and the last four.
 */
export function searchTextOfContact(contact: Contact): string {
  const parts = new Set<string>();
  if (contact.name !== null) parts.add(contact.name);
  for (const identity of contact.identities) {
    if (identity.profileName !== null) parts.add(identity.profileName);
    parts.add(identity.address);
    for (const spelling of phoneSpellings(identity)) parts.add(spelling);
  }
  return [...parts].join('\n');
}

function phoneSpellings(identity: Identity): string[] {
  if (identity.phone === null) return [];
  return phoneVariants(identity.phone).flatMap((phone) => {
    if (!phone.startsWith('55') || phone.length < 12) return [phone];
    return [phone, phone.slice(2), `0${phone.slice(2)}`, phone.slice(4), phone.slice(-4)];
  });
}

/** A protocol number as it is written, without its dash, and its last part without the leading zeros. */
export function searchTextOfProtocol(protocol: string): string {
  const last = /0*(\d+)$/.exec(protocol)?.[1];
  return last === undefined ? protocol : `${protocol} ${protocol.replace(/\D/g, '')} ${last}`;
}

/** What looks like a telephone number, however it is spelled, as its digits; anything else unchanged. */
export function withPhonesAsDigits(text: string): string {
  const written = text.trim();
  const digits = written.replace(/\D/g, '');
  if (digits.length < 3 || !/^\+?[\d\s().-]+$/.test(written)) return text;
  return phoneOf(written) ?? digits;
}
