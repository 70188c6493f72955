import { v7 as uuid } from 'uuid';
import { plainContact, plainIdentity } from '../../src-shared/protocol/defaults.ts';
import type { Channel, Contact, Identity } from '../../src-shared/protocol/entities.ts';
import { phoneVariants } from '../../src-shared/rules/phone.ts';
import type { Sender } from '../channels/contract.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';

/**
 * Finds the contact who writes, by the address on that channel. A Brazilian mobile may come with or without its ninth
 * digit, so both spellings are looked up; the id stays as it was received. A person may also have two addresses at once
 * (`Sender.alias`); where both are shown together they become one contact, unless each has a contact already: those are
 * merged by people only. Nobody found: a new contact.
 */
export interface IdentityFinder {
  /** Looks the senders of a batch up at once. */
  preload(channel: Channel, senders: Sender[]): Promise<void>;
  /** `vouched`: the channel's provider says that they wrote; false: somebody here says how they are reached. */
  find(channel: Channel, sender: Sender, vouched: boolean): Promise<Found>;
  /** Who has this address or alias; null: nobody. */
  known(channel: Channel, sender: Sender): Promise<Found | null>;
  /** All addresses that the sender's contact has on the channel, as far as `preload` found them. */
  knownIdentities(channel: Channel, sender: Sender): Promise<string[]>;
  /** A contact was given an address by other means. */
  learn(channel: Channel, address: string, contactId: string): void;
}

interface Found {
  contact: Contact;
  identity: Identity;
}

export function createIdentityFinder(unit: WorkUnit): IdentityFinder {
  const { db, workspaceId } = unit.tx;
  /** Contact id by «channel address»; null: looked up and not there. */
  const known = new Map<string, string | null>();
  const key = (channel: Channel, address: string) => `${channel} ${address}`;

  const lookUp = async (channel: Channel, senders: Sender[]): Promise<void> => {
    const addresses = new Set(senders.flatMap(spellings));
    for (const address of addresses) if (!known.has(key(channel, address))) known.set(key(channel, address), null);
    if (addresses.size === 0) return;
    const rows = await db
      .selectFrom('identity')
      .select(['contact_id', 'address'])
      .where('workspace_id', '=', workspaceId)
      .where('channel', '=', channel)
      .where('address', 'in', [...addresses])
      .execute();
    for (const row of rows) known.set(key(channel, row.address), row.contact_id);
    await unit.preload({ liveKeys: [], contactIds: [...new Set(rows.map((row) => row.contact_id))] });
  };

  /** By what is known already, first spelling first. */
  async function at(channel: Channel, addresses: readonly string[]): Promise<Found | null> {
    for (const address of addresses) {
      const contactId = known.get(key(channel, address));
      if (contactId == null) continue;
      const contact = await unit.contact(contactId);
      const identity = contact?.identities.find(
        (candidate) => candidate.channel === channel && candidate.address === address,
      );
      if (contact != null && identity !== undefined) return { contact, identity };
    }
    return null;
  }

  async function findKnown(channel: Channel, sender: Sender): Promise<Found | null> {
    if (spellings(sender).some((address) => !known.has(key(channel, address)))) await lookUp(channel, [sender]);
    return (await at(channel, ownSpellings(sender))) ?? (await at(channel, aliasOf(sender)));
  }

  /** Gives the contact what the sender showed and it lacks, and names it where nobody has. */
  function complete(channel: Channel, { contact, identity }: Found, sender: Sender, vouched: boolean): Found {
    const holder = (address: string) => known.get(key(channel, address));
    const identities = [...contact.identities];
    let used = identity;
    if (!ownSpellings(sender).includes(identity.address)) {
      // Found by the alias: the address itself is new.
      used = newIdentity(channel, sender.address, sender, vouched);
      identities.push(used);
      known.set(key(channel, sender.address), contact.id);
    }
    for (const alias of aliasOf(sender)) {
      if (holder(alias) != null) continue;
      identities.push(newIdentity(channel, alias, sender, vouched));
      known.set(key(channel, alias), contact.id);
    }
    const { profileName } = sender;
    const named = profileName !== null && used.profileName !== profileName;
    // What was typed into a form last is how they wish to be reached.
    const phone = channel === 'form' ? (sender.phone ?? used.phone) : used.phone;
    if (named || phone !== used.phone || (vouched && !used.proved)) {
      used = { ...used, phone, profileName: profileName ?? used.profileName, proved: vouched || used.proved };
      identities.splice(
        identities.findIndex(({ id }) => id === used.id),
        1,
        used,
      );
    }
    // The name a customer shows is taken when there was none; a name that an agent gave is never overwritten.
    const name = contact.name ?? profileName;
    const same = name === contact.name && identities.every((entry, index) => entry === contact.identities[index]);
    if (same) return { contact, identity: used };
    unit.changeContact(contact.id, { identities, name });
    return { contact: { ...contact, identities, name }, identity: used };
  }

  return {
    preload: lookUp,
    known: findKnown,

    async knownIdentities(channel, sender) {
      const found = await at(channel, spellings(sender));
      return (found?.contact.identities ?? []).flatMap((identity) =>
        identity.channel === channel ? [identity.id] : [],
      );
    },

    learn: (channel, address, contactId) => void known.set(key(channel, address), contactId),

    async find(channel, sender, vouched) {
      const found = await findKnown(channel, sender);
      if (found !== null) return complete(channel, found, sender, vouched);
      const addresses = [sender.address, ...aliasOf(sender)];
      const [identity, ...others] = addresses.map((address) => newIdentity(channel, address, sender, vouched));
      if (identity === undefined) throw new Error('a sender without an address');
      const contact: Contact = {
        id: uuid(),
        name: sender.profileName,
        identities: [identity, ...others],
        tagIds: [],
        ...plainContact,
        createdAt: unit.tx.now,
        version: 0,
      };
      unit.addContact(contact);
      for (const address of addresses) known.set(key(channel, address), contact.id);
      return { contact, identity };
    },
  };
}

function newIdentity(channel: Channel, address: string, sender: Sender, proved: boolean): Identity {
  const phone = address === sender.address ? sender.phone : null;
  return { id: uuid(), channel, address, phone, profileName: sender.profileName, ...plainIdentity, proved };
}

function ownSpellings(sender: Sender): string[] {
  if (sender.phone === null || sender.phone !== sender.address) return [sender.address];
  return [sender.address, ...phoneVariants(sender.phone).filter((variant) => variant !== sender.address)];
}

const aliasOf = (sender: Sender): string[] =>
  sender.alias === undefined || sender.alias === sender.address ? [] : [sender.alias];

const spellings = (sender: Sender): string[] => [...ownSpellings(sender), ...aliasOf(sender)];
