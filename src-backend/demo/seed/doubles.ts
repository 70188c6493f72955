import type { ContactEvent, Field, Suggestion } from '../../../src-shared/protocol/contacts.ts';
import { plainContact } from '../../../src-shared/protocol/defaults.ts';
import type { Contact } from '../../../src-shared/protocol/entities.ts';
import { titleOf } from '../../contacts/events.ts';
import { keysOf } from '../../contacts/keys.ts';
import { matchOf } from '../../contacts/matching.ts';
import { seededUuid } from './ids.ts';
import type { Random } from './random.ts';

/** `suggested`: «Pode ser a mesma pessoa» waits for an answer. `merged`: the second record was linked to the first by itself. */
export type Doubling = 'suggested' | 'merged';

/** A second record of a customer who is known, with what the product would say of the two. */
export interface Double {
  contact: Contact;
  suggestion: Suggestion | null;
  event: ContactEvent | null;
}

/**
 * Somebody known from one channel who is met on another and is a stranger there: by their typed-in e-mail address they may
 * be the same, by their CPF they are. null: too little is known of them for that; the product's own rule of matching decides.
 */
export function doubleOf(
  known: Contact,
  doubling: Doubling,
  about: { random: Random; fields: readonly Field[]; at: number; nextVersion(): number },
): Double | null {
  const { random, fields, at } = about;
  const type = doubling === 'merged' ? 'cpf' : 'email';
  const field = fields.find((one) => one.type === type && one.active);
  const value = field === undefined ? undefined : known.fields[field.id];
  if (field === undefined || value === undefined) return null;
  const contact: Contact = {
    ...plainContact,
    ...{ id: '', name: known.name, identities: [], tagIds: [], createdAt: at, version: 0 },
    fields: { [field.id]: value },
  };
  const match = matchOf(keysOf(known, fields), keysOf(contact, fields));
  if (match.verdict !== (doubling === 'merged' ? 'certain' : 'possible')) return null;

  contact.id = seededUuid(random);
  contact.version = about.nextVersion();
  const { reasons } = match;
  if (doubling === 'suggested') {
    const [a, b] = known.id < contact.id ? [known, contact] : [contact, known];
    const suggestion: Suggestion = {
      ...{ id: seededUuid(random), contactIds: [a.id, b.id], titles: [titleOf(a), titleOf(b)], reasons },
      ...{ state: 'open', at, version: about.nextVersion() },
    };
    return { contact, suggestion, event: null };
  }
  const mergeId = seededUuid(random);
  contact.merged = { id: mergeId, intoId: known.id, at, byId: null, reasons, choices: {}, hiddenTagIds: [] };
  const event: ContactEvent = {
    ...{ id: seededUuid(random), contactId: known.id, at, byId: null },
    what: { type: 'merged', mergeId, otherId: contact.id, otherTitle: titleOf(contact), reasons },
    version: about.nextVersion(),
  };
  return { contact, suggestion: null, event };
}
