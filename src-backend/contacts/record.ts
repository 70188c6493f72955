import type { Contact } from '../../src-shared/protocol/entities.ts';
import { composeContact } from '../../src-shared/rules/merged-contact.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import { membersOf } from './roots.ts';

/** A customer as a work unit holds them: what is shown, and the contacts it is composed of (rules/merged-contact.ts). */
export interface CustomerRecord {
  root: Contact;
  parts: Contact[];
  shown: Contact;
}

/** The record that a contact belongs to, whichever of its contacts is named; null: there is no such contact. */
export async function recordOf(unit: WorkUnit, contactId: string): Promise<CustomerRecord | null> {
  const named = await unit.contact(contactId);
  if (named === null) return null;
  const members = (await membersOf(unit.tx, [contactId])).get(contactId);
  // Alone, or of this very transaction and not written yet.
  if (members === undefined || members.contactIds.length === 1) return { root: named, parts: [], shown: named };
  await unit.preload({ liveKeys: [], contactIds: members.contactIds });
  const contacts: Contact[] = [];
  for (const id of members.contactIds) {
    const contact = await unit.contact(id);
    if (contact !== null) contacts.push(contact);
  }
  const root = contacts.find(({ id }) => id === members.rootId) ?? named;
  const parts = contacts.filter((contact) => contact !== root);
  return { root, parts, shown: composeContact(root, parts) };
}

/** Takes over what `rules/merged-contact.ts` says a change of the record changes of its parts. */
export function changeParts(unit: WorkUnit, changed: readonly Contact[]): void {
  for (const contact of changed) unit.changeContact(contact.id, { ...contact, tagIds: contact.tagIds.toSorted() });
}
