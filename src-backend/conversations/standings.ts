import type { Conversation } from '../../src-shared/protocol/entities.ts';
import type { WriteTransaction } from '../log/write.ts';
import { type Standing, standingOf, standingSchema } from './standing.ts';

/**
 * How conversations stood before they were served as one. Kept until somebody or something moves them all (assigns,
 * transfers, finishes): what was decided for all of them then holds for each, also after they are separated.
 */
export async function keepStanding(tx: WriteTransaction, conversation: Conversation): Promise<void> {
  const row = {
    conversation_id: conversation.id,
    workspace_id: tx.workspaceId,
    before: JSON.stringify(standingOf(conversation)),
  };
  await tx.db
    .insertInto('merged_standing')
    .values(row)
    // One that is already part of a group keeps how it stood alone.
    .onConflict((conflict) => conflict.column('conversation_id').doNothing())
    .execute();
}

/** null: they were moved since. Each is asked once. */
export async function takeStanding(tx: WriteTransaction, conversationId: string): Promise<Standing | null> {
  const row = await tx.db
    .deleteFrom('merged_standing')
    .where('workspace_id', '=', tx.workspaceId)
    .where('conversation_id', '=', conversationId)
    .returning('before')
    .executeTakeFirst();
  return row === undefined ? null : standingSchema.parse(row.before);
}

export async function forgetStandings(tx: WriteTransaction, conversations: readonly Conversation[]): Promise<void> {
  await tx.db
    .deleteFrom('merged_standing')
    .where('workspace_id', '=', tx.workspaceId)
    .where(
      'conversation_id',
      'in',
      conversations.map(({ id }) => id),
    )
    .execute();
}
