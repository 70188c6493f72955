import type { QueryHandler } from './run.ts';

/** Every version of an automation, newest first, with who saved it and when. Supervisors. */
export const automationRevisions: QueryHandler<'automation.revisions'> = async (
  { db, workspaceId, caller },
  { automationId },
) => {
  if (caller.role === 'agent') return 'forbidden';
  const rows = await db
    .selectFrom('automation_revision')
    .innerJoin('automation', 'automation.id', 'automation_revision.automation_id')
    .leftJoin('person', 'person.id', 'automation_revision.by_id')
    .select(['automation_revision.revision', 'automation_revision.flow', 'automation_revision.at', 'person.name as by'])
    .where('automation.workspace_id', '=', workspaceId)
    .where('automation.id', '=', automationId)
    .orderBy('automation_revision.revision', 'desc')
    .limit(100)
    .execute();
  return rows.length === 0 ? 'not-found' : { revisions: rows.map(({ by, ...row }) => ({ ...row, byName: by })) };
};
