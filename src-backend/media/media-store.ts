import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import { plainMedia } from '../../src-shared/protocol/defaults.ts';
import type { Media } from '../../src-shared/protocol/entities.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Database, MediaTable } from '../store/database.ts';
import type { Store } from '../store/open.ts';
import { cleanFileName } from './file-name.ts';
import { inspectOutgoing, inspectReceived, type MediaRules } from './inspect.ts';

/** The bytes of messages, in the database: one backup holds everything, and a transaction covers a file and its row. */
export interface MediaStore {
  /** What an agent sends. `rules`: what the conversation's connection takes. */
  put(file: {
    workspaceId: string;
    bytes: Uint8Array;
    name: string | null;
    rules: MediaRules;
  }): Promise<Result<Media, { reason: 'unsupported-media' | 'too-large' }>>;
  /** What a customer sent and is here already. Kept whatever it is; the type is decided by the bytes. */
  keep(file: { workspaceId: string; bytes: Uint8Array; name: string | null; claimedMime: string }): Promise<Media>;
  /** Fills a pending medium with what the provider gave. Filling it again changes nothing that matters. */
  fill(workspaceId: string, mediaId: string, file: { bytes: Uint8Array; claimedMime: string }): Promise<Partial<Media>>;
  /** null: there is none of that id in this workspace. */
  describe(workspaceId: string, mediaId: string, db?: Kysely<Database>): Promise<Media | null>;
  /** null: there is none, or it is not here yet. */
  open(workspaceId: string, mediaId: string): Promise<{ media: Media; bytes: Uint8Array } | null>;
}

export function createMediaStore(deps: { store: Store; now: () => number }): MediaStore {
  const { db } = deps.store;

  async function insert(workspaceId: string, media: Media, bytes: Uint8Array): Promise<Media> {
    await db.transaction().execute(async (tx) => {
      await tx
        .insertInto('media')
        .values({
          id: media.id,
          workspace_id: workspaceId,
          connection_id: null,
          mime: media.mime,
          bytes: media.bytes,
          name: media.name,
          width: media.width,
          height: media.height,
          state: media.state,
          provider_ref: null,
          created_at: deps.now(),
        })
        .execute();
      await tx.insertInto('media_blob').values({ media_id: media.id, content: bytes }).execute();
    });
    return media;
  }

  const ready = (bytes: Uint8Array, name: string | null) => ({
    id: randomUUID(),
    bytes: bytes.byteLength,
    name: cleanFileName(name),
    state: 'ready' as const,
    ...plainMedia,
  });

  async function describe(workspaceId: string, mediaId: string, from: Kysely<Database> = db): Promise<Media | null> {
    const row = await from
      .selectFrom('media')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', mediaId)
      .executeTakeFirst();
    return row === undefined ? null : toMedia(row);
  }

  return {
    describe,

    async put({ workspaceId, bytes, name, rules }) {
      const inspected = await inspectOutgoing(bytes, rules);
      if (!inspected.ok) return inspected;
      return ok(await insert(workspaceId, { ...ready(bytes, name), ...inspected.value }, bytes));
    },

    async keep({ workspaceId, bytes, name, claimedMime }) {
      const inspected = await inspectReceived(bytes, claimedMime);
      return insert(workspaceId, { ...ready(bytes, name), ...inspected }, bytes);
    },

    async fill(workspaceId, mediaId, { bytes, claimedMime }) {
      const found = {
        ...(await inspectReceived(bytes, claimedMime)),
        bytes: bytes.byteLength,
        state: 'ready' as const,
      };
      await db.transaction().execute(async (tx) => {
        const changed = await tx
          .updateTable('media')
          .set(found)
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', mediaId)
          .executeTakeFirst();
        if (changed.numUpdatedRows === 0n) throw new Error('the medium to fill does not exist');
        await tx
          .insertInto('media_blob')
          .values({ media_id: mediaId, content: bytes })
          .onConflict((conflict) => conflict.column('media_id').doUpdateSet({ content: bytes }))
          .execute();
      });
      return found;
    },

    async open(workspaceId, mediaId) {
      const media = await describe(workspaceId, mediaId);
      if (media?.state !== 'ready') return null;
      const blob = await db
        .selectFrom('media_blob')
        .select('content')
        .where('media_id', '=', mediaId)
        .executeTakeFirst();
      return blob === undefined ? null : { media, bytes: blob.content };
    },
  };
}

function toMedia(row: Selectable<MediaTable>): Media {
  const { id, mime, bytes, name, width, height, state, voice, thumbnail_width, thumbnail_height } = row;
  const thumbnail =
    thumbnail_width === null || thumbnail_height === null ? null : { width: thumbnail_width, height: thumbnail_height };
  return { id, mime, bytes, name, width, height, state, voice, thumbnail };
}
