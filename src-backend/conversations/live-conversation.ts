import { sql } from 'kysely';
import type { Contact, Conversation, Identity } from '../../src-shared/protocol/entities.ts';
import type { LiveConnection } from '../channels/connections.ts';
import type { InboundMessage } from '../channels/contract.ts';
import type { ExternalIds } from './external-ids.ts';
import type { WorkUnit } from './work-unit.ts';

/** Who writes, where, and when by the provider's clock (null: it does not say). */
export interface Writing {
  connectionId: string;
  contact: Contact;
  identity: Identity;
  at: number | null;
}

/**
 * The open conversation in which a message belongs: the one this address has through this connection; or that of another
 * address of which the provider said that it is the same person's: the number beside a business-scoped user id, or the new
 * number for what was written from the old one before the change and comes late.
 */
export async function liveConversationOf(unit: WorkUnit, writing: Writing): Promise<Conversation | null> {
  const { connectionId, contact, identity } = writing;
  const own = await unit.liveConversation(connectionId, identity.id);
  if (own !== null) return own;
  for (const other of contact.identities) {
    if (other.id === identity.id || other.channel !== identity.channel) continue;
    const conversation = await unit.liveConversation(connectionId, other.id);
    if (conversation === null) continue;
    if (identity.phone !== null && other.phone === null) {
      // Now the number is known too; it reaches the customer whatever they show.
      return unit.changeConversation(conversation.id, { identityId: identity.id });
    }
    if (identity.phone === null && other.phone !== null) return conversation;
    if (await movedFrom(unit, conversation.id, identity.address, writing.at)) return conversation;
  }
  return null;
}

/**
 * The open conversation of what the message goes on from: a colleague of the customer, or the customer from another
 * address, answers there. Whoever knows a message's id had the message.
 */
export async function threadConversation(
  unit: WorkUnit,
  ids: ExternalIds,
  connection: LiveConnection,
  event: InboundMessage,
): Promise<Conversation | null> {
  for (const externalId of event.thread ?? []) {
    const messageId = ids.get({ connectionId: connection.id, externalId });
    const message = messageId === null ? null : await unit.message(messageId);
    const conversation = message === null ? null : await unit.conversation(message.conversationId);
    if (conversation !== null && conversation.status !== 'finished') return conversation;
  }
  return null;
}

async function movedFrom(unit: WorkUnit, conversationId: string, address: string, at: number | null): Promise<boolean> {
  const moved = await unit.tx.db
    .selectFrom('message')
    .select('provider_at')
    .where('conversation_id', '=', conversationId)
    .where('direction', '=', 'activity')
    .where(sql<string>`activity->>'type'`, '=', 'numberChanged')
    .where(sql<string>`activity->>'from'`, '=', address)
    .orderBy('position', 'desc')
    .executeTakeFirst();
  return moved !== undefined && (at === null || moved.provider_at === null || at <= moved.provider_at);
}
