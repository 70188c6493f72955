import { sql } from 'kysely';
import type { Attempt, Message } from '../../src-shared/protocol/entities.ts';
import { noteFailure } from '../channels/connection-problem.ts';
import type { LiveConnection } from '../channels/connections.ts';
import type { InboundStatus } from '../channels/contract.ts';
import { applyWaiting, waitingFor } from './apply-change.ts';
import { applyWatermarks } from './apply-watermark.ts';
import type { ExternalIds } from './external-ids.ts';
import { applyStatus, reflectInConversation } from './statuses.ts';
import type { WorkUnit } from './work-unit.ts';

/**
 * A provider's word on what we sent. One that comes before our own note of the provider's id settles the send when it
 * repeats our id; otherwise it is parked, and applied when the id is saved (`applyParked`).
 */
export async function applyInboundStatus(
  unit: WorkUnit,
  ids: ExternalIds,
  connection: LiveConnection,
  event: InboundStatus,
): Promise<void> {
  // Some refusals of the account itself come with the state and not with the answer.
  if (event.status === 'failed' && event.failure !== null) await noteFailure(unit.tx, connection, event.failure);
  const key = { connectionId: connection.id, externalId: event.externalId };
  const messageId = ids.get(key);
  if (messageId !== null) {
    const message = await unit.message(messageId);
    if (message !== null && message.direction === 'outbound') await applyStatus(unit, message, event);
    return;
  }
  const ours = event.messageId === undefined ? null : await sentMessage(unit, connection.id, event.messageId);
  if (ours === null) return park(unit, connection.id, event);
  if (ours.externalId !== null) {
    // An agent tried again what had arrived after all: what is known of the later try stands, unless this says more.
    if (event.status !== 'failed') await applyStatus(unit, ours.message, event);
    return;
  }
  await settleSend(unit, ours.message, event.externalId);
  ids.set(key, ours.message.id);
  const settled = await unit.message(ours.message.id);
  if (settled !== null) await applyStatus(unit, settled, event);
}

/** A message of ours that went, or is going, out through this connection. */
export async function sentMessage(
  unit: WorkUnit,
  connectionId: string,
  messageId: string,
): Promise<{ message: Message; externalId: string | null } | null> {
  const row = await unit.tx.db
    .selectFrom('message')
    .select('external_id')
    .where('workspace_id', '=', unit.tx.workspaceId)
    .where('connection_id', '=', connectionId)
    .where('id', '=', messageId)
    .where('direction', '=', 'outbound')
    .executeTakeFirst();
  const message = row === undefined ? null : await unit.message(messageId);
  return row === undefined || message === null ? null : { message, externalId: row.external_id };
}

/**
 * The provider speaks of a message of which we do not know whether it was taken (the answer was lost, or is still on its
 * way): it was. The attempt counts as accepted, and whoever still waits for the answer finds the message no longer queued.
 */
export async function settleSend(unit: WorkUnit, message: Message, externalId: string): Promise<void> {
  const last = message.attempts.at(-1);
  const accepted: Attempt = { at: unit.tx.now, outcome: 'accepted', code: null, detail: null };
  const attempts =
    last?.outcome === 'uncertain'
      ? [...message.attempts.slice(0, -1), { ...accepted, at: last.at }]
      : [...message.attempts, accepted];
  unit.changeMessage(message.id, { status: 'sent', failure: null, attempts });
  await reflectInConversation(unit, message, 'sent');
  await unit.tx.db
    .updateTable('message')
    .set({ external_id: externalId, sending_since: null })
    .where('id', '=', message.id)
    .execute();
  await applyParked(unit, message.id, externalId);
}

async function park(unit: WorkUnit, connectionId: string, event: InboundStatus): Promise<void> {
  await unit.tx.db
    .insertInto('parked_status')
    .values({
      workspace_id: unit.tx.workspaceId,
      connection_id: connectionId,
      external_id: event.externalId,
      status: event.status,
      failure: event.failure === null ? null : JSON.stringify(event.failure),
      provider_at: event.providerAt,
      at: unit.tx.now,
    })
    // Told more than once: the first time it happened counts, whichever word came first.
    .onConflict((conflict) =>
      conflict
        .columns(['connection_id', 'external_id', 'status'])
        .doUpdateSet({ provider_at: sql`least(parked_status.provider_at, excluded.provider_at)` }),
    )
    .execute();
}

/** What came about a message before its provider's id was saved: states, reactions, quotes. To be called when it is. */
export async function applyParked(unit: WorkUnit, messageId: string, externalId: string): Promise<void> {
  const message = await unit.message(messageId);
  if (message === null) return;
  const parked = await unit.tx.db
    .deleteFrom('parked_status')
    .where('connection_id', '=', message.connectionId)
    .where('external_id', '=', externalId)
    .returning(['status', 'failure', 'provider_at'])
    .execute();
  for (const report of parked) {
    const now = await unit.message(messageId);
    if (now !== null && report.status !== 'queued')
      await applyStatus(unit, now, {
        status: report.status,
        failure: report.failure,
        providerAt: report.provider_at,
      });
  }
  const known = await unit.message(messageId);
  if (known !== null) await applyWatermarks(unit, known);
  const waiting = await waitingFor(unit, message.connectionId, externalId);
  const now = await unit.message(messageId);
  if (now !== null) await applyWaiting(unit, now, externalId, waiting);
}
