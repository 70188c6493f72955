import type { z } from 'zod';
import { type Conversation, conversationSchema } from '../../src-shared/protocol/entities.ts';
import type { WriteTransaction } from '../log/write.ts';

/** How a conversation stood before a person finished or transferred it: what a taking back restores. */
const standingSchema = conversationSchema.pick({
  status: true,
  assigneeId: true,
  departmentId: true,
  assignmentCause: true,
  queuedAt: true,
  awaitingSince: true,
  unread: true,
});
export type Standing = z.infer<typeof standingSchema>;

export interface Reversible {
  commandId: string;
  at: number;
  before: Standing;
}

/** Notes how it stood; whatever could be taken back until now no longer can. */
export async function keepReversible(tx: WriteTransaction, before: Conversation, commandId: string): Promise<void> {
  const { status, assigneeId, departmentId, assignmentCause, queuedAt, awaitingSince, unread } = before;
  const standing: Standing = {
    status,
    assigneeId,
    departmentId,
    assignmentCause,
    queuedAt,
    awaitingSince,
    unread,
  };
  const row = { command_id: commandId, at: tx.now, before: JSON.stringify(standing) };
  await tx.db
    .insertInto('reversible')
    .values({ conversation_id: before.id, workspace_id: tx.workspaceId, ...row })
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(row))
    .execute();
}

export async function loadReversible(tx: WriteTransaction, conversationId: string): Promise<Reversible | null> {
  const row = await tx.db
    .selectFrom('reversible')
    .select(['command_id', 'at', 'before'])
    .where('workspace_id', '=', tx.workspaceId)
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { commandId: row.command_id, at: row.at, before: standingSchema.parse(row.before) };
}

/** It was taken back: there is nothing to take back any more. */
export async function dropReversible(tx: WriteTransaction, conversationId: string): Promise<void> {
  await tx.db
    .deleteFrom('reversible')
    .where('workspace_id', '=', tx.workspaceId)
    .where('conversation_id', '=', conversationId)
    .execute();
}
