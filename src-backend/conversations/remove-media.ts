import type { WriteTransaction } from '../log/write.ts';
import { removeUnused } from '../media/media-store.ts';
import { carriesMedia } from './carries-media.ts';

/** Removes the medium of a deleted message, unless another message has it; its bytes, unless another medium has them. */
export async function removeMessageMedia(tx: WriteTransaction, messageId: string, mediaId: string): Promise<void> {
  const other = await tx.db
    .selectFrom('message')
    .select('id')
    .where('workspace_id', '=', tx.workspaceId)
    .where(carriesMedia(mediaId))
    .where('id', '<>', messageId)
    .executeTakeFirst();
  if (other !== undefined) return;
  const removed = await tx.db
    .deleteFrom('media')
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', mediaId)
    .returning('sha256')
    .executeTakeFirst();
  if (removed?.sha256 != null) await removeUnused(tx.db, tx.workspaceId, [removed.sha256]);
}
