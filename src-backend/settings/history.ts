import { type SettingsChange, settingsKindSchema } from '../../src-shared/protocol/settings.ts';
import type { QueryHandler } from '../queries/run.ts';

/** «Histórico de alterações»: newest first, for supervisors and administrators. */
export const settingsHistory: QueryHandler<'settings.history'> = async ({ db, workspaceId, caller }, args) => {
  if (caller.role === 'agent') return 'forbidden';
  let query = db
    .selectFrom('settings_change as change')
    .selectAll('change')
    .select((eb) =>
      eb
        .selectFrom('settings_change as undo')
        .select('undo.id')
        .whereRef('undo.workspace_id', '=', 'change.workspace_id')
        .whereRef('undo.undo_of', '=', 'change.id')
        .orderBy('undo.position', 'desc')
        .limit(1)
        .as('undone_by_id'),
    )
    .where('change.workspace_id', '=', workspaceId)
    .orderBy('change.position', 'desc')
    .limit(args.limit + 1);
  if (args.before !== null) query = query.where('change.position', '<', args.before);
  if (args.kinds.length > 0) query = query.where('change.kind', 'in', args.kinds);
  const rows = await query.execute();
  const changes = rows.slice(0, args.limit).flatMap((row): SettingsChange[] => {
    // Of a kind that only a newer version knows (this node is older).
    const kind = settingsKindSchema.safeParse(row.kind);
    if (!kind.success) return [];
    return [
      {
        id: row.id,
        position: row.position,
        at: row.at,
        byId: row.by_id,
        kind: kind.data,
        entityId: row.entity_id,
        before: row.before,
        after: row.after,
        undoOf: row.undo_of,
        undoneById: row.undone_by_id,
      },
    ];
  });
  return { changes, more: rows.length > args.limit };
};
