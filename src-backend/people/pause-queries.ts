import type { Selectable } from 'kysely';
import type { Pause } from '../../src-shared/protocol/pauses.ts';
import type { QueryHandler } from '../queries/run.ts';
import type { PauseTable } from '../store/migrations/0008-pauses.ts';

const toPause = (row: Selectable<PauseTable>): Pause => ({
  id: row.id,
  personId: row.person_id,
  reason: row.reason,
  kind: row.kind,
  limitMinutes: row.limit_minutes,
  from: row.from_at,
  to: row.to_at,
});

const mine: QueryHandler<'pauses.mine'> = async ({ db, workspaceId, caller }) => {
  const shift = await db
    .selectFrom('shift')
    .select('from_at')
    .where('person_id', '=', caller.id)
    .orderBy('from_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (shift === undefined) return { workFrom: null, pauses: [] };
  const rows = await db
    .selectFrom('pause')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('person_id', '=', caller.id)
    .where('from_at', '>=', shift.from_at)
    .orderBy('from_at')
    .execute();
  return { workFrom: shift.from_at, pauses: rows.map(toPause) };
};

const list: QueryHandler<'pauses.list'> = async ({ db, workspaceId, caller }, args) => {
  if (caller.role === 'agent' && args.personId !== caller.id) return 'forbidden';
  let query = db
    .selectFrom('pause')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('from_at', '<', args.to)
    .where((eb) => eb.or([eb('to_at', 'is', null), eb('to_at', '>', args.from)]))
    .orderBy('from_at', 'desc')
    .orderBy('id')
    .limit(args.limit + 1);
  if (args.personId !== null) query = query.where('person_id', '=', args.personId);
  const rows = await query.execute();
  return { pauses: rows.slice(0, args.limit).map(toPause), more: rows.length > args.limit };
};

/** Pauses as they were taken: a person's own, and everybody's for their supervisors. Colleagues get none of it. */
export const pauseQueryHandlers = { 'pauses.mine': mine, 'pauses.list': list };
