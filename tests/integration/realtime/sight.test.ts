import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Viewer } from '../../../src-backend/log/audience.ts';
import { type Sight, sightOf } from '../../../src-backend/realtime/sight.ts';
import { visibleTo } from '../../../src-backend/realtime/visible.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { openOperation } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';

const CONVERSATIONS = 18_000;

/** Each customer has three conversations, every tenth is merged into the one before. «Raro» has 36 of them. */
async function fill(store: Store): Promise<string> {
  const { db } = store;
  const { workspaceId: w, close } = await openOperation(store, {
    departments: [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'raro' }],
    people: [],
  });
  await close();
  await sql`INSERT INTO contact (id, workspace_id, created_at, root_id)
    SELECT 'p' || n, ${w}, 0, 'p' || (n - (n % 10 = 1)::int) FROM generate_series(0, 5999) AS n`.execute(db);
  await sql`INSERT INTO connection (id, workspace_id, channel, name, department_id, settings)
    SELECT 'line', ${w}, 'livechat', 'line', id, '{}' FROM department WHERE workspace_id = ${w} AND name = 'a'`.execute(
    db,
  );
  await sql`INSERT INTO identity (id, workspace_id, contact_id, channel, address) VALUES ('i', ${w}, 'p0', 'livechat', 'i')`.execute(
    db,
  );
  await sql`INSERT INTO conversation (id, workspace_id, protocol, contact_id, connection_id, identity_id, channel,
      department_id, status, created_at, last_activity_at, finished_at)
    SELECT 'v' || n, ${w}, '2026-' || n, 'p' || (n % 6000), 'line', 'i', 'livechat', department.id, 'finished', n, n, n
    FROM generate_series(1, ${CONVERSATIONS}::int) AS n JOIN department ON department.workspace_id = ${w}
      AND department.name = CASE WHEN n % 500 = 0 THEN 'raro' WHEN n < 6000 THEN 'a' ELSE substr('abc', 1 + n % 3, 1) END`.execute(
    db,
  );
  await sql`ANALYZE conversation`.execute(db);
  await sql`ANALYZE contact`.execute(db);
  return w;
}

describeOnStores('what somebody sees of very much', (openTestStore) => {
  it('is the same however little or much it is, and is found along indexes', async () => {
    const { store } = await openTestStore();
    const { db } = store;
    const workspaceId = await fill(store);
    const departments = await db
      .selectFrom('department')
      .select(['id', 'name'])
      .where('workspace_id', '=', workspaceId)
      .execute();
    const viewerOf = (...names: string[]): Viewer => ({
      ...{ id: 'somebody', role: 'agent' },
      departmentIds: departments.filter(({ name }) => names.includes(name)).map(({ id }) => id),
    });
    const finished = (visible: Sight['page']) =>
      db
        .selectFrom('conversation')
        .select('id')
        .where('workspace_id', '=', workspaceId)
        .where('status', '=', 'finished')
        .where('merged', 'is', null)
        .where(visible);
    const page = (visible: Sight['page']) =>
      finished(visible).orderBy('last_activity_at', 'desc').orderBy('id', 'desc').limit(50);
    const idsOf = async (visible: Sight['page']) =>
      (await finished(visible).orderBy('id').execute()).map(({ id }) => id);
    const planOf = async (visible: Sight['page']) =>
      (await page(visible).explain()).map((row) => Object.values(row).join('')).join('\n');

    for (const [names, seen] of [
      [[], 'nothing'],
      [['raro'], 'little'],
      [['a'], 'much'],
      [['a', 'raro'], 'much'],
    ] as const) {
      const viewer = viewerOf(...names);
      const sight = await sightOf(db, workspaceId, viewer);
      const truth = await idsOf(visibleTo(viewer));
      expect(truth.length > 0).toBe(seen !== 'nothing');
      expect(await idsOf(sight.page)).toEqual(truth);
      expect(await idsOf(sight.all)).toEqual(truth);
      const plan = await planOf(sight.page);
      expect(plan, plan).not.toMatch(/Seq Scan|hashed/);
      if (seen === 'much') expect(plan).toContain('Backward using conversation_list_finished');
      if (seen === 'little') expect(plan).toContain('conversation_contact');
    }
    const all = await idsOf((await sightOf(db, workspaceId, { ...viewerOf(), role: 'supervisor' })).all);
    expect(all).toHaveLength(CONVERSATIONS);
  }, 120_000);
});
