import { referralSchema } from '../../src-shared/protocol/content.ts';
import type { Message } from '../../src-shared/protocol/entities.ts';
import type { LiveConnection } from '../channels/connections.ts';
import type { InboundMessage, InboundReferral } from '../channels/contract.ts';
import type { IdentityFinder } from '../contacts/match.ts';
import type { ExternalIds, ExternalKey } from './external-ids.ts';
import { liveConversationOf } from './live-conversation.ts';
import type { WorkUnit } from './work-unit.ts';

/** Under what it is remembered that somebody came by a link and has not written yet, beside what waits for messages. */
export const cameBy = (connectionId: string, address: string): ExternalKey => ({
  connectionId,
  externalId: `came:${address}`,
});

/**
 * Somebody opened the chat from an advertisement or a link, and wrote nothing. In a conversation that is open it is a line of
 * the history; else it is remembered, for as long as what waits for messages, and is where their next message says that it came
 * from. Nobody becomes a contact by it. Repeating the notice changes nothing.
 */
export async function applyReferral(
  unit: WorkUnit,
  finder: IdentityFinder,
  ids: ExternalIds,
  connection: LiveConnection,
  event: InboundReferral,
): Promise<void> {
  const { tx } = unit;
  const known = await finder.known(connection.channel, event.sender);
  const conversation =
    known === null
      ? null
      : await liveConversationOf(unit, { connectionId: connection.id, at: event.providerAt, ...known });
  const key = cameBy(connection.id, event.sender.address);
  const fresh = await tx.db
    .insertInto('message_change')
    .values({
      workspace_id: tx.workspaceId,
      connection_id: connection.id,
      external_id: event.externalId,
      target_external_id: key.externalId,
      type: 'referral',
      by: 'customer',
      text: conversation === null ? JSON.stringify(event.referral) : null,
      provider_at: event.providerAt,
      at: tx.now,
    })
    .onConflict((conflict) => conflict.columns(['connection_id', 'external_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (fresh === undefined) return;
  if (known === null || conversation === null) return ids.noteChange(key);
  const { kind, headline } = event.referral;
  unit.addMessage(
    { ...conversation, identityId: known.identity.id },
    {
      ...{ direction: 'activity', kind: 'activity', text: null, providerAt: event.providerAt },
      activity: { type: 'referred', kind, headline: headline?.slice(0, 200).toWellFormed() ?? null },
      referral: event.referral,
    },
  );
}

/** Where this message's writer came from: what it says itself, else the newest that is remembered; told once. */
export async function referralFor(
  unit: WorkUnit,
  ids: ExternalIds,
  connection: LiveConnection,
  event: InboundMessage,
): Promise<Message['referral']> {
  const own = event.referral ?? null;
  const key = cameBy(connection.id, event.sender.address);
  if (event.echo === true || !ids.hasChanges(key)) return own;
  const rows = await unit.tx.db
    .selectFrom('message_change')
    .select('text')
    .where('connection_id', '=', key.connectionId)
    .where('target_external_id', '=', key.externalId)
    .where('text', 'is not', null)
    .orderBy('id', 'desc')
    .execute();
  const [newest] = rows;
  if (newest === undefined) return own;
  // The rows stay: by them the same notice is known when it comes again.
  await unit.tx.db
    .updateTable('message_change')
    .set({ text: null })
    .where('connection_id', '=', key.connectionId)
    .where('target_external_id', '=', key.externalId)
    .execute();
  return own ?? referralSchema.parse(JSON.parse(newest.text ?? 'null'));
}
