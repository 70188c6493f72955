import type { WriteTransaction } from '../log/write.ts';

interface Pass {
  agentId: string;
  at: number;
}

/**
 * Notes that this agent passed the conversation on (declined it, let it expire, transferred it away). The distribution does
 * not offer it to them again at once, and continuity not at all; after a while they are as good as anyone, so a queue whose
 * every member declined is not stuck.
 */
export async function notePass(tx: WriteTransaction, conversationId: string, agentId: string): Promise<void> {
  const passes = await passesOf(tx, conversationId);
  const others = passes.filter((passed) => passed.agentId !== agentId);
  await keep(tx, conversationId, [...others, { agentId, at: tx.now }]);
}

/** The passing on was taken back: nothing speaks against this agent any more. */
export async function forgetPass(tx: WriteTransaction, conversationId: string, agentId: string): Promise<void> {
  const passes = await passesOf(tx, conversationId);
  const others = passes.filter((passed) => passed.agentId !== agentId);
  if (others.length < passes.length) await keep(tx, conversationId, others);
}

async function passesOf(tx: WriteTransaction, conversationId: string): Promise<Pass[]> {
  const row = await tx.db
    .selectFrom('conversation')
    .select('passed_by')
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', conversationId)
    .executeTakeFirst();
  return row?.passed_by ?? [];
}

async function keep(tx: WriteTransaction, conversationId: string, passes: Pass[]): Promise<void> {
  await tx.db
    .updateTable('conversation')
    .set({ passed_by: JSON.stringify(passes) })
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', conversationId)
    .execute();
}
