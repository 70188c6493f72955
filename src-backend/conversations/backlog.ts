import type { Logger } from 'pino';
import type { ConnectionDirectory } from '../channels/connections.ts';
import type { WorkspaceLog, WriteTransaction } from '../log/write.ts';
import type { Store } from '../store/open.ts';
import { isDatabaseTrouble } from '../store/trouble.ts';
import type { AppliedEvent, Arrival } from './arrivals.ts';

/**
 * What arrived and could not be applied at once is kept in the table `inbound` and tried again, in order, by whichever node
 * comes first: whoever applies what arrives next takes what waits along before it, under the workspace's lock, so nothing
 * overtakes what another node has kept. An event that fails again is left to the sweep and then set aside with the reason,
 * and holds up nobody.
 */
export interface Backlog {
  /** Resolves when the events are durable. */
  keep(workspaceId: string, arrivals: Arrival[]): Promise<void>;
  /**
   * Takes what waits out of the table, oldest first, for the caller's transaction to apply. `more`: there are others, which
   * come before anything new too.
   */
  take(tx: WriteTransaction): Promise<{ arrivals: Arrival[]; more: boolean }>;
  /** Tries everything that waits, one by one; `fresh`: without what failed again and again. */
  work(which: 'fresh' | 'all'): Promise<void>;
}

const TRIES = 5;
/** What failed so often may fail for ever: it is tried now and then, alone, and what comes after it goes before it. */
const FRESH_TRIES = 2;
const BATCH = 200;

export function createBacklog(deps: {
  store: Store;
  log: WorkspaceLog;
  connections: ConnectionDirectory;
  apply: (tx: WriteTransaction, work: Arrival[]) => Promise<void>;
  logger: Logger;
  now: () => number;
}): Backlog {
  const { db, kind } = deps.store;
  /** An embedded database has one node, which knows when there is nothing to look for. */
  let mayWait = true;
  let keeps = 0;

  /** None: the connection is gone meanwhile. */
  function arrivalOf(row: { connection_id: string; event: AppliedEvent }): Arrival[] {
    const connection = deps.connections.byId(row.connection_id);
    return connection === null ? [] : [{ connection, event: row.event }];
  }

  async function tryOne(workspaceId: string, id: number): Promise<void> {
    try {
      await deps.log.write(workspaceId, async (tx) => {
        // Taken under the workspace's lock: another node may have been faster.
        const row = await tx.db
          .deleteFrom('inbound')
          .where('id', '=', id)
          .returning(['connection_id', 'event'])
          .executeTakeFirst();
        if (row !== undefined) await deps.apply(tx, arrivalOf(row));
      });
    } catch (error) {
      // Not the event's fault: it is tried again as if it had not been, and what is behind it waits.
      if (isDatabaseTrouble(error)) throw error;
      const reason = error instanceof Error ? error.message : 'unknown';
      const row = await db
        .updateTable('inbound')
        .set((eb) => ({ tries: eb('tries', '+', 1), error: reason.slice(0, 500) }))
        .where('id', '=', id)
        .returning('tries')
        .executeTakeFirst();
      if ((row?.tries ?? 0) < TRIES) return;
      await db.updateTable('inbound').set({ state: 'failed' }).where('id', '=', id).execute();
      deps.logger.error({ inbound: id, error: reason }, 'an inbound event could not be applied and is kept aside');
    }
  }

  const pending = (triedLessThan: number, after: number) =>
    db
      .selectFrom('inbound')
      .select(['id', 'workspace_id'])
      .where('state', '=', 'pending')
      .where('tries', '<', triedLessThan)
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .execute();

  return {
    async keep(workspaceId, arrivals) {
      await db
        .insertInto('inbound')
        .values(
          arrivals.map(({ connection, event }) => ({
            workspace_id: workspaceId,
            connection_id: connection.id,
            event: JSON.stringify(event),
            received_at: deps.now(),
            state: 'pending' as const,
            error: null,
          })),
        )
        .execute();
      keeps += 1;
      mayWait = true;
    },

    async take(tx) {
      if (!tx.arrivalsWait || (kind === 'embedded' && !mayWait)) return { arrivals: [], more: false };
      const rows = await tx.db
        .deleteFrom('inbound')
        .where((eb) =>
          eb(
            'id',
            'in',
            eb
              .selectFrom('inbound')
              .select('id')
              .where('workspace_id', '=', tx.workspaceId)
              .where('state', '=', 'pending')
              .where('tries', '<', FRESH_TRIES)
              .orderBy('id')
              .limit(BATCH),
          ),
        )
        .returning(['id', 'connection_id', 'event'])
        .execute();
      const arrivals = rows.sort((a, b) => a.id - b.id).flatMap(arrivalOf);
      return { arrivals, more: rows.length === BATCH };
    },

    async work(which) {
      const before = keeps;
      let after = 0;
      for (;;) {
        const rows = await pending(which === 'all' ? TRIES : FRESH_TRIES, after);
        for (const row of rows) await tryOne(row.workspace_id, row.id);
        const last = rows.at(-1);
        if (last === undefined) break;
        after = last.id;
      }
      if (which === 'all' && keeps === before && (await pending(TRIES, 0)).length === 0) mayWait = keeps !== before;
    },
  };
}
