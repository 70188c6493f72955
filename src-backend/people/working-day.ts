import { randomUUID } from 'node:crypto';
import type { Person, Presence } from '../../src-shared/protocol/entities.ts';
import type { WriteTransaction } from '../log/write.ts';

/**
 * Whoever comes back sooner than this after going offline goes on with the same working day: a restart, a lost network or
 * a long meal begins no new one, and neither does midnight.
 */
const SAME_DAY_MS = 4 * 3_600_000;

/** Keeps the record of working days and pauses in step with a presence that is about to change. */
export async function recordWork(tx: WriteTransaction, person: Person, next: Presence): Promise<void> {
  if (person.presence.state === 'paused') await endPause(tx, person.id);
  if (next.state === 'offline') await endShift(tx, person.id);
  else await beginShift(tx, person.id);
  if (next.state === 'paused') await beginPause(tx, person.id, next.reason);
}

async function beginPause(tx: WriteTransaction, personId: string, reason: string | null): Promise<void> {
  const { db, workspaceId } = tx;
  const known =
    reason === null
      ? undefined
      : await db
          .selectFrom('pause_reason')
          .select(['kind', 'limit_minutes'])
          .where('workspace_id', '=', workspaceId)
          .where('name', '=', reason)
          .where('active', '=', true)
          .executeTakeFirst();
  await db
    .insertInto('pause')
    .values({
      id: randomUUID(),
      workspace_id: workspaceId,
      person_id: personId,
      reason,
      kind: known?.kind ?? 'other',
      limit_minutes: known?.limit_minutes ?? null,
      from_at: tx.now,
      to_at: null,
    })
    .execute();
}

async function endPause(tx: WriteTransaction, personId: string): Promise<void> {
  await tx.db
    .updateTable('pause')
    .set({ to_at: tx.now })
    .where('person_id', '=', personId)
    .where('to_at', 'is', null)
    .execute();
}

async function beginShift(tx: WriteTransaction, personId: string): Promise<void> {
  const last = await tx.db
    .selectFrom('shift')
    .select(['id', 'to_at'])
    .where('person_id', '=', personId)
    .orderBy('from_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last?.to_at === null) return;
  if (last !== undefined && tx.now - last.to_at <= SAME_DAY_MS) {
    await tx.db.updateTable('shift').set({ to_at: null }).where('id', '=', last.id).execute();
    return;
  }
  await tx.db
    .insertInto('shift')
    .values({ id: randomUUID(), workspace_id: tx.workspaceId, person_id: personId, from_at: tx.now, to_at: null })
    .execute();
}

async function endShift(tx: WriteTransaction, personId: string): Promise<void> {
  await tx.db
    .updateTable('shift')
    .set({ to_at: tx.now })
    .where('person_id', '=', personId)
    .where('to_at', 'is', null)
    .execute();
}
