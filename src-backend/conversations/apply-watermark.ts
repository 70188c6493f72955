import { type SqlBool, sql } from 'kysely';
import type { Channel, Message } from '../../src-shared/protocol/entities.ts';
import type { LiveConnection } from '../channels/connections.ts';
import type { InboundWatermark } from '../channels/contract.ts';
import { applyStatus, raises } from './statuses.ts';
import type { WorkUnit } from './work-unit.ts';

/**
 * A provider that marks everything up to a moment. The moment is kept: a message of which it speaks may become known here
 * only later (its sending is still being answered, or it was written elsewhere and its echo is late), and then gets what it
 * would have got (`applyWatermarks`). So the state is the same from any order of arrival.
 *
 * When the provider took a message is known from its echo; without one, the answer to its sending is later than that, so a
 * message is never called read for a mark that was before it.
 */
export async function applyWatermark(
  unit: WorkUnit,
  connection: LiveConnection,
  event: InboundWatermark,
): Promise<void> {
  const { tx } = unit;
  const { status, upTo } = event;
  const providerAt = event.providerAt ?? tx.now;
  await tx.db
    .insertInto('watermark')
    .values({
      workspace_id: tx.workspaceId,
      connection_id: connection.id,
      address: event.sender.address,
      status,
      up_to: upTo,
      provider_at: providerAt,
      at: tx.now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['connection_id', 'address', 'status', 'up_to'])
        .doUpdateSet({ provider_at: sql`least(watermark.provider_at, excluded.provider_at)` }),
    )
    .execute();
  // What this batch brought is of it, too.
  await unit.flush();
  const sent = await tx.db
    .selectFrom('message')
    .innerJoin('identity', 'identity.id', 'message.identity_id')
    .select(['message.id', 'message.status', 'message.status_times'])
    .where('identity.workspace_id', '=', tx.workspaceId)
    .where('identity.channel', '=', connection.channel)
    .where('identity.address', '=', event.sender.address)
    .where('message.connection_id', '=', connection.id)
    // In these very words, or the index of just these messages could not be proved to hold them.
    .where(sql<SqlBool>`message.direction = 'outbound' AND message.channel IN ('instagram', 'messenger')`)
    .where('message.status', 'in', ['sent', 'delivered', 'read'])
    .where(sql<SqlBool>`coalesce(message.provider_at, (message.status_times->>'sent')::bigint) <= ${upTo}::bigint`)
    .orderBy('message.position')
    .execute();
  for (const row of sent) {
    const known = row.status_times[status];
    if (!raises(row.status, status) && known !== undefined && known <= providerAt) continue;
    const message = await unit.message(row.id);
    if (message !== null) await applyStatus(unit, message, { status, failure: null, providerAt });
  }
}

const marking = new Set<Channel>(['instagram', 'messenger']);

/** What was marked before this message, or the time the provider took it, was known here. */
export async function applyWatermarks(unit: WorkUnit, message: Message): Promise<void> {
  const takenAt = message.providerAt ?? message.statusTimes.sent;
  if (!marking.has(message.channel) || message.direction !== 'outbound' || takenAt === undefined) return;
  const marks = await unit.tx.db
    .selectFrom('watermark')
    .innerJoin('identity', 'identity.address', 'watermark.address')
    .select(['watermark.status', 'watermark.provider_at'])
    .where('identity.id', '=', message.identityId)
    .where('watermark.connection_id', '=', message.connectionId)
    .where('watermark.up_to', '>=', takenAt)
    .orderBy('watermark.provider_at')
    .execute();
  const firsts = new Map(marks.toReversed().map((mark) => [mark.status, mark.provider_at]));
  for (const [status, providerAt] of firsts) {
    const now = await unit.message(message.id);
    if (now !== null) await applyStatus(unit, now, { status, failure: null, providerAt });
  }
}
