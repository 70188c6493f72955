import type { Field } from '../../src-shared/protocol/contacts.ts';
import type { Channel, Contact, Identity } from '../../src-shared/protocol/entities.ts';
import { readFieldValue } from '../../src-shared/rules/field-value.ts';
import { phoneVariants } from '../../src-shared/rules/phone.ts';

/** Something by which a person is known: two contacts that have it in common may be one. */
export interface ContactKey {
  kind: 'cpf' | 'cnpj' | 'email' | 'phone' | 'social';
  /** As it is compared: a mobile has its ninth digit, an address small letters. */
  value: string;
  /** As it stands in the contact. */
  written: string;
  /**
   * It cannot be somebody else's: a provider vouches for it or an agent made sure of it, or it is the customer's own tax
   * number. What was merely typed in (a form, a chat, a field) is not.
   */
  certain: boolean;
}

/**
 * For what a channel's provider vouches when a message comes through an identity. Not for «social»: Instagram and Messenger
 * number people each in their own way, so the same number on both proves nothing until somebody made sure of it.
 */
const VOUCHED: Partial<Record<Channel, ContactKey['kind']>> = {
  whatsapp: 'phone',
  email: 'email',
};

/** All keys of one contact's own record. `fields`: the workspace's, in their order. An identity that is shared gives none. */
export function keysOf(contact: Pick<Contact, 'identities' | 'fields'>, fields: readonly Field[]): ContactKey[] {
  return [...contact.identities.flatMap(identityKeys), ...fieldKeys(contact, fields)];
}

function identityKeys(identity: Identity): ContactKey[] {
  if (identity.shared) return [];
  const { channel, address, phone } = identity;
  const certain = (kind: ContactKey['kind']) =>
    identity.verified !== null || (identity.proved && VOUCHED[channel] === kind);
  const keys: ContactKey[] = [];
  if (phone !== null) keys.push({ ...phoneKey(phone), certain: certain('phone') });
  if (channel === 'instagram' || channel === 'messenger') {
    keys.push({ kind: 'social', value: address, written: address, certain: certain('social') });
  } else {
    const email = readFieldValue({ type: 'email' }, address);
    if (email !== null) keys.push({ kind: 'email', value: email, written: email, certain: certain('email') });
  }
  return keys;
}

/**
 * Of several fields for a CPF (or a CNPJ) only the first in use is the customer's own; the others are of a spouse, of who
 * pays, and prove nothing.
 */
function fieldKeys(contact: Pick<Contact, 'fields'>, fields: readonly Field[]): ContactKey[] {
  const inUse = fields.filter((field) => field.active);
  return inUse.flatMap((field): ContactKey[] => {
    const { type } = field;
    if (type !== 'cpf' && type !== 'cnpj' && type !== 'email' && type !== 'phone') return [];
    const value = readFieldValue(field, contact.fields[field.id] ?? '');
    if (value === null) return [];
    if (type === 'phone') return [{ ...phoneKey(value), certain: false }];
    const own = type !== 'email' && inUse.find((one) => one.type === type) === field;
    return [{ kind: type, value, written: value, certain: own }];
  });
}

function phoneKey(phone: string): Omit<ContactKey, 'certain'> {
  const digits = phone.replace(/\D/g, '');
  // The longest way to write it: a mobile with its ninth digit, anything else as it is.
  const value = phoneVariants(digits).reduce((longest, one) => (one.length > longest.length ? one : longest));
  return { kind: 'phone', value, written: digits };
}

/** Those that only one of the two has, by what they are looked up by. */
export function newKeys(before: readonly ContactKey[], after: readonly ContactKey[]): ContactKey[] {
  const known = new Set(before.map(lookUp));
  const fresh = new Map(after.map((key) => [lookUp(key), key]));
  return [...fresh].flatMap(([name, key]) => (known.has(name) ? [] : [key]));
}

export const lookUp = ({ kind, value }: Pick<ContactKey, 'kind' | 'value'>): string => `${kind} ${value}`;
