import type { Contact, Conversation } from '../../src-shared/protocol/entities.ts';
import { type Audience, audienceOf, type Placement } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';
import type { Held } from './held.ts';

/** Who sees what, after this unit's changes; reads the contacts' other conversations only where it matters. */
export async function audiencesAfter(
  tx: WriteTransaction,
  contacts: Iterable<Held<Contact>>,
  conversations: Iterable<Held<Conversation>>,
) {
  const contactIds = new Set<string>();
  for (const held of contacts) if (held.changed) contactIds.add(held.now.id);
  for (const held of conversations) {
    // A finished conversation is seen by whoever serves the same contact elsewhere; a new one may bring history along.
    const finishes = held.now.status === 'finished' || held.before?.status === 'finished';
    if (finishes || (held.changed && held.before === null)) contactIds.add(held.now.contactId);
  }
  const stored = new Map<string, { id: string; placement: Placement }[]>();
  if (contactIds.size > 0) {
    const rows = await tx.db
      .selectFrom('conversation')
      .select(['id', 'contact_id', 'department_id', 'assignee_id'])
      .where('workspace_id', '=', tx.workspaceId)
      .where('contact_id', 'in', [...contactIds])
      .execute();
    for (const row of rows) {
      const list = stored.get(row.contact_id) ?? [];
      list.push({ id: row.id, placement: { departmentId: row.department_id, assigneeId: row.assignee_id } });
      stored.set(row.contact_id, list);
    }
  }
  const placement = (conversation: Conversation): Placement => ({
    departmentId: conversation.departmentId,
    assigneeId: conversation.assigneeId,
  });
  const ofContact = (contactId: string): Audience =>
    audienceOf((stored.get(contactId) ?? []).map((entry) => entry.placement));
  return {
    contact: ofContact,
    conversation: (conversation: Conversation): Audience =>
      conversation.status === 'finished' ? ofContact(conversation.contactId) : audienceOf([placement(conversation)]),
    conversationBefore(before: Conversation | null, now: Conversation): Audience | null {
      if (before === null) {
        // Whoever newly sees the contact through this conversation must get its history too.
        const others = (stored.get(now.contactId) ?? []).filter((entry) => entry.id !== now.id);
        return others.length === 0 ? null : audienceOf([]);
      }
      if (before.status !== 'finished') return audienceOf([placement(before)]);
      const others = (stored.get(now.contactId) ?? [])
        .filter((entry) => entry.id !== now.id)
        .map((entry) => entry.placement);
      return audienceOf([...others, placement(before)]);
    },
  };
}
