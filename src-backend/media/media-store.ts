import { createHash, randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { plainMedia } from '../../src-shared/protocol/defaults.ts';
import type { Media } from '../../src-shared/protocol/entities.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Database, MediaTable } from '../store/database.ts';
import type { Store } from '../store/open.ts';
import { cleanFileName } from './file-name.ts';
import { inspectOutgoing, inspectReceived, type MediaRules } from './inspect.ts';
import { createThumbnailer, type Thumbnail } from './thumbnails.ts';

/**
 * The bytes of messages, in the database: one backup holds everything, and a transaction covers a file and its row. The
 * same bytes are kept once for a workspace; each medium that has them is a row of its own, with its own name.
 */
export interface MediaStore {
  /** What an agent sends. `rules`: what the conversation's connection takes. */
  put(file: {
    workspaceId: string;
    bytes: Uint8Array;
    name: string | null;
    rules: MediaRules;
    voice?: boolean;
  }): Promise<Result<Media, { reason: 'unsupported-media' | 'too-large' }>>;
  /** What a customer sent and is here already. Kept whatever it is; the type is decided by the bytes. */
  keep(file: { workspaceId: string; bytes: Uint8Array; name: string | null; claimedMime: string }): Promise<Media>;
  /** Fills a pending medium with what the provider gave. Filling it again changes nothing that matters. */
  fill(workspaceId: string, mediaId: string, file: { bytes: Uint8Array; claimedMime: string }): Promise<Partial<Media>>;
  /** null: there is none of that id in this workspace. */
  describe(workspaceId: string, mediaId: string, db?: Kysely<Database>): Promise<Media | null>;
  /** null: there is none, or it is not here yet. */
  open(workspaceId: string, mediaId: string): Promise<{ media: Media; bytes: Uint8Array } | null>;
  /** The same without reading the bytes: a part of them at a time. */
  openParts(workspaceId: string, mediaId: string): Promise<OpenedParts | null>;
  /** The small picture; null: it has none. */
  thumbnail(workspaceId: string, mediaId: string): Promise<StoredThumbnail | null>;
  /** Removes the medium, and its bytes if no other has them. */
  remove(workspaceId: string, mediaId: string): Promise<void>;
}

export interface OpenedParts {
  media: Media;
  /** SHA-256 of the bytes, in hexadecimal. */
  sha256: string;
  /** Of the bytes themselves; the medium's own number is what it was announced with. */
  length: number;
  /** From `start` up to but not with `end`. Throws when the medium was removed meanwhile. */
  read(start: number, end: number): Promise<Uint8Array>;
}

interface StoredThumbnail {
  mime: string;
  sha256: string;
  bytes: Uint8Array;
}

export function createMediaStore(deps: { store: Store; now: () => number }): MediaStore {
  const { db } = deps.store;
  const thumbnailer = createThumbnailer();

  /** A row that says the same is written over, not skipped: that locks it, so nobody removes it before we are done. */
  async function keepContent(
    tx: Kysely<Database>,
    workspaceId: string,
    bytes: Uint8Array,
    thumbnail: Thumbnail | null,
  ): Promise<string> {
    const key = { workspace_id: workspaceId, sha256: createHash('sha256').update(bytes).digest('hex') };
    await tx
      .insertInto('media_content')
      .values({ ...key, content: bytes })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'sha256']).doUpdateSet({ sha256: key.sha256 }))
      .execute();
    if (thumbnail !== null) {
      const { mime, width, height, bytes: content } = thumbnail;
      await tx
        .insertInto('media_thumbnail')
        .values({ ...key, mime, width, height, content })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    return key.sha256;
  }

  const sizeOf = (thumbnail: Thumbnail | null): Media['thumbnail'] =>
    thumbnail === null ? null : { width: thumbnail.width, height: thumbnail.height };

  async function insert(workspaceId: string, described: Omit<Media, 'thumbnail'>, bytes: Uint8Array): Promise<Media> {
    const thumbnail = await thumbnailer.make(bytes, described.mime);
    await db.transaction().execute(async (tx) => {
      const { id, mime, name, width, height, state, voice } = described;
      const row = { id, workspace_id: workspaceId, connection_id: null, mime, name, width, height, state, voice };
      await tx
        .insertInto('media')
        .values({
          ...row,
          bytes: described.bytes,
          sha256: await keepContent(tx, workspaceId, bytes, thumbnail),
          thumbnail_width: thumbnail?.width ?? null,
          thumbnail_height: thumbnail?.height ?? null,
          provider_ref: null,
          created_at: deps.now(),
        })
        .execute();
    });
    return { ...described, thumbnail: sizeOf(thumbnail) };
  }

  const ready = (bytes: Uint8Array, name: string | null) => ({
    ...plainMedia,
    id: randomUUID(),
    bytes: bytes.byteLength,
    name: cleanFileName(name),
    state: 'ready' as const,
  });

  async function rowOf(workspaceId: string, mediaId: string, from: Kysely<Database> = db) {
    return await from
      .selectFrom('media')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', mediaId)
      .executeTakeFirst();
  }

  return {
    async describe(workspaceId, mediaId, from) {
      const row = await rowOf(workspaceId, mediaId, from);
      return row === undefined ? null : toMedia(row);
    },

    async put({ workspaceId, bytes, name, rules, voice = false }) {
      const inspected = await inspectOutgoing(bytes, rules, name);
      if (!inspected.ok) return inspected;
      return ok(await insert(workspaceId, { ...ready(bytes, name), ...inspected.value, voice }, bytes));
    },

    async keep({ workspaceId, bytes, name, claimedMime }) {
      const inspected = await inspectReceived(bytes, claimedMime, name);
      return insert(workspaceId, { ...ready(bytes, name), ...inspected }, bytes);
    },

    async fill(workspaceId, mediaId, { bytes, claimedMime }) {
      const row = await rowOf(workspaceId, mediaId);
      if (row === undefined) throw new Error('the medium to fill does not exist');
      const inspected = await inspectReceived(bytes, claimedMime, row.name);
      const thumbnail = await thumbnailer.make(bytes, inspected.mime);
      const found = { ...inspected, bytes: bytes.byteLength, state: 'ready' as const };
      await db.transaction().execute(async (tx) => {
        const sha256 = await keepContent(tx, workspaceId, bytes, thumbnail);
        const changed = await tx
          .updateTable('media')
          .set({
            ...found,
            sha256,
            thumbnail_width: thumbnail?.width ?? null,
            thumbnail_height: thumbnail?.height ?? null,
          })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', mediaId)
          .executeTakeFirst();
        // Its message was deleted meanwhile: nothing of it may stay.
        if (changed.numUpdatedRows === 0n) throw new Error('the medium to fill was removed');
      });
      return { ...found, thumbnail: sizeOf(thumbnail) };
    },

    async open(workspaceId, mediaId) {
      const row = await rowOf(workspaceId, mediaId);
      if (row?.state !== 'ready' || row.sha256 === null) return null;
      const content = await db
        .selectFrom('media_content')
        .select('content')
        .where('workspace_id', '=', workspaceId)
        .where('sha256', '=', row.sha256)
        .executeTakeFirst();
      return content === undefined ? null : { media: toMedia(row), bytes: content.content };
    },

    async openParts(workspaceId, mediaId) {
      const row = await rowOf(workspaceId, mediaId);
      if (row?.state !== 'ready' || row.sha256 === null) return null;
      const { sha256 } = row;
      const content = db
        .selectFrom('media_content')
        .where('workspace_id', '=', workspaceId)
        .where('sha256', '=', sha256);
      const found = await content.select(sql<number>`octet_length(content)`.as('length')).executeTakeFirst();
      if (found === undefined) return null;
      return {
        media: toMedia(row),
        sha256,
        length: found.length,
        async read(start, end) {
          // PostgreSQL counts bytes from 1.
          const part = sql<Uint8Array>`substring(content from ${start + 1}::int for ${end - start}::int)`;
          return (await content.select(part.as('part')).executeTakeFirstOrThrow()).part;
        },
      };
    },

    async thumbnail(workspaceId, mediaId) {
      const found = await db
        .selectFrom('media')
        .innerJoin('media_thumbnail as small', (join) =>
          join.onRef('small.workspace_id', '=', 'media.workspace_id').onRef('small.sha256', '=', 'media.sha256'),
        )
        .select(['small.mime', 'small.sha256', 'small.content'])
        .where('media.workspace_id', '=', workspaceId)
        .where('media.id', '=', mediaId)
        .executeTakeFirst();
      return found === undefined ? null : { mime: found.mime, sha256: found.sha256, bytes: found.content };
    },

    async remove(workspaceId, mediaId) {
      await db.transaction().execute(async (tx) => {
        const removed = await tx
          .deleteFrom('media')
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', mediaId)
          .returning('sha256')
          .executeTakeFirst();
        if (removed?.sha256 != null) await removeUnused(tx, workspaceId, [removed.sha256]);
      });
    },
  };
}

/**
 * Removes bytes that no medium has any more. They are locked first and looked at again: who is about to use them holds the
 * lock until its row is there, and who comes later finds them gone and stores them anew.
 */
export async function removeUnused(tx: Kysely<Database>, workspaceId: string, hashes: string[]): Promise<number> {
  if (hashes.length === 0) return 0;
  await tx
    .selectFrom('media_content')
    .select('sha256')
    .where('workspace_id', '=', workspaceId)
    .where('sha256', 'in', hashes)
    .orderBy('sha256')
    .forUpdate()
    .execute();
  const removed = await tx
    .deleteFrom('media_content')
    .where('workspace_id', '=', workspaceId)
    .where('sha256', 'in', hashes)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('media')
            .select('media.id')
            .whereRef('media.workspace_id', '=', 'media_content.workspace_id')
            .whereRef('media.sha256', '=', 'media_content.sha256'),
        ),
      ),
    )
    .executeTakeFirst();
  return Number(removed.numDeletedRows);
}

function toMedia(row: Selectable<MediaTable>): Media {
  const { id, mime, bytes, name, width, height, state, voice, thumbnail_width, thumbnail_height } = row;
  const thumbnail =
    thumbnail_width === null || thumbnail_height === null ? null : { width: thumbnail_width, height: thumbnail_height };
  return { id, mime, bytes, name, width, height, state, voice, thumbnail };
}
