import { randomUUID } from 'node:crypto';
import { PGlite, types } from '@electric-sql/pglite';
import { Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { createMediaStore } from '../../../src-backend/media/media-store.ts';
import { sweepMedia } from '../../../src-backend/media/sweep.ts';
import type { Database } from '../../../src-backend/store/database.ts';
import { unlimitedRoom } from '../../../src-backend/store/disk-room.ts';
import * as core from '../../../src-backend/store/migrations/0001-core.ts';
import * as livechat from '../../../src-backend/store/migrations/0002-livechat.ts';
import * as accounts from '../../../src-backend/store/migrations/0003-accounts.ts';
import * as whatsapp from '../../../src-backend/store/migrations/0004-whatsapp.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { createPGliteDialect } from '../../../src-backend/store/pglite-dialect.ts';
import { describeOnStores } from '../stores.ts';
import { addWorkspace } from '../workspaces.ts';
import { png } from './images.ts';

const DAY = 86_400_000;

const contentsOf = async (store: Store, workspaceId: string): Promise<number> => {
  const rows = await store.db
    .selectFrom('media_content')
    .select('sha256')
    .where('workspace_id', '=', workspaceId)
    .execute();
  return rows.length;
};

describeOnStores('the bytes of media', (openTestStore) => {
  async function start() {
    const { store } = await openTestStore();
    const workspaceId = await addWorkspace(store);
    let now = Date.now();
    const media = createMediaStore({ store, now: () => now });
    return {
      store,
      workspaceId,
      media,
      keep: (bytes: Uint8Array, name: string, workspace = workspaceId) =>
        media.keep({ workspaceId: workspace, bytes, name, claimedMime: 'image/png' }),
      later: (ms: number) => {
        now += ms;
        return now;
      },
    };
  }

  test('are kept once for a workspace, whoever sent them and under whatever name', async () => {
    const { store, workspaceId, media, keep } = await start();
    const bytes = png(900, 700);
    const [one, two] = await Promise.all([keep(bytes, 'a.png'), keep(bytes, 'b.png')]);
    expect(one.id).not.toBe(two.id);
    expect(await contentsOf(store, workspaceId)).toBe(1);
    expect([one.name, two.name]).toEqual(['a.png', 'b.png']);
    expect(await media.describe(workspaceId, two.id)).toEqual(two);
  });

  test('are not shared between workspaces', async () => {
    const { store, workspaceId, keep } = await start();
    const other = await addWorkspace(store);
    await keep(png(10, 10), 'a.png');
    await keep(png(10, 10), 'a.png', other);
    expect([await contentsOf(store, workspaceId), await contentsOf(store, other)]).toEqual([1, 1]);
  });

  test('stay for the other medium when one of two is removed, and go with the last', async () => {
    const { store, workspaceId, media, keep } = await start();
    const bytes = png(900, 700);
    const [one, two] = [await keep(bytes, 'a.png'), await keep(bytes, 'b.png')];
    await media.remove(workspaceId, one.id);
    expect(await media.open(workspaceId, one.id)).toBeNull();
    expect(Buffer.from((await media.open(workspaceId, two.id))?.bytes ?? []).equals(bytes)).toBe(true);
    expect(await media.thumbnail(workspaceId, two.id)).not.toBeNull();
    await media.remove(workspaceId, two.id);
    expect(await contentsOf(store, workspaceId)).toBe(0);
  });

  test('are never lost when one is removed while the same is kept again', async () => {
    const { workspaceId, media, keep } = await start();
    const bytes = png(20, 20);
    let last = await keep(bytes, 'first.png');
    for (let round = 0; round < 25; round += 1) {
      const [next] = await Promise.all([keep(bytes, `${round}.png`), media.remove(workspaceId, last.id)]);
      expect(await media.open(workspaceId, next.id), `round ${round}`).not.toBeNull();
      last = next;
    }
  });

  test('of what was uploaded and never sent are removed after a month, and of what a message carries never', async () => {
    const { store, workspaceId, media, keep, later } = await start();
    const sent = await keep(png(30, 30), 'sent.png');
    const unsent = await keep(png(31, 31), 'unsent.png');
    const seenByVisitor = await keep(png(32, 32), 'visitor.png');
    await store.db.transaction().execute(async (tx) => {
      // A message without its conversation: the sweep looks at nothing but its medium.
      await sql`SET LOCAL session_replication_role = replica`.execute(tx);
      await sql`INSERT INTO message (id, workspace_id, conversation_id, connection_id, identity_id, channel, direction, kind,
          media, mention_ids, position, created_at, attempts, version)
        VALUES (${randomUUID()}, ${workspaceId}, 'c', 'k', 'i', 'whatsapp', 'inbound', 'image',
          ${JSON.stringify(sent)}::jsonb, '[]', 1, 0, '[]', 1)`.execute(tx);
    });
    const visitor = randomUUID();
    await sql`INSERT INTO livechat_visitor (id, workspace_id, connection_id, secret_hash, number, created_at, seen_at)
      VALUES (${visitor}, ${workspaceId}, ${visitor}, '', 1, 0, 0)`.execute(store.db);
    await sql`INSERT INTO livechat_media VALUES (${visitor}, ${seenByVisitor.id}, 'image/png', null, 1, 0)`.execute(
      store.db,
    );
    const there = async () =>
      Promise.all([sent, unsent, seenByVisitor].map(async ({ id }) => (await media.open(workspaceId, id)) !== null));
    await sweepMedia(store, later(29 * DAY));
    expect(await there()).toEqual([true, true, true]);
    await sweepMedia(store, later(2 * DAY));
    expect(await there()).toEqual([true, false, true]);
    expect(await contentsOf(store, workspaceId)).toBe(2);
  });

  test('are read in part without the rest', async () => {
    const { workspaceId, media } = await start();
    const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251));
    const { id } = await media.keep({ workspaceId, bytes, name: 'x.bin', claimedMime: 'application/x-turno' });
    const file = await media.openParts(workspaceId, id);
    expect(file?.length).toBe(bytes.length);
    expect(Buffer.from((await file?.read(2_999_990, 3_000_000)) ?? []).equals(bytes.subarray(2_999_990))).toBe(true);
    expect(Buffer.from((await file?.read(0, 10)) ?? []).equals(bytes.subarray(0, 10))).toBe(true);
    expect(await media.openParts(await addWorkspace((await openTestStore()).store), id)).toBeNull();
  });
});

describe('a database from before bytes were kept once', () => {
  test('keeps every medium, with equal bytes once', async () => {
    const pglite = await PGlite.create({ parsers: { [types.INT8]: Number } });
    const dialect = createPGliteDialect(pglite);
    const db = new Kysely<Database>({ dialect });
    const unmigrated = new Kysely<unknown>({ dialect });
    for (const { up } of [core, livechat, accounts]) await up(unmigrated);
    const bytes = png(12, 12);
    for (const id of ['a', 'b', 'pending']) {
      await sql`INSERT INTO media (id, workspace_id, mime, bytes, state, created_at)
        VALUES (${id}, 'w', 'image/png', ${bytes.length}, ${id === 'pending' ? id : 'ready'}, 0)`.execute(db);
    }
    for (const id of ['a', 'b']) await sql`INSERT INTO media_blob VALUES (${id}, ${bytes})`.execute(db);
    await whatsapp.up(unmigrated);
    const store: Store = {
      kind: 'embedded',
      db,
      pglite,
      room: unlimitedRoom,
      url: null,
      listen: async () => async () => {},
      notify: async () => {},
      close: () => db.destroy(),
    };
    const media = createMediaStore({ store, now: Date.now });
    expect(await contentsOf(store, 'w')).toBe(1);
    for (const id of ['a', 'b']) expect((await media.open('w', id))?.bytes.length).toBe(bytes.length);
    expect(await media.open('w', 'pending')).toBeNull();
    // The same bytes again find what the old database had.
    await media.keep({ workspaceId: 'w', bytes, name: null, claimedMime: 'image/png' });
    expect(await contentsOf(store, 'w')).toBe(1);
    await store.close();
  });
});
