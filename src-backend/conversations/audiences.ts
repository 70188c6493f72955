import type { Contact, Conversation } from '../../src-shared/protocol/entities.ts';
import { changesRoot } from '../contacts/roots.ts';
import { type Audience, audienceOf, type Placement } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';
import type { Held } from './held.ts';

/** A customer's contacts and where all their conversations are. */
interface Customer {
  contactIds: string[];
  placements: { conversationId: string; placement: Placement }[];
}

/**
 * The two sides of each merge and separation among these contacts, before they are saved: who sees them. Whoever begins to
 * see a customer at either side gets all of them, so the other contacts of the two need not say it again.
 */
export async function customersBefore(
  tx: WriteTransaction,
  contacts: Held<Contact>[],
): Promise<ReadonlyMap<string, Customer>> {
  const sides = new Set<string>();
  for (const { before, now } of contacts.filter(changesRoot)) {
    for (const id of [now.id, before?.merged?.intoId, now.merged?.intoId]) if (id !== undefined) sides.add(id);
  }
  return customers(tx, [...sides]);
}

/**
 * Who sees what, after this unit's changes; reads the customers' other conversations only where it matters. `before`: as
 * `customersBefore` found it.
 */
export async function audiencesAfter(
  tx: WriteTransaction,
  contacts: Iterable<Held<Contact>>,
  conversations: Iterable<Held<Conversation>>,
  before: ReadonlyMap<string, Customer>,
) {
  const contactIds = new Set<string>(before.keys());
  for (const held of contacts) if (held.changed) contactIds.add(held.now.id);
  for (const held of conversations) {
    // A finished conversation is seen by whoever serves the same customer elsewhere; a new one may bring history along.
    const finishes = held.now.status === 'finished' || held.before?.status === 'finished';
    const moves = held.before !== null && !samePlace(held.before, held.now);
    if (finishes || moves || (held.changed && held.before === null)) contactIds.add(held.now.contactId);
  }
  const known = await customers(tx, [...contactIds]);
  const placementsOf = (contactId: string) => known.get(contactId)?.placements ?? [];
  const ofCustomer = (contactId: string): Audience => audienceOf(placementsOf(contactId).map((one) => one.placement));
  return {
    /** Of anything that goes with the contact's record. */
    contact: ofCustomer,
    /** Who saw it before a merge or a separation; null: nothing of the kind happened. */
    contactBefore(contactId: string): Audience | null {
      const customer = before.get(contactId);
      return customer === undefined ? null : audienceOf(customer.placements.map((one) => one.placement));
    },
    /** Everyone who is or was one with this contact; a single one is not named. */
    together(contactId: string): string[] | undefined {
      const ids = new Set([...(known.get(contactId)?.contactIds ?? []), ...(before.get(contactId)?.contactIds ?? [])]);
      return ids.size > 1 ? [...ids].sort() : undefined;
    },
    conversation: (conversation: Conversation): Audience =>
      conversation.status === 'finished' ? ofCustomer(conversation.contactId) : audienceOf([placement(conversation)]),
    conversationBefore(was: Conversation | null, now: Conversation): Audience | null {
      const others = placementsOf(now.contactId).filter((one) => one.conversationId !== now.id);
      // Whoever newly sees the customer through a new conversation must get their history too.
      if (was === null) return others.length === 0 ? null : audienceOf([]);
      if (was.status !== 'finished') return audienceOf([placement(was)]);
      return audienceOf([...others.map((one) => one.placement), placement(was)]);
    },
  };
}

const placement = ({ departmentId, assigneeId }: Conversation): Placement => ({ departmentId, assigneeId });

const samePlace = (a: Conversation, b: Conversation): boolean =>
  a.departmentId === b.departmentId && a.assigneeId === b.assigneeId;

/** By each of these contacts, the customer it belongs to as the database has it now. */
async function customers(tx: WriteTransaction, contactIds: string[]): Promise<Map<string, Customer>> {
  const found = new Map<string, Customer>();
  if (contactIds.length === 0) return found;
  const rows = await tx.db
    .selectFrom('contact as named')
    .innerJoin('contact as member', (join) =>
      join.onRef('member.workspace_id', '=', 'named.workspace_id').onRef('member.root_id', '=', 'named.root_id'),
    )
    .leftJoin('conversation', 'conversation.contact_id', 'member.id')
    .select(['named.id as named', 'member.id as member'])
    .select(['conversation.id', 'conversation.department_id', 'conversation.assignee_id'])
    .where('named.workspace_id', '=', tx.workspaceId)
    .where('named.id', 'in', contactIds)
    .execute();
  for (const row of rows) {
    const customer = found.get(row.named) ?? { contactIds: [], placements: [] };
    found.set(row.named, customer);
    if (!customer.contactIds.includes(row.member)) customer.contactIds.push(row.member);
    if (row.id === null || row.department_id === null) continue;
    const at = { departmentId: row.department_id, assigneeId: row.assignee_id };
    customer.placements.push({ conversationId: row.id, placement: at });
  }
  return found;
}
