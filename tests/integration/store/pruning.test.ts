import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { pruneSessions } from '../../../src-backend/accounts/prune-sessions.ts';
import { pruneVisitors } from '../../../src-backend/channels/livechat/prune-visitors.ts';
import { createLiveChatStore } from '../../../src-backend/channels/livechat/store.ts';
import { openOperation } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { addPerson, addWorkspace } from '../workspaces.ts';

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 22, 3, 0);

describeOnStores('what nobody needs any more', (openTestStore) => {
  test('sessions long unused or ended are removed; those in use, and those just ended, stay', async () => {
    const { store } = await openTestStore();
    const workspace = await addWorkspace(store);
    const { id: person } = await addPerson(store, workspace);
    const session = async (usedDaysAgo: number, revokedDaysAgo: number | null) => {
      const id = randomUUID();
      await store.db
        .insertInto('session')
        .values({
          ...{ id, workspace_id: workspace, person_id: person, refresh_hash: id, previous_hash: null, created_at: 0 },
          ...{ used_at: now - usedDaysAgo * DAY, rotated_at: 0 },
          revoked_at: revokedDaysAgo === null ? null : now - revokedDaysAgo * DAY,
        })
        .execute();
      return id;
    };
    const staying = [await session(29, null), await session(0, 1)];
    const going = [await session(31, null), await session(8, 8)];
    expect(await pruneSessions(store, now)).toBe(going.length);
    const left = await store.db.selectFrom('session').select('id').where('person_id', '=', person).execute();
    expect(left.map(({ id }) => id).sort()).toEqual([...staying].sort());
  });

  test('visitors who do not come back are forgotten, but for those who may still be answered', async () => {
    const { store } = await openTestStore();
    const operation = await openOperation(store, {
      ...{ departments: [{ id: 'suporte' }], people: [], channels: ['livechat'] },
    });
    const chat = createLiveChatStore(store.db, () => now);
    const connectionId = `${operation.workspaceId}:connection-suporte-livechat`.slice(-60);
    const visitor = async (daysAgo: number, wrote: 'nothing' | 'once' | 'and waits') => {
      const { id } = await chat.enter({ id: connectionId, workspaceId: operation.workspaceId }, randomUUID());
      if (wrote !== 'nothing') {
        await store.db
          .insertInto('livechat_entry')
          .values({
            ...{ visitor_id: id, position: 1, version: 1, id: randomUUID(), kind: 'visitor', text: 'oi' },
            ...{ media_id: null, label: null, status: 'sent', created_at: 0 },
          })
          .execute();
      }
      if (wrote === 'and waits') {
        await operation.customer('Visitante', { channel: 'livechat', address: id, department: 'suporte' }).writes('oi');
      }
      await store.db
        .updateTable('livechat_visitor')
        .set({ seen_at: now - daysAgo * DAY })
        .where('id', '=', id)
        .execute();
      return id;
    };
    const going = [await visitor(31, 'nothing'), await visitor(366, 'once')];
    const staying = [
      await visitor(29, 'nothing'),
      await visitor(364, 'once'),
      await visitor(400, 'and waits'),
      // Whoever came last: the next visitor is numbered after them.
      await visitor(500, 'nothing'),
    ];
    expect(await pruneVisitors(store.db, now)).toBe(going.length);
    const left = await store.db
      .selectFrom('livechat_visitor')
      .select('id')
      .where('connection_id', '=', connectionId)
      .execute();
    expect(left.map(({ id }) => id).sort()).toEqual([...staying].sort());
    await operation.close();
  });
});
