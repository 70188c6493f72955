import { z } from 'zod';
import type { Conversation } from '../../src-shared/protocol/entities.ts';
import type { WriteTransaction } from '../log/write.ts';
import { type Standing, standingOf, standingSchema } from './standing.ts';

const servedSchema = z.object({ servedBy: z.string().nullable(), servedUntil: z.number().nullable() });
type Served = z.infer<typeof servedSchema>;

/** How a conversation stood before a person finished or transferred it. */
export interface Reversible {
  commandId: string;
  at: number;
  before: Standing & Served;
}

/** Notes how it stood; whatever could be taken back until now no longer can. */
export async function keepReversible(tx: WriteTransaction, before: Conversation, commandId: string): Promise<void> {
  const standing = { ...standingOf(before), ...(await servedIn(tx, before.id)) };
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
  return { commandId: row.command_id, at: row.at, before: standingSchema.extend(servedSchema.shape).parse(row.before) };
}

/** Who had served the customer in it, and until when: what continuity goes by. */
async function servedIn(tx: WriteTransaction, conversationId: string): Promise<Served> {
  const row = await tx.db
    .selectFrom('conversation')
    .select(['served_by', 'served_until'])
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', conversationId)
    .executeTakeFirst();
  return { servedBy: row?.served_by ?? null, servedUntil: row?.served_until ?? null };
}

/** Whoever had it by mistake did not serve this customer: continuity does not bring it back to them. */
export async function restoreServed(tx: WriteTransaction, conversationId: string, served: Served): Promise<void> {
  await tx.db
    .updateTable('conversation')
    .set({ served_by: served.servedBy, served_until: served.servedUntil })
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', conversationId)
    .execute();
}

/** It was taken back: there is nothing to take back any more. */
export async function dropReversible(tx: WriteTransaction, conversationId: string): Promise<void> {
  await tx.db
    .deleteFrom('reversible')
    .where('workspace_id', '=', tx.workspaceId)
    .where('conversation_id', '=', conversationId)
    .execute();
}
