import type { ContactView } from '../../../src-shared/bridge/views.ts';
import type { MergeChoices } from '../../../src-shared/protocol/contacts.ts';
import type { Contact } from '../../../src-shared/protocol/entities.ts';
import { composeContact } from '../../../src-shared/rules/merged-contact.ts';

/** The record as the rules of merging know one: already composed, so it stands alone. */
export function asContact(view: ContactView): Contact {
  const { id, name, identities, tagIds, deals, notes, createdAt } = view;
  const fields = view.fields.flatMap(({ field, value }) => (value === null ? [] : [[field.id, value] as const]));
  return {
    ...{ id, name, identities, tagIds, deals, notes, createdAt },
    fields: Object.fromEntries(fields),
    merged: null,
    version: 0,
  };
}

/** What would come of merging them so. */
export function outcomeOf(into: Contact, from: Contact, choices: MergeChoices): Contact {
  const mark = { id: 'preview', intoId: into.id, at: 0, byId: null, reasons: [], choices, hiddenTagIds: [] };
  return composeContact(into, [{ ...from, merged: mark }]);
}
