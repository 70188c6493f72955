import type { Logger } from 'pino';
import type { ConnectionDirectory } from '../channels/connections.ts';
import type { WorkspaceLog, WriteTransaction } from '../log/write.ts';
import type { Store } from '../store/open.ts';
import type { Arrival } from './arrivals.ts';

/**
 * What arrived and could not be applied at once is kept in the table `inbound` and tried again, one by one and in order,
 * by whichever node looks first. An event that fails again and again is set aside with the reason, and holds up nobody.
 */
export interface Backlog {
  /** Resolves when the events are durable. */
  keep(workspaceId: string, arrivals: Arrival[]): Promise<void>;
  /** Whether this node knows of events of the workspace that wait: what comes after must not overtake them. */
  has(workspaceId: string): boolean;
  /** Tries everything that waits once. */
  work(): Promise<void>;
}

const TRIES = 5;
const BATCH = 200;

export function createBacklog(deps: {
  store: Store;
  log: WorkspaceLog;
  connections: ConnectionDirectory;
  apply: (tx: WriteTransaction, work: Arrival[]) => Promise<void>;
  logger: Logger;
  now: () => number;
}): Backlog {
  const { db } = deps.store;
  const waiting = new Set<string>();

  async function tryOne(workspaceId: string, id: number): Promise<void> {
    try {
      await deps.log.write(workspaceId, async (tx) => {
        // Taken under the workspace's lock: another node may have been faster.
        const row = await tx.db
          .deleteFrom('inbound')
          .where('id', '=', id)
          .returning(['connection_id', 'event'])
          .executeTakeFirst();
        const connection = row === undefined ? null : deps.connections.byId(row.connection_id);
        // Only `keep` writes this table, from values that the channels' types hold.
        if (row !== undefined && connection !== null)
          await deps.apply(tx, [{ connection, event: row.event as Arrival['event'] }]);
      });
    } catch (error) {
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

  return {
    has: (workspaceId) => waiting.has(workspaceId),

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
      waiting.add(workspaceId);
    },

    async work() {
      const rows = await db
        .selectFrom('inbound')
        .select(['id', 'workspace_id'])
        .where('state', '=', 'pending')
        .orderBy('id')
        .limit(BATCH)
        .execute();
      for (const row of rows) await tryOne(row.workspace_id, row.id);
      const left = await db
        .selectFrom('inbound')
        .select('workspace_id')
        .distinct()
        .where('state', '=', 'pending')
        .execute();
      waiting.clear();
      for (const row of left) waiting.add(row.workspace_id);
    },
  };
}
