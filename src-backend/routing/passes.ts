import type { WriteTransaction } from '../log/write.ts';

/**
 * Notes that this agent passed the conversation on (declined it, let it expire, transferred it away). The distribution does
 * not offer it to them again at once, and continuity not at all; after a while they are as good as anyone, so a queue whose
 * every member declined is not stuck.
 */
export async function notePass(tx: WriteTransaction, conversationId: string, agentId: string): Promise<void> {
  const row = await tx.db
    .selectFrom('conversation')
    .select('passed_by')
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', conversationId)
    .executeTakeFirst();
  if (row === undefined) return;
  const others = (row.passed_by ?? []).filter((passed) => passed.agentId !== agentId);
  await tx.db
    .updateTable('conversation')
    .set({ passed_by: JSON.stringify([...others, { agentId, at: tx.now }]) })
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', conversationId)
    .execute();
}

/** The passing on was taken back: nothing speaks against this agent any more. */
export async function forgetPass(tx: WriteTransaction, conversationId: string, agentId: string): Promise<void> {
  const row = await tx.db
    .selectFrom('conversation')
    .select('passed_by')
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', conversationId)
    .executeTakeFirst();
  const passes = row?.passed_by ?? [];
  const others = passes.filter((passed) => passed.agentId !== agentId);
  if (others.length === passes.length) return;
  await tx.db
    .updateTable('conversation')
    .set({ passed_by: JSON.stringify(others) })
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', conversationId)
    .execute();
}
