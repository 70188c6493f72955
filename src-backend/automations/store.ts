import type { Kysely } from 'kysely';
import type { Automation, Flow } from '../../src-shared/protocol/automations.ts';
import type { Database } from '../store/database.ts';

/** Automations of a workspace with the flow of their newest revision; `ids` null means all of them. */
export async function loadAutomations(
  db: Kysely<Database>,
  workspaceId: string,
  ids: string[] | null = null,
): Promise<Automation[]> {
  let query = db
    .selectFrom('automation')
    .innerJoin('automation_revision', (join) =>
      join
        .onRef('automation_revision.automation_id', '=', 'automation.id')
        .onRef('automation_revision.revision', '=', 'automation.revision'),
    )
    .select([
      'automation.id',
      'automation.revision',
      'automation.active',
      'automation.removed',
      'automation.version',
      'automation_revision.flow',
    ])
    .where('automation.workspace_id', '=', workspaceId);
  if (ids !== null) query = query.where('automation.id', 'in', ids);
  const rows = await query.execute();
  return rows.map(({ flow, ...row }) => ({ ...flow, ...row }));
}

/** The flow as it was when a conversation entered it. */
export async function loadRevision(db: Kysely<Database>, automationId: string, revision: number): Promise<Flow | null> {
  const row = await db
    .selectFrom('automation_revision')
    .select('flow')
    .where('automation_id', '=', automationId)
    .where('revision', '=', revision)
    .executeTakeFirst();
  return row?.flow ?? null;
}
