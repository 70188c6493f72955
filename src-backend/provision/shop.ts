import { isDeepStrictEqual } from 'node:util';
import type { Run } from './run.ts';
import type { Provision } from './schema.ts';

/** The shop that orders are looked up in; null takes it away, left out leaves it. Desktops know nothing of it. */
export async function applyShop(run: Run, shop: Provision['shop']): Promise<void> {
  if (shop === undefined) return;
  const { db, workspaceId } = run.tx;
  const row = await db.selectFrom('shop').select('settings').where('workspace_id', '=', workspaceId).executeTakeFirst();
  // As it will be read again: without what is undefined.
  const settings = JSON.stringify(shop);
  if (isDeepStrictEqual(row?.settings ?? null, JSON.parse(settings))) return;
  run.changed += 1;
  await db.deleteFrom('shop').where('workspace_id', '=', workspaceId).execute();
  if (shop !== null) await db.insertInto('shop').values({ workspace_id: workspaceId, settings }).execute();
}
