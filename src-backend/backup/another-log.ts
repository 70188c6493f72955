import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Store } from '../store/open.ts';

/** More conversations than begin between two backups, and more than a visitor's chat grows by. */
const SKIPPED_PROTOCOLS = 10_000;
const SKIPPED_ENTRIES = 1_000_000;

/**
 * What must be done to a database that was put back to an earlier moment, before a backend serves it. Desktops, customers
 * and providers have seen what came after that moment, so:
 * - the log gets a new name, and desktops take a snapshot instead of going on at positions that mean something else now;
 * - sessions end, since tokens given out later are not known, and some that were ended would live again;
 * - a message that waited to be sent may have been sent since: it counts as interrupted (see conversations/outbound.ts),
 *   so that it is shown as uncertain rather than sent twice;
 * - protocol numbers go on well above, because customers were told numbers that are not known here;
 * - visitors' counters likewise, or a widget would take what is new for what it has.
 */
export async function beginAnotherLog(store: Store, now: number): Promise<void> {
  await store.db.transaction().execute(async (tx) => {
    const logs = await tx.selectFrom('workspace_log').select('workspace_id').forUpdate().execute();
    for (const { workspace_id } of logs) {
      await tx
        .updateTable('workspace_log')
        .set((eb) => ({ log_id: randomUUID(), protocol_last: eb('protocol_last', '+', SKIPPED_PROTOCOLS) }))
        .where('workspace_id', '=', workspace_id)
        .execute();
    }
    await tx.deleteFrom('session').execute();
    await tx
      .updateTable('message')
      .set({ sending_since: sql<number>`coalesce(sending_since, ${now})` })
      .where('status', '=', 'queued')
      .execute();
    await tx
      .updateTable('livechat_visitor')
      .set((eb) => ({ head: eb('head', '+', SKIPPED_ENTRIES) }))
      .execute();
  });
}
