import { v7 as uuid } from 'uuid';
import type { Channel, Contact, Identity } from '../../src-shared/protocol/entities.ts';
import { phoneVariants } from '../../src-shared/rules/phone.ts';
import type { Sender } from '../channels/contract.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';

/**
 * Finds the contact who writes, by the address on that channel. A Brazilian mobile may come with or without its ninth
 * digit, so both spellings are looked up; the id stays as it was received. Nobody found: a new contact.
 */
export interface IdentityFinder {
  /** Looks the senders of a batch up at once. */
  preload(channel: Channel, senders: Sender[]): Promise<void>;
  find(channel: Channel, sender: Sender): Promise<{ contact: Contact; identity: Identity }>;
  /** The identity's id if `preload` found it. */
  knownIdentity(channel: Channel, sender: Sender): string | null;
}

export function createIdentityFinder(unit: WorkUnit): IdentityFinder {
  const { db, workspaceId } = unit.tx;
  /** Contact id by «channel address»; null: looked up and not there. */
  const known = new Map<string, string | null>();
  const identityIds = new Map<string, string>();
  const key = (channel: Channel, address: string) => `${channel} ${address}`;

  const lookUp = async (channel: Channel, senders: Sender[]): Promise<void> => {
    const addresses = new Set(senders.flatMap(spellings));
    for (const address of addresses) if (!known.has(key(channel, address))) known.set(key(channel, address), null);
    if (addresses.size === 0) return;
    const rows = await db
      .selectFrom('identity')
      .select(['id', 'contact_id', 'address'])
      .where('workspace_id', '=', workspaceId)
      .where('channel', '=', channel)
      .where('address', 'in', [...addresses])
      .execute();
    for (const row of rows) {
      known.set(key(channel, row.address), row.contact_id);
      identityIds.set(key(channel, row.address), row.id);
    }
    await unit.preload({ liveKeys: [], contactIds: [...new Set(rows.map((row) => row.contact_id))] });
  };

  return {
    preload: lookUp,

    knownIdentity(channel, sender) {
      for (const address of spellings(sender)) {
        const id = identityIds.get(key(channel, address));
        if (id !== undefined) return id;
      }
      return null;
    },

    async find(channel, sender) {
      if (!known.has(key(channel, sender.address))) await lookUp(channel, [sender]);
      for (const address of spellings(sender)) {
        const contactId = known.get(key(channel, address));
        if (contactId == null) continue;
        const contact = await unit.contact(contactId);
        const identity = contact?.identities.find(
          (candidate) => candidate.channel === channel && candidate.address === address,
        );
        if (contact == null || identity === undefined) continue;
        return rename(unit, contact, identity, sender);
      }
      const identity: Identity = {
        id: uuid(),
        channel,
        address: sender.address,
        phone: sender.phone,
        profileName: sender.profileName,
      };
      const contact: Contact = {
        id: uuid(),
        name: sender.profileName,
        identities: [identity],
        tagIds: [],
        createdAt: unit.tx.now,
        version: 0,
      };
      unit.addContact(contact);
      known.set(key(channel, sender.address), contact.id);
      return { contact, identity };
    },
  };
}

function spellings(sender: Sender): string[] {
  if (sender.phone === null || sender.phone !== sender.address) return [sender.address];
  return [sender.address, ...phoneVariants(sender.phone).filter((variant) => variant !== sender.address)];
}

/** The name a customer shows is taken when there was none; a name that an agent gave is never overwritten. */
function rename(
  unit: WorkUnit,
  contact: Contact,
  identity: Identity,
  sender: Sender,
): { contact: Contact; identity: Identity } {
  if (sender.profileName === null || sender.profileName === identity.profileName) return { contact, identity };
  const renamed = { ...identity, profileName: sender.profileName };
  const fields = {
    identities: contact.identities.map((candidate) => (candidate.id === identity.id ? renamed : candidate)),
    name: contact.name ?? sender.profileName,
  };
  unit.changeContact(contact.id, fields);
  return { contact: { ...contact, ...fields }, identity: renamed };
}
