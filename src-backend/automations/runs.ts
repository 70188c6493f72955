import type { Kysely, Selectable } from 'kysely';
import type { FlowState } from '../../src-shared/rules/automation/advance.ts';
import type { Database } from '../store/database.ts';
import type { AutomationRunTable } from '../store/migrations/0007-automations.ts';

/** Where the conversations under an automation stand. */
export interface Run {
  conversationId: string;
  automationId: string;
  revision: number;
  state: FlowState;
  startedAt: number;
}

const toRun = (row: Selectable<AutomationRunTable>): Run => ({
  conversationId: row.conversation_id,
  automationId: row.automation_id,
  revision: row.revision,
  state: { stepId: row.step_id, tries: row.tries, until: row.due_at },
  startedAt: row.started_at,
});

export async function loadRun(db: Kysely<Database>, conversationId: string): Promise<Run | null> {
  const row = await db
    .selectFrom('automation_run')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst();
  return row === undefined ? null : toRun(row);
}

export async function saveRun(db: Kysely<Database>, workspaceId: string, run: Run): Promise<void> {
  const row = {
    conversation_id: run.conversationId,
    workspace_id: workspaceId,
    automation_id: run.automationId,
    revision: run.revision,
    step_id: run.state.stepId,
    tries: run.state.tries,
    due_at: run.state.until,
    started_at: run.startedAt,
  };
  await db
    .insertInto('automation_run')
    .values(row)
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(row))
    .execute();
}

export async function removeRun(db: Kysely<Database>, conversationId: string): Promise<void> {
  await db.deleteFrom('automation_run').where('conversation_id', '=', conversationId).execute();
}

/** Runs whose wait is over, oldest first, at most `limit`; with their workspaces. */
export async function dueRuns(
  db: Kysely<Database>,
  now: number,
  limit: number,
): Promise<{ workspaceId: string; conversationId: string }[]> {
  const rows = await db
    .selectFrom('automation_run')
    .select(['workspace_id', 'conversation_id'])
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ workspaceId: row.workspace_id, conversationId: row.conversation_id }));
}
