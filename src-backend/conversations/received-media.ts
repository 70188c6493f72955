import type { Media } from '../../src-shared/protocol/entities.ts';
import type { ConnectionDirectory } from '../channels/connections.ts';
import type { WorkspaceLog } from '../log/write.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { Store } from '../store/open.ts';
import type { MediaToFetch } from './apply-inbound.ts';
import { createWorkUnit } from './work-unit.ts';

/** Fetches what customers sent from the provider and stores it: its addresses live for minutes, the message for years. */
const MAX_BYTES = 100 * 1024 * 1024;

type Job = MediaToFetch & { workspaceId: string };

export function createReceivedMedia(deps: {
  store: Store;
  log: WorkspaceLog;
  connections: ConnectionDirectory;
  media: MediaStore;
}) {
  const describe = async (job: Job, media: Partial<Media>): Promise<void> => {
    await deps.log.write(job.workspaceId, async (tx) => {
      const unit = createWorkUnit(tx);
      const message = await unit.message(job.messageId);
      if (message === null) return;
      const known = (one: Media): Media => (one.id === job.mediaId ? { ...one, ...media } : one);
      if (message.media?.id === job.mediaId) unit.changeMessage(message.id, { media: known(message.media) });
      else if (message.attachments.some(({ id }) => id === job.mediaId))
        unit.changeMessage(message.id, { attachments: message.attachments.map(known) });
      await unit.flush();
    });
  };

  return {
    /** Throws when the provider or the network fails; the job is tried again. */
    async fetch(job: Job): Promise<undefined> {
      const row = await deps.store.db
        .selectFrom('media')
        .select(['provider_ref', 'state'])
        .where('workspace_id', '=', job.workspaceId)
        .where('id', '=', job.mediaId)
        .executeTakeFirst();
      if (row?.state !== 'pending' || row.provider_ref === null) return;
      const connection = deps.connections.byId(job.connectionId);
      if (connection?.adapter.fetchMedia === undefined) throw new Error('the connection of a received medium is gone');
      const { bytes, mime } = await connection.adapter.fetchMedia(connection, row.provider_ref, MAX_BYTES);
      await describe(job, await deps.media.fill(job.workspaceId, job.mediaId, { bytes, claimedMime: mime }));
    },

    async giveUp(job: Job): Promise<void> {
      await deps.store.db.updateTable('media').set({ state: 'failed' }).where('id', '=', job.mediaId).execute();
      await describe(job, { state: 'failed' });
    },
  };
}
