import type { Media } from '../../src-shared/protocol/entities.ts';
import type { ConnectionDirectory, LiveConnection } from '../channels/connections.ts';
import type { WorkspaceLog } from '../log/write.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { Store } from '../store/open.ts';
import type { MediaToFetch } from './apply-inbound.ts';
import { createWorkUnit } from './work-unit.ts';

/** Fetches what customers sent from the provider and stores it: its addresses live for minutes or days, the message for years. */
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
      if (connection === null) throw new Error('the connection of a received medium is gone');
      const file = await fetchFrom(connection, row.provider_ref, job);
      if (file === 'gone') await giveUp(job);
      else
        await describe(
          job,
          await deps.media.fill(job.workspaceId, job.mediaId, { bytes: file.bytes, claimedMime: file.mime }),
        );
    },

    giveUp,
  };

  /** An address that has expired is asked anew, once: what the provider then says is as new as can be. */
  async function fetchFrom({ adapter, ...connection }: LiveConnection, ref: string, job: Job) {
    if (adapter.fetchMedia === undefined) throw new Error('the connection of a received medium is gone');
    const file = await adapter.fetchMedia(connection, ref, MAX_BYTES);
    if (file !== 'gone' || adapter.mediaAgain === undefined) return file;
    const place = await placeIn(job);
    if (place === null) return file;
    const now = await adapter.mediaAgain(connection, place.externalId);
    const again = now[place.index];
    // Were there more of them or fewer than we know, none would be certain to be the one.
    if (again === undefined || now.length !== place.of) return file;
    return adapter.fetchMedia(connection, again, MAX_BYTES);
  }

  /** Which of the media of its message it is; null: of none any more. */
  async function placeIn(job: Job): Promise<{ externalId: string; index: number; of: number } | null> {
    const row = await deps.store.db
      .selectFrom('message')
      .select(['external_id', 'media', 'attachments'])
      .where('workspace_id', '=', job.workspaceId)
      .where('id', '=', job.messageId)
      .executeTakeFirst();
    if (row?.external_id == null) return null;
    const all = [row.media, ...row.attachments].filter((medium) => medium !== null);
    const index = all.findIndex(({ id }) => id === job.mediaId);
    return index < 0 ? null : { externalId: row.external_id, index, of: all.length };
  }

  async function giveUp(job: Job): Promise<void> {
    await deps.store.db.updateTable('media').set({ state: 'failed' }).where('id', '=', job.mediaId).execute();
    await describe(job, { state: 'failed' });
  }
}
