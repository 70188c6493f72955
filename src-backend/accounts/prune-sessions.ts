import type { Store } from '../store/open.ts';
import { IDLE_LIFETIME_MS } from './accounts.ts';

/** Nodes that missed the announcement of an ended session ask for those that ended lately (revocations.ts). */
const KEEP_ENDED_MS = 7 * 86_400_000;

/** Removes sessions that cannot go on: long unused, or ended. Their access tokens ran out long before. Returns how many. */
export async function pruneSessions(store: Store, now: number): Promise<number> {
  const removed = await store.db
    .deleteFrom('session')
    .where((eb) => eb.or([eb('used_at', '<', now - IDLE_LIFETIME_MS), eb('revoked_at', '<', now - KEEP_ENDED_MS)]))
    .executeTakeFirst();
  return Number(removed.numDeletedRows);
}
