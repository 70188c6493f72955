import type { Message } from '../../src-shared/protocol/entities.ts';
import type { LiveConnection } from '../channels/connections.ts';
import type { InboundMessage } from '../channels/contract.ts';
import { sentMessage, settleSend } from './apply-status.ts';
import { applyWatermarks } from './apply-watermark.ts';
import type { ExternalIds } from './external-ids.ts';
import type { WorkUnit } from './work-unit.ts';

/** After this long nobody wonders any more whether a message without an answer arrived. Milliseconds. */
const WONDER_MS = 24 * 60 * 60_000;

/**
 * Whether an echo is of a message that this backend sent: its id is known, or it carries ours; or, where the provider
 * carries none, it says just what a message on its way to this customer says, or one of which no answer came. Then that
 * message was taken, and the echo makes no second one. Somebody who writes the very same words elsewhere at the very same
 * time is no exception: of two echoes the second finds nothing on its way any more and stands for itself.
 */
export async function isOwnEcho(
  unit: WorkUnit,
  ids: ExternalIds,
  connection: LiveConnection,
  event: InboundMessage,
): Promise<boolean> {
  if (event.repeatsOurs === undefined) return false;
  const key = { connectionId: connection.id, externalId: event.externalId };
  const knownId = ids.get(key);
  if (knownId !== null) {
    await noteTakenAt(unit, knownId, event.providerAt);
    return true;
  }
  const { ownId } = event.repeatsOurs;
  const named = ownId === null ? null : await sentMessage(unit, connection.id, ownId);
  const ours = named ?? (await onItsWay(unit, connection, event));
  if (ours === null) return false;
  // Tried again by an agent after it had arrived: one message here, whatever the customer got.
  if (ours.externalId !== null) return true;
  await settleSend(unit, ours.message, event.externalId);
  ids.set(key, ours.message.id);
  await noteTakenAt(unit, ours.message.id, event.providerAt);
  return true;
}

async function noteTakenAt(unit: WorkUnit, messageId: string, takenAt: number | null): Promise<void> {
  const message = await unit.message(messageId);
  if (message === null || takenAt === null || message.direction !== 'outbound' || message.providerAt !== null) return;
  await applyWatermarks(unit, unit.changeMessage(messageId, { providerAt: takenAt }));
}

async function onItsWay(
  unit: WorkUnit,
  connection: LiveConnection,
  event: InboundMessage,
): Promise<{ message: Message; externalId: null } | null> {
  const rows = await unit.tx.db
    .selectFrom('message')
    .innerJoin('identity', 'identity.id', 'message.identity_id')
    .select([
      'message.id',
      'message.kind',
      'message.text',
      'message.status',
      'message.sending_since',
      'message.failure',
    ])
    .where('identity.workspace_id', '=', unit.tx.workspaceId)
    .where('identity.channel', '=', connection.channel)
    .where('identity.address', '=', event.sender.address)
    .where('message.connection_id', '=', connection.id)
    .where('message.direction', '=', 'outbound')
    .where('message.external_id', 'is', null)
    .where('message.status', 'in', ['queued', 'failed'])
    .where('message.created_at', '>', unit.tx.now - WONDER_MS)
    .orderBy('message.position')
    .execute();
  const same = rows.find(
    ({ kind, text, status, sending_since, failure }) =>
      (status === 'queued' ? sending_since !== null : failure?.code === 'uncertain') &&
      kind === event.kind &&
      (kind !== 'text' || text?.trim() === event.text?.trim()),
  );
  const message = same === undefined ? null : await unit.message(same.id);
  return message === null ? null : { message, externalId: null };
}
