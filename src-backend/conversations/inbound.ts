import type { Selectable, Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Media } from '../../src-shared/protocol/entities.ts';
import type { ConnectionDirectory, LiveConnection } from '../channels/connections.ts';
import type { InboundEvent, InboundMessage, InboundStatus } from '../channels/contract.ts';
import { createIdentityFinder } from '../contacts/match.ts';
import type { WorkspaceLog, WriteTransaction } from '../log/write.ts';
import { distribute } from '../routing/distribute.ts';
import type { Database, InboundTable } from '../store/database.ts';
import type { Store } from '../store/open.ts';
import { applyInboundMessage, applyInboundStatus, type MediaToFetch } from './apply-inbound.ts';
import { createWorkUnit, type WorkUnit } from './work-unit.ts';

/**
 * The way in. `accept` stores what a channel received and returns when it is durable, so that the provider may be
 * answered; it is applied right after, in the order it was stored, many to a transaction. A row that cannot be applied
 * does not hold up the others: its batch is applied one by one, and the row is kept, marked, with the reason.
 */
export interface Inbound {
  accept(connectionId: string, events: InboundEvent[]): Promise<void>;
  /** Applies whatever is pending, of any node that died before it could. Resolves when nothing is left. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const BATCH = 64;
const TRIES = 5;
const SWEEP_MS = 3_000;

type Pending = Pick<Selectable<InboundTable>, 'id' | 'connection_id' | 'tries'> & {
  event: InboundMessage | InboundStatus;
};

export function createInbound(deps: {
  store: Store;
  log: WorkspaceLog;
  connections: ConnectionDirectory;
  logger: Logger;
  /** Reads within the given transaction: an embedded database has one connection, and it is the transaction's. */
  timeZoneOf: (tx: WriteTransaction) => Promise<string>;
  storedMedia: (db: Transaction<Database>, workspaceId: string, mediaId: string) => Promise<Media | null>;
  fetchMedia: (tx: WriteTransaction, media: MediaToFetch) => Promise<void>;
  /** These conversations were given to agents and committed; a hint to the customer, which may be lost. */
  tellAssigned: (conversationIds: string[]) => void;
  now: () => number;
}): Inbound {
  const { store, logger } = deps;
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  let closed = false;

  const drain = (workspaceId: string): Promise<void> => {
    const busy = running.get(workspaceId);
    if (busy !== undefined) {
      again.add(workspaceId);
      return busy;
    }
    const work = (async () => {
      do {
        again.delete(workspaceId);
        while (!closed && (await applyBatch(workspaceId)) === BATCH);
      } while (!closed && again.has(workspaceId));
    })()
      .catch((error: unknown) =>
        logger.error({ error: text(error) }, 'what arrived could not be applied; it stays stored and is tried again'),
      )
      .finally(() => running.delete(workspaceId));
    running.set(workspaceId, work);
    return work;
  };

  async function applyBatch(workspaceId: string): Promise<number> {
    let size = 0;
    try {
      await deps.log.write(workspaceId, async (tx) => {
        const rows = await pending(tx, BATCH);
        size = rows.length;
        await applyRows(tx, rows);
      });
      return size;
    } catch (error) {
      logger.warn({ error: text(error) }, 'a batch could not be applied; its rows are applied one by one');
      await applyOneByOne(workspaceId);
      return size;
    }
  }

  async function applyOneByOne(workspaceId: string): Promise<void> {
    const rows = await store.db
      .selectFrom('inbound')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('state', '=', 'pending')
      .orderBy('id')
      .limit(BATCH)
      .execute();
    for (const { id } of rows) {
      try {
        await deps.log.write(workspaceId, async (tx) => applyRows(tx, await pending(tx, 1, id)));
      } catch (error) {
        const reason = text(error);
        const row = await store.db
          .updateTable('inbound')
          .set((eb) => ({ tries: eb('tries', '+', 1), error: reason.slice(0, 500) }))
          .where('id', '=', id)
          .returning('tries')
          .executeTakeFirst();
        if ((row?.tries ?? 0) >= TRIES) {
          await store.db.updateTable('inbound').set({ state: 'failed' }).where('id', '=', id).execute();
          logger.error({ inbound: id, error: reason }, 'an inbound event could not be applied and is kept aside');
        }
      }
    }
  }

  async function pending(tx: WriteTransaction, limit: number, id?: number): Promise<Pending[]> {
    let query = tx.db
      .selectFrom('inbound')
      .select(['id', 'connection_id', 'event', 'tries'])
      .where('workspace_id', '=', tx.workspaceId)
      .where('state', '=', 'pending')
      .orderBy('id')
      .limit(limit);
    if (id !== undefined) query = query.where('id', '=', id);
    const rows = await query.execute();
    // Only `accept` writes this table, from values that the channels' types hold.
    return rows.map((row) => ({ ...row, event: row.event as Pending['event'] }));
  }

  async function applyRows(tx: WriteTransaction, rows: Pending[]): Promise<void> {
    if (rows.length === 0) return;
    const unit = createWorkUnit(tx);
    const work = rows.flatMap((row) => {
      const connection = deps.connections.byId(row.connection_id);
      return connection === null ? [] : [{ connection, event: row.event }];
    });
    const timeZone = await deps.timeZoneOf(tx);
    await applyMessages(unit, work, timeZone);
    await unit.flush();
    // Statuses after messages: within a batch a status may speak of a message of the same batch.
    for (const { connection, event } of work)
      if (event.type === 'status') await applyInboundStatus(unit, connection, event);
    const assigned = await distribute(unit);
    await unit.flush();
    if (assigned.length > 0) tx.afterCommit(() => deps.tellAssigned(assigned));
    await tx.db
      .deleteFrom('inbound')
      .where(
        'id',
        'in',
        rows.map((row) => row.id),
      )
      .execute();
  }

  async function applyMessages(
    unit: WorkUnit,
    work: { connection: LiveConnection; event: Pending['event'] }[],
    timeZone: string,
  ): Promise<void> {
    const messages = work.flatMap(({ connection, event }) => (event.type === 'message' ? [{ connection, event }] : []));
    if (messages.length === 0) return;
    const seen = await knownExternalIds(unit, messages);
    const finder = createIdentityFinder(unit);
    for (const [channel, group] of Map.groupBy(messages, (entry) => entry.connection.channel)) {
      await finder.preload(
        channel,
        group.map((entry) => entry.event.sender),
      );
    }
    await preloadConversations(unit, finder, messages);
    for (const { connection, event } of messages) {
      const key = `${connection.id} ${event.externalId}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const media = await applyInboundMessage(unit, finder, connection, event, {
        timeZone,
        storedMedia: (mediaId) => deps.storedMedia(unit.tx.db, unit.tx.workspaceId, mediaId),
      });
      if (media !== null) await deps.fetchMedia(unit.tx, media);
    }
  }

  async function preloadConversations(
    unit: WorkUnit,
    finder: ReturnType<typeof createIdentityFinder>,
    messages: { connection: LiveConnection; event: InboundMessage }[],
  ): Promise<void> {
    const liveKeys = [];
    for (const { connection, event } of messages) {
      const identityId = finder.knownIdentity(connection.channel, event.sender);
      if (identityId !== null) liveKeys.push({ connectionId: connection.id, identityId });
    }
    await unit.preload({ liveKeys, contactIds: [] });
  }

  async function knownExternalIds(
    unit: WorkUnit,
    messages: { connection: LiveConnection; event: InboundMessage }[],
  ): Promise<Set<string>> {
    const rows = await unit.tx.db
      .selectFrom('message')
      .select(['connection_id', 'external_id'])
      .where('connection_id', 'in', [...new Set(messages.map((entry) => entry.connection.id))])
      .where(
        'external_id',
        'in',
        messages.map((entry) => entry.event.externalId),
      )
      .execute();
    return new Set(rows.map((row) => `${row.connection_id} ${row.external_id}`));
  }

  const sweepAll = async (): Promise<void> => {
    const rows = await store.db
      .selectFrom('inbound')
      .select('workspace_id')
      .distinct()
      .where('state', '=', 'pending')
      .execute();
    await Promise.all(rows.map((row) => drain(row.workspace_id)));
  };
  const sweep = setInterval(() => {
    sweepAll().catch((error: unknown) => logger.warn({ error: text(error) }, 'pending events could not be looked up'));
  }, SWEEP_MS);
  sweep.unref();

  return {
    async accept(connectionId, events) {
      const connection = deps.connections.byId(connectionId);
      if (connection === null) throw new Error('an event for a connection that is not configured');
      const kept = events.filter((event) => event.type !== 'ignored');
      for (const event of events) {
        if (event.type === 'ignored')
          logger.info({ connection: connectionId, reason: event.reason }, 'an event was ignored');
      }
      if (kept.length === 0) return;
      await store.db
        .insertInto('inbound')
        .values(
          kept.map((event) => ({
            workspace_id: connection.workspaceId,
            connection_id: connectionId,
            event: withoutNul(JSON.stringify(event)),
            received_at: deps.now(),
            state: 'pending' as const,
            error: null,
          })),
        )
        .execute();
      void drain(connection.workspaceId);
    },
    settle: sweepAll,
    async close() {
      closed = true;
      clearInterval(sweep);
      await Promise.all(running.values());
    },
  };
}

/** PostgreSQL stores no NUL in text or jsonb; a hostile message must not be refused for it, so it becomes U+FFFD. */
function withoutNul(json: string): string {
  return json.includes('\\u0000') ? json.replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1\\ufffd') : json;
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
