import { plainContact, plainIdentity } from '../../../src-shared/protocol/defaults.ts';
import type { Connection, Contact, Identity, Tag } from '../../../src-shared/protocol/entities.ts';
import { digits, type Home, pickCpf, pickEmail, pickHome, pickName, pickPhone, whatsAppAddress } from './brazil.ts';
import { seededUuid } from './ids.ts';
import type { Random } from './random.ts';

/** A customer and what the generator must remember of them. */
export interface Customer {
  contact: Contact;
  first: string;
  home: Home;
  phone: string;
  cpf: string;
  email: string;
  /** End of the latest conversation; Infinity while one is open. */
  busyUntil: number;
}

export interface Population {
  /** Somebody free at `at` (epoch milliseconds) with an identity on that connection: new, or back again. */
  visitor(at: number, connection: Connection, nextVersion: () => number): { customer: Customer; identity: Identity };
}

const RETURNING = 0.46;

/** Few customers write often and most only once: returning ones are drawn with a preference for the regulars. */
export function createPopulation(random: Random, tags: readonly Tag[]): Population {
  const customers: Customer[] = [];

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
    const phone = pickPhone(random, home.ddd, company);
    const tagIds = tags.length > 0 && random.chance(0.22) ? [random.pick(tags).id] : [];
    const contact: Contact = {
      ...plainContact,
      id: seededUuid(random),
      name,
      identities: [],
      tagIds,
      createdAt: at,
      version,
    };
    const customer = {
      contact,
      first,
      home,
      phone,
      cpf: pickCpf(random),
      email: pickEmail(random, name),
      busyUntil: 0,
    };
    customers.push(customer);
    return customer;
  }

  function identityOn(customer: Customer, connection: Connection): Identity {
    const { channel } = connection;
    const name = customer.contact.name;
    const base = {
      id: seededUuid(random),
      channel,
      phone: null,
      ...plainIdentity,
      profileName: random.chance(0.4) ? customer.first : name,
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

  return {
    visitor(at, connection, nextVersion) {
      const known = random.chance(RETURNING) ? returning(at) : null;
      const customer = known ?? newcomer(at, nextVersion());
      const held = customer.contact.identities.find(({ channel }) => channel === connection.channel);
      if (held) return { customer, identity: held };
      const identity = identityOn(customer, connection);
      const identities = [...customer.contact.identities, identity];
      const version = known ? nextVersion() : customer.contact.version;
      customer.contact = { ...customer.contact, identities, version };
      return { customer, identity };
    },
  };
}
