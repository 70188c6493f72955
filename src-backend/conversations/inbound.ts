import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ConnectionDirectory, LiveConnection } from '../channels/connections.ts';
import type { Alongside, InboundEvent } from '../channels/contract.ts';
import type { WorkspaceLog } from '../log/write.ts';
import type { Store } from '../store/open.ts';
import { type Arrival, type ArrivalDeps, createArrivals } from './arrivals.ts';
import { createBacklog } from './backlog.ts';

/**
 * The way in. `accept` resolves when what a channel received is durable, so that the provider may be answered: as a rule
 * because it is applied and committed, together with whatever else arrived while the transaction before was under way.
 * What cannot be applied is stored as it came and tried again (backlog.ts); what cannot even be stored is the provider's
 * to repeat.
 */
export interface Inbound {
  accept(connectionId: string, events: InboundEvent[], alongside?: Alongside): Promise<void>;
  /** Applies what waits in the backlog, of any node that died or failed. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Events that one transaction applies at most; a batch holds the workspace's lock for some milliseconds. */
const BATCH = 128;
const SWEEP_MS = 3_000;

interface Delivery {
  arrivals: Arrival[];
  alongside: Alongside | null;
  stored(): void;
  failed(error: unknown): void;
}

export function createInbound(
  deps: {
    store: Store;
    log: WorkspaceLog;
    connections: ConnectionDirectory;
    logger: Logger;
    now: () => number;
    /** The provider says that templates of the connection's account changed; resolves when it is noted durably. */
    templateNews: (connection: LiveConnection) => Promise<void>;
  } & ArrivalDeps,
): Inbound {
  const { logger } = deps;
  const apply = createArrivals(deps);
  const backlog = createBacklog({ ...deps, apply });
  const queues = new Map<string, Delivery[]>();
  const running = new Map<string, Promise<void>>();
  let sweeping: Promise<void> | null = null;
  let wanted: 'fresh' | 'all' | null = null;

  function drain(workspaceId: string): void {
    if (running.has(workspaceId)) return;
    running.set(workspaceId, deliverAll(workspaceId));
  }

  async function deliverAll(workspaceId: string): Promise<void> {
    for (;;) {
      // What has come in already is read first: it shares the transaction instead of waiting for it.
      await nextTurn();
      const batch = takeBatch(workspaceId);
      if (batch.length === 0) {
        // In one breath with the look: what is queued from now on starts a run of its own.
        running.delete(workspaceId);
        queues.delete(workspaceId);
        return;
      }
      await deliver(workspaceId, batch);
    }
  }

  /** Whole deliveries, as many as fit; one that is larger than a batch goes alone. */
  function takeBatch(workspaceId: string): Delivery[] {
    const queue = queues.get(workspaceId) ?? [];
    let size = 0;
    let count = 0;
    for (const { arrivals } of queue) {
      size += arrivals.length;
      if (count > 0 && size > BATCH) break;
      count += 1;
    }
    return queue.splice(0, count);
  }

  async function deliver(workspaceId: string, batch: Delivery[]): Promise<void> {
    const arrivals = batch.flatMap((delivery) => delivery.arrivals);
    if (!(await applyNow(workspaceId, arrivals, batch))) {
      try {
        if (arrivals.length > 0) await backlog.keep(workspaceId, arrivals);
        await writeAlongside(batch);
      } catch (error) {
        for (const delivery of batch) delivery.failed(error);
        return;
      }
      void sweep('fresh');
    }
    for (const delivery of batch) delivery.stored();
  }

  /** Nothing overtakes what waits already, on whatever node it was kept. */
  async function applyNow(workspaceId: string, arrivals: Arrival[], batch: Delivery[]): Promise<boolean> {
    try {
      for (;;) {
        const applied = await deps.log.write(workspaceId, async (tx) => {
          const waiting = await backlog.take(tx);
          await apply(tx, waiting.more ? waiting.arrivals : [...waiting.arrivals, ...arrivals]);
          if (waiting.more) return false;
          for (const { alongside } of batch) await alongside?.(tx.db);
          return true;
        });
        if (applied) return true;
      }
    } catch (error) {
      logger.warn(
        { error: text(error) },
        'a batch could not be applied; it is stored and its events are tried one by one',
      );
      return false;
    }
  }

  async function writeAlongside(batch: Delivery[]): Promise<void> {
    const wanted = batch.flatMap(({ alongside }) => (alongside === null ? [] : [alongside]));
    if (wanted.length === 0) return;
    await deps.store.db.transaction().execute(async (db) => {
      for (const write of wanted) await write(db);
    });
  }

  /** One sweep at a time; what is wanted while it runs, it does before it ends. */
  function sweep(which: 'fresh' | 'all'): Promise<void> {
    if (wanted !== 'all') wanted = which;
    sweeping ??= sweepWanted();
    return sweeping;
  }

  async function sweepWanted(): Promise<void> {
    while (wanted !== null) {
      const which = wanted;
      wanted = null;
      try {
        await backlog.work(which);
      } catch (error) {
        logger.warn({ error: text(error) }, 'the backlog could not be worked; the next look tries again');
      }
    }
    // In one breath with the look: what is wanted from now on starts a sweep of its own.
    sweeping = null;
  }
  const timer = setInterval(() => void sweep('all'), SWEEP_MS);
  timer.unref();

  return {
    async accept(connectionId, events, alongside) {
      const connection = deps.connections.byId(connectionId);
      if (connection === null) throw new Error('an event for a connection that is not configured');
      const arrivals: Arrival[] = [];
      for (const event of events) {
        if (event.type === 'ignored')
          logger.info({ connection: connectionId, reason: event.reason }, 'an event was ignored');
        else if (event.type !== 'templates') arrivals.push({ connection, event: storable(event) });
      }
      if (events.some(({ type }) => type === 'templates')) await deps.templateNews(connection);
      if (arrivals.length === 0 && alongside === undefined) return;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const queue = queues.get(connection.workspaceId) ?? [];
      queues.set(connection.workspaceId, queue);
      queue.push({ arrivals, alongside: alongside ?? null, stored: resolve, failed: reject });
      drain(connection.workspaceId);
      await promise;
    },
    settle: () => sweep('all'),
    async close() {
      clearInterval(timer);
      await Promise.all(running.values());
      await sweeping;
    },
  };
}

/** PostgreSQL stores neither NUL nor half an emoji; a hostile message must not be refused for them. */
function storable<Event extends Arrival['event']>(event: Event): Event {
  return structured(event, (value) => value.replaceAll('\0', '\uFFFD').toWellFormed());
}

function structured<T>(value: T, clean: (text: string) => string): T {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) => (typeof part === 'string' ? clean(part) : part));
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
