import { v7 as uuid } from 'uuid';
import { plainIdentity } from '../../src-shared/protocol/defaults.ts';
import type { Channel, Contact, Conversation, Identity } from '../../src-shared/protocol/entities.ts';
import type { LiveConnection } from '../channels/connections.ts';
import type { InboundIdentity, Sender } from '../channels/contract.ts';
import type { IdentityFinder } from '../contacts/match.ts';
import { liveConversationOf } from './live-conversation.ts';
import type { WorkUnit } from './work-unit.ts';

/** What became of a notice about a person; anything but `applied` is logged by the caller. */
export type IdentityOutcome = 'applied' | 'unknown-person' | 'address-of-another-contact' | 'nothing-open';

/**
 * The same person under another address: the contact keeps the old one and gets the new one, and what is open goes on under
 * the new one, with a line in the history. A new address that belongs to another contact is left there: people are merged by
 * people only. Repeating the notice changes nothing.
 */
export async function applyIdentity(
  unit: WorkUnit,
  finder: IdentityFinder,
  connection: LiveConnection,
  event: InboundIdentity,
): Promise<IdentityOutcome> {
  const { channel } = connection;
  const known = await finder.known(channel, event.from);
  if (known === null) return 'unknown-person';
  if (event.change === 'security-code') return deviceChanged(unit, connection, known, event);

  const held = await finder.known(channel, event.to);
  if (held !== null && held.contact.id !== known.contact.id) {
    const conversation = await liveConversationOf(unit, { connectionId: connection.id, at: null, ...known });
    if (conversation !== null && event.change === 'number')
      addMoved(unit, conversation, known.identity, event, event.externalId);
    return 'address-of-another-contact';
  }
  const contact = await withAddresses(unit, finder, channel, known.contact, event.to);
  const target = contact.identities.find(
    (identity) => identity.channel === channel && identity.address === (held?.identity.address ?? event.to.address),
  );
  if (target === undefined) throw new Error('a contact lacks the address it was just given');
  for (const conversation of await openUnder(unit, contact, known.identity, event.from)) {
    if (conversation.identityId === target.id) continue;
    if ((await unit.liveConversation(conversation.connectionId, target.id)) !== null) continue;
    const moved = unit.changeConversation(conversation.id, { identityId: target.id });
    // A changed user id tells a person nothing.
    if (event.change === 'number')
      addMoved(
        unit,
        moved,
        known.identity,
        event,
        conversation.connectionId === connection.id ? event.externalId : null,
      );
  }
  return 'applied';
}

async function deviceChanged(
  unit: WorkUnit,
  connection: LiveConnection,
  known: { contact: Contact; identity: Identity },
  event: InboundIdentity,
): Promise<IdentityOutcome> {
  const conversation = await liveConversationOf(unit, { connectionId: connection.id, at: event.providerAt, ...known });
  if (conversation === null) return 'nothing-open';
  const line = { ...conversation, identityId: known.identity.id };
  addLine(unit, line, { type: 'identityChanged' }, event, event.externalId);
  return 'applied';
}

/** `was` is kept as it is stored: what was written from it and comes late is recognised by it (live-conversation.ts). */
function addMoved(
  unit: WorkUnit,
  conversation: Conversation,
  was: Identity,
  event: InboundIdentity,
  externalId: string | null,
): void {
  const from = was.address.slice(0, 64);
  const to = event.to.address.slice(0, 64);
  addLine(unit, conversation, { type: 'numberChanged', from, to }, event, externalId);
}

/** A line of the history that carries the provider's id, so that a repeated notice is known by it. */
function addLine(
  unit: WorkUnit,
  conversation: Conversation,
  activity: Parameters<WorkUnit['addActivity']>[1],
  event: InboundIdentity,
  externalId: string | null,
): void {
  const line = { direction: 'activity', kind: 'activity', text: null, activity, providerAt: event.providerAt } as const;
  unit.addMessage(conversation, line, externalId ?? undefined);
}

async function withAddresses(
  unit: WorkUnit,
  finder: IdentityFinder,
  channel: Channel,
  contact: Contact,
  to: Sender,
): Promise<Contact> {
  const wanted: Sender[] = [to];
  if (to.alias !== undefined) wanted.push({ address: to.alias, phone: null, profileName: null });
  const added: Identity[] = [];
  for (const sender of wanted) {
    if ((await finder.known(channel, sender)) !== null) continue;
    const { address, phone } = sender;
    added.push({ id: uuid(), channel, address, phone, profileName: contact.name, ...plainIdentity, proved: true });
    finder.learn(channel, address, contact.id);
  }
  if (added.length === 0) return contact;
  const identities = [...contact.identities, ...added];
  unit.changeContact(contact.id, { identities });
  return { ...contact, identities };
}

/** What the contact has open under any of the old addresses, through whatever connection. */
async function openUnder(unit: WorkUnit, contact: Contact, was: Identity, from: Sender): Promise<Conversation[]> {
  const old = contact.identities.filter(
    ({ id, channel, address }) => id === was.id || (channel === was.channel && address === from.alias),
  );
  const rows = await unit.tx.db
    .selectFrom('conversation')
    .select('id')
    .where('workspace_id', '=', unit.tx.workspaceId)
    .where('status', '<>', 'finished')
    .where(
      'identity_id',
      'in',
      old.map(({ id }) => id),
    )
    .orderBy('id')
    .execute();
  const found: Conversation[] = [];
  for (const { id } of rows) {
    const conversation = await unit.conversation(id);
    if (conversation !== null) found.push(conversation);
  }
  return found;
}
