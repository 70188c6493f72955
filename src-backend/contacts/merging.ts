import { v7 as uuid } from 'uuid';
import type { ContactMerge } from '../../src-shared/protocol/contacts.ts';
import type { Contact } from '../../src-shared/protocol/entities.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import { titleOf } from './events.ts';
import type { CustomerRecord } from './record.ts';
import { answerSuggestion, saySuggestion, suggestionsBetween } from './suggestions.ts';

const contactsOf = ({ root, parts }: CustomerRecord): Contact[] => [root, ...parts];
export const idsOf = (record: CustomerRecord): string[] => contactsOf(record).map(({ id }) => id);

/**
 * Makes two records one by putting the mark on the one that goes into the other; nothing else is written. Flushes, before
 * because who saw what until now must be in the database, and after because everybody looks for customers by `root_id`.
 */
export async function mergeRecords(
  unit: WorkUnit,
  into: CustomerRecord,
  from: CustomerRecord,
  mark: Pick<ContactMerge, 'byId' | 'reasons' | 'choices'>,
): Promise<void> {
  const { tx } = unit;
  await unit.flush();
  // Told anew, whole: a desktop may hold one side only, and both are shown as one from now on.
  for (const { id } of [...contactsOf(into), ...contactsOf(from)]) unit.changeContact(id, {});
  const merged: ContactMerge = { id: uuid(), intoId: into.root.id, at: tx.now, ...mark, hiddenTagIds: [] };
  unit.changeContact(from.root.id, { merged });
  await unit.flush();
  for (const said of await suggestionsBetween(tx, idsOf(into), idsOf(from))) {
    if (said.state !== 'open' && said.state !== 'refused') continue;
    await answerSuggestion(tx, said, mark.byId === null ? 'gone' : 'accepted');
  }
}

/** Takes the mark away, and remembers that people want these two apart: they are not linked by themselves again. */
export async function separate(unit: WorkUnit, contact: Contact, mark: ContactMerge): Promise<void> {
  await unit.flush();
  const into = await unit.contact(mark.intoId);
  if (into === null) throw new Error('a contact is merged into one that does not exist');
  unit.changeContact(into.id, {});
  unit.changeContact(contact.id, { merged: null });
  await unit.flush();
  const two = [contact, into].map((one) => ({ id: one.id, title: titleOf(one) }));
  await saySuggestion(unit.tx, two, { state: 'refused', reasons: mark.reasons });
}
