import type { ContactEvent, Field, Suggestion } from '../../../src-shared/protocol/contacts.ts';
import { plainContact, plainIdentity } from '../../../src-shared/protocol/defaults.ts';
import type { Connection, Contact, Identity, Tag } from '../../../src-shared/protocol/entities.ts';
import { digits, type Home, pickCpf, pickEmail, pickHome, pickName, pickPhone, whatsAppAddress } from './brazil.ts';
import { type Doubling, doubleOf } from './doubles.ts';
import { seededUuid } from './ids.ts';
import type { Random } from './random.ts';
import type { Records } from './record.ts';

/** A customer and what the generator must remember of them. */
export interface Customer {
  contact: Contact;
  /** As they are called, and whole; the contact of somebody who never wrote their name has none. */
  first: string;
  name: string;
  company: boolean;
  home: Home;
  phone: string;
  cpf: string;
  email: string;
  /** End of the latest conversation; Infinity while one is open. */
  busyUntil: number;
}

/** Who comes, through what, and what the product says of it when they are met a second time as a stranger. */
export interface Visit {
  customer: Customer;
  identity: Identity;
  suggestion: Suggestion | null;
  event: ContactEvent | null;
}

export interface Visitor {
  /** Epoch milliseconds. */
  at: number;
  connection: Connection;
  nextVersion: () => number;
  /** Known from another channel and a stranger on this one, where somebody fits. */
  doubling: Doubling | null;
}

export interface Population {
  /** Somebody free at that time with an identity on that connection: new, or back again. */
  visitor(wanted: Visitor): Visit;
}

const RETURNING = 0.46;
/** How far back somebody is looked for who may come as a stranger. */
const LOOK_BACK = 400;

/** Few customers write often and most only once: returning ones are drawn with a preference for the regulars. */
export function createPopulation(
  random: Random,
  directory: { tags: readonly Tag[]; fields: readonly Field[]; records: Records; recordRandom: Random },
): Population {
  const { tags, fields, records, recordRandom } = directory;
  const customers: Customer[] = [];
  const doubled = new Set<string>();
  const emails = new Set<string>();
  const phones = new Set<string>();

  function returning(at: number): Customer | null {
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const found = customers[Math.floor(customers.length * random.next() ** 2.4)];
      if (found && found.busyUntil < at) return found;
    }
    return null;
  }

  function newcomer(at: number, version: number): Customer {
    const home = pickHome(random);
    const { name, first, company } = pickName(random);
    const phone = ownPhone(home, company);
    const tagIds = tags.length > 0 && random.chance(0.22) ? [random.pick(tags).id] : [];
    const id = seededUuid(random);
    const cpf = pickCpf(random);
    const person = { first, name, company, home, phone, cpf, email: ownEmail(name), busyUntil: 0 };
    const contact: Contact = {
      ...plainContact,
      ...{ id, name, tagIds, createdAt: at, version },
      identities: [],
      ...records.of(person, at),
    };
    const customer = { ...person, contact };
    customers.push(customer);
    return customer;
  }

  function ownPhone({ ddd }: Home, company: boolean): string {
    let phone = pickPhone(random, ddd, company);
    while (phones.has(phone)) phone = pickPhone(random, ddd, company);
    phones.add(phone);
    return phone;
  }

  /** Two customers may have a name in common, but never an address. */
  function ownEmail(name: string): string {
    let email = pickEmail(random, name);
    while (emails.has(email)) email = email.replace('@', `${recordRandom.below(10)}@`);
    emails.add(email);
    return email;
  }

  /** One of the latest newcomers whom an agent knows from another channel. */
  function stranger({ at, connection, nextVersion }: Visitor, doubling: Doubling): Omit<Visit, 'identity'> | null {
    for (let index = customers.length - 1; index >= Math.max(0, customers.length - LOOK_BACK); index -= 1) {
      const known = customers[index];
      if (known === undefined || known.company || doubled.has(known.contact.id)) continue;
      if (known.contact.identities.some(({ channel }) => channel === connection.channel)) continue;
      const double = doubleOf(known.contact, doubling, { random: recordRandom, fields, at, nextVersion });
      if (double === null) continue;
      doubled.add(known.contact.id).add(double.contact.id);
      // They never come back: through another channel they would have an address that the other record has.
      const customer = { ...known, contact: double.contact, busyUntil: 0 };
      return { customer, suggestion: double.suggestion, event: double.event };
    }
    return null;
  }

  function identityOn(customer: Customer, connection: Connection): Identity {
    const { channel } = connection;
    const base = {
      id: seededUuid(random),
      channel,
      phone: null,
      ...plainIdentity,
      proved: true,
      profileName: profileNameOf(customer),
    };
    switch (channel) {
      case 'whatsapp':
        return { ...base, address: whatsAppAddress(random, customer.phone), phone: customer.phone };
      case 'email':
      case 'form':
        return { ...base, address: customer.email };
      case 'instagram':
      case 'messenger':
        return { ...base, address: `${random.between(1, 9)}${digits(random, 8)}${digits(random, 7)}` };
      case 'livechat':
        return { ...base, address: seededUuid(random) };
    }
  }

  function profileNameOf({ first, name }: Customer): string {
    const shown = random.chance(0.4) ? first : name;
    return recordRandom.chance(0.04) ? `${shown} ${recordRandom.pick(['🌻', '💖', '⚽', '✨', '🙏'])}` : shown;
  }

  return {
    visitor(wanted) {
      const { at, connection, nextVersion, doubling } = wanted;
      const known = random.chance(RETURNING) ? returning(at) : null;
      const double = doubling === null ? null : stranger(wanted, doubling);
      const customer = double?.customer ?? known ?? newcomer(at, nextVersion());
      const visit = { customer, suggestion: double?.suggestion ?? null, event: double?.event ?? null };
      const { identities } = customer.contact;
      const held = identities.find(({ channel }) => channel === connection.channel);
      if (held) return { ...visit, identity: held };
      const identity = identityOn(customer, connection);
      const version = customer === known ? nextVersion() : customer.contact.version;
      customer.contact = { ...customer.contact, ...withName(customer, identity), version };
      return { ...visit, identity: customer.contact.identities.find(({ id }) => id === identity.id) ?? identity };

      /** Now and then a number is all that is known. */
      function withName(of: Customer, own: Identity): Partial<Contact> {
        const nameless =
          identities.length === 0 && own.channel === 'whatsapp' && !of.company && recordRandom.chance(0.03);
        if (!nameless) return { identities: [...identities, own] };
        return { name: null, identities: [{ ...own, profileName: null }] };
      }
    },
  };
}
