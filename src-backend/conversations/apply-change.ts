import type { Message } from '../../src-shared/protocol/entities.ts';
import type { LiveConnection } from '../channels/connections.ts';
import type { InboundChange, InboundReaction } from '../channels/contract.ts';
import type { ExternalIds } from './external-ids.ts';
import { type MessageChange, withChanges } from './message-changes.ts';
import { preview } from './preview.ts';
import { removeMessageMedia } from './remove-media.ts';
import type { WorkUnit } from './work-unit.ts';

/** Reactions, edits and deletions: stored once each, and applied to their message now or when it comes. */
export interface Change {
  connection: LiveConnection;
  event: InboundReaction | InboundChange;
}

/** What waits in `message_change` for a message: what happened to it, and who quotes it. */
export interface WaitingChanges {
  changes: MessageChange[];
  /** The provider's ids of messages that quote it. */
  quotedBy: string[];
}

/** How many of them speak of messages that are not here yet; they are kept. */
export async function applyChanges(unit: WorkUnit, ids: ExternalIds, work: readonly Change[]): Promise<number> {
  if (work.length === 0) return 0;
  const { tx } = unit;
  const fresh = await tx.db
    .insertInto('message_change')
    .values(
      work.map(({ connection, event }) => ({
        workspace_id: tx.workspaceId,
        connection_id: connection.id,
        external_id: event.externalId,
        target_external_id: event.targetExternalId,
        type: event.type,
        by: event.type === 'reaction' && event.echo === true ? ('business' as const) : ('customer' as const),
        text: event.type === 'reaction' ? event.emoji : event.type === 'edited' ? event.text : null,
        provider_at: event.providerAt,
        at: tx.now,
      })),
    )
    .onConflict((conflict) => conflict.columns(['connection_id', 'external_id']).doNothing())
    .returning(['connection_id', 'target_external_id'])
    .execute();
  let waiting = 0;
  const targets = new Map(fresh.map((row) => [`${row.connection_id} ${row.target_external_id}`, row]));
  for (const { connection_id: connectionId, target_external_id: externalId } of targets.values()) {
    const messageId = ids.get({ connectionId, externalId });
    const message = messageId === null ? null : await unit.message(messageId);
    if (message === null) waiting += 1;
    else await changeBy(unit, message, externalId, (await waitingFor(unit, connectionId, externalId)).changes);
  }
  return waiting;
}

export async function waitingFor(unit: WorkUnit, connectionId: string, externalId: string): Promise<WaitingChanges> {
  const rows = await unit.tx.db
    .selectFrom('message_change')
    .select(['id', 'external_id', 'type', 'by', 'text', 'provider_at', 'at'])
    .where('connection_id', '=', connectionId)
    .where('target_external_id', '=', externalId)
    .orderBy('id')
    .execute();
  return {
    changes: rows.flatMap(({ id, type, by, text, provider_at: providerAt, at }) =>
      type === 'quoted' || type === 'referral' ? [] : [{ id, type, by, text, providerAt, at }],
    ),
    quotedBy: rows.flatMap((row) => (row.type === 'quoted' ? [row.external_id] : [])),
  };
}

/** A message that has now come, or whose provider's id is now known, gets what waited for it. */
export async function applyWaiting(
  unit: WorkUnit,
  message: Message,
  externalId: string,
  waiting: WaitingChanges,
): Promise<void> {
  const { connectionId } = message;
  await changeBy(unit, message, externalId, waiting.changes);
  if (waiting.quotedBy.length === 0) return;
  // Who quotes it may have come in this very batch.
  await unit.flush();
  const quoting = await unit.tx.db
    .deleteFrom('message_change')
    .using('message')
    .whereRef('message.connection_id', '=', 'message_change.connection_id')
    .whereRef('message.external_id', '=', 'message_change.external_id')
    .where('message_change.connection_id', '=', connectionId)
    .where('message_change.target_external_id', '=', externalId)
    .where('message_change.type', '=', 'quoted')
    .returning('message.id')
    .execute();
  for (const { id } of quoting) {
    if ((await unit.message(id)) !== null) unit.changeMessage(id, { quotedMessageId: message.id });
  }
}

/** A quote of a message that is not here (yet) is remembered. */
export async function rememberQuote(
  unit: WorkUnit,
  connectionId: string,
  quote: { externalId: string; quotedExternalId: string },
): Promise<void> {
  await unit.tx.db
    .insertInto('message_change')
    .values({
      workspace_id: unit.tx.workspaceId,
      connection_id: connectionId,
      external_id: quote.externalId,
      target_external_id: quote.quotedExternalId,
      type: 'quoted',
      by: 'customer',
      text: null,
      provider_at: null,
      at: unit.tx.now,
    })
    .onConflict((conflict) => conflict.columns(['connection_id', 'external_id']).doNothing())
    .execute();
}

async function changeBy(
  unit: WorkUnit,
  message: Message,
  externalId: string,
  changes: readonly MessageChange[],
): Promise<void> {
  if (message.direction !== 'inbound' && message.direction !== 'outbound') return;
  if (message.deletedAt !== null) await forgetWords(unit, message.connectionId, externalId);
  const fields = withChanges(message, changes);
  if (Object.keys(fields).length === 0) return;
  const changed = unit.changeMessage(message.id, fields);
  if (message.deletedAt === null && changed.deletedAt !== null) await forget(unit, message, externalId);
  const conversation = await unit.conversation(message.conversationId);
  const shown = preview(changed);
  const last = conversation?.lastMessage;
  if (conversation != null && last?.id === message.id && last.text !== shown.text)
    unit.changeConversation(conversation.id, { lastMessage: shown });
}

/** What was deleted is nowhere any more: not its bytes, and not what was said of it while it changed. */
async function forget(unit: WorkUnit, message: Message, externalId: string): Promise<void> {
  await forgetWords(unit, message.connectionId, externalId);
  for (const media of [message.media, ...message.attachments])
    if (media !== null) await removeMessageMedia(unit.tx, message.id, media.id);
}

async function forgetWords(unit: WorkUnit, connectionId: string, externalId: string): Promise<void> {
  await unit.tx.db
    .updateTable('message_change')
    .set({ text: null })
    .where('connection_id', '=', connectionId)
    .where('target_external_id', '=', externalId)
    .execute();
}
