import type { WriteTransaction } from '../log/write.ts';

/** People separated it: the rule of conversations on several channels leaves it alone from now on. */
export async function keepApart(tx: WriteTransaction, conversationId: string): Promise<void> {
  await tx.db
    .insertInto('kept_apart')
    .values({ conversation_id: conversationId, workspace_id: tx.workspaceId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** People joined it again. */
export async function letJoin(tx: WriteTransaction, conversationIds: string[]): Promise<void> {
  await tx.db
    .deleteFrom('kept_apart')
    .where('workspace_id', '=', tx.workspaceId)
    .where('conversation_id', 'in', conversationIds)
    .execute();
}
