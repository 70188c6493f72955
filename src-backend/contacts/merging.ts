import { v7 as uuid } from 'uuid';
import type { ContactMerge } from '../../src-shared/protocol/contacts.ts';
import type { Contact } from '../../src-shared/protocol/entities.ts';
import { mergedRoot } from '../../src-shared/rules/merged-root.ts';
import { takeApart } from '../conversations/joining.ts';
import { createJoiningRule } from '../conversations/joining-rule.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import { titleOf } from './events.ts';
import type { CustomerRecord } from './record.ts';
import { sameCustomer } from './roots.ts';
import { answerSuggestion, saySuggestion, suggestionsBetween } from './suggestions.ts';

const contactsOf = ({ root, parts }: CustomerRecord): Contact[] => [root, ...parts];
export const idsOf = (record: CustomerRecord): string[] => contactsOf(record).map(({ id }) => id);

/**
 * Makes two records one by putting the mark on the one that goes into the other; nothing else is written. Flushes, before
 * because who saw what until now must be in the database, and after because everybody looks for customers by `root_id`.
 * What they have open on several channels is joined too, where the operation wishes it.
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
  await createJoiningRule(unit).becameOne(into.root.id);
}

/**
 * Takes the mark away, and remembers that people want these two apart: they are not linked by themselves again. What is
 * served as one of both is separated first.
 */
export async function separate(
  unit: WorkUnit,
  contact: Contact,
  mark: ContactMerge,
  byId: string | null,
): Promise<void> {
  await unit.flush();
  await separateConversations(unit, contact.id, byId);
  const into = await unit.contact(mark.intoId);
  if (into === null) throw new Error('a contact is merged into one that does not exist');
  unit.changeContact(into.id, {});
  unit.changeContact(contact.id, { merged: null });
  await unit.flush();
  const two = [contact, into].map((one) => ({ id: one.id, title: titleOf(one) }));
  await saySuggestion(unit.tx, two, { state: 'refused', reasons: mark.reasons });
}

/** Of conversations served as one, those on the other side of this contact's mark than their root. */
async function separateConversations(unit: WorkUnit, contactId: string, byId: string | null): Promise<void> {
  const { db, workspaceId } = unit.tx;
  const contacts = await db
    .selectFrom('contact')
    .select(['id', 'merged'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', sameCustomer(workspaceId, [contactId]))
    .execute();
  const into = new Map(contacts.map(({ id, merged }) => [id, id === contactId ? null : (merged?.intoId ?? null)]));
  const goes = (id: string) => mergedRoot(id, (one) => into.get(one)) === contactId;
  const parts = await db
    .selectFrom('conversation as part')
    .innerJoin('conversation as root', (join) =>
      join.on('root.id', '=', (eb) => eb.ref('part.merged', '->>').key('intoId')),
    )
    .select(['part.id', 'part.contact_id as of', 'root.contact_id as into'])
    .where('part.workspace_id', '=', workspaceId)
    .where('part.contact_id', 'in', [...into.keys()])
    .where('part.merged', 'is not', null)
    .orderBy('part.id')
    .execute();
  for (const part of parts) if (goes(part.of) !== goes(part.into)) await takeApart(unit, part.id, byId);
}
