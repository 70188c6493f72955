import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../store/database.ts';
import type { Store } from '../store/open.ts';
import { LOG_CHANNEL, type StoredEvent, type WorkspaceLog } from './write.ts';

/**
 * One reader per node. It keeps the newest events of each followed workspace in memory, so that a thousand sessions
 * that stand at the head share one read; who stands further back reads from the table.
 *
 * The log is the truth and a wake-up only a hint: events of this node's own commits are taken directly when they
 * continue what is known (positions have no gaps), a NOTIFY of another node or the poll makes it look in the table.
 */
export interface LogReader {
  /** Starts keeping up with a workspace; `onAdvance` is called after its head moved. Returns how to stop. */
  follow(workspaceId: string, onAdvance: () => void): Promise<() => void>;
  /** The newest position known here. */
  head(workspaceId: string): number;
  /** Events after a position, in order, at most `limit`; `pruned` when the log no longer reaches back that far. */
  read(workspaceId: string, after: number, limit: number): Promise<StoredEvent[] | 'pruned'>;
  /** The same if it is in memory; null: it must be read. */
  known(workspaceId: string, after: number, limit: number): StoredEvent[] | null;
  identity(workspaceId: string): Promise<{ logId: string; head: number; prunedTo: number }>;
  close(): Promise<void>;
}

interface Followed {
  head: number;
  /** The newest events, without gaps, ending at `head`. */
  recent: StoredEvent[];
  listeners: Set<() => void>;
  reading: boolean;
  readAgain: boolean;
  /** Resolves once the head is known; until then nobody may take it for the log's. */
  ready: Promise<void>;
}

/**
 * Events kept in memory, of all workspaces together and at least of each one: desktops that come back after a short
 * break are served without the database, and after a break of the network they all come at once. About 1.5 kB each.
 */
const KEPT_IN_ALL = 24_000;
const KEPT_OF_EACH = 4_000;
const PAGE = 1_000;

export async function createLogReader(deps: {
  store: Store;
  log: WorkspaceLog;
  logger: Logger;
  pollMs?: number;
}): Promise<LogReader> {
  const { store } = deps;
  const nodeId = randomUUID();
  const followed = new Map<string, Followed>();

  const take = (state: Followed, events: StoredEvent[]): void => {
    const last = events.at(-1);
    if (last === undefined) return;
    state.recent.push(...events);
    const kept = Math.max(KEPT_OF_EACH, Math.floor(KEPT_IN_ALL / followed.size));
    if (state.recent.length > kept * 1.25) state.recent.splice(0, state.recent.length - kept);
    state.head = last.seq;
    for (const listener of state.listeners) listener();
  };

  const catchUp = async (workspaceId: string, state: Followed): Promise<void> => {
    if (state.reading) {
      state.readAgain = true;
      return;
    }
    state.reading = true;
    try {
      do {
        state.readAgain = false;
        const events = await readTable(store, workspaceId, state.head, PAGE);
        // While the table was read, this node's own commits may have arrived directly.
        take(
          state,
          events.filter((event) => event.seq > state.head),
        );
        if (events.length === PAGE) state.readAgain = true;
      } while (state.readAgain);
    } catch (error) {
      deps.logger.warn(
        { error: error instanceof Error ? error.message : 'unknown' },
        'the log could not be read; the poll tries again',
      );
    } finally {
      state.reading = false;
    }
  };

  deps.log.onCommit((workspaceId, events) => {
    const state = followed.get(workspaceId);
    if (state !== undefined) {
      const fresh = events.filter((event) => event.seq > state.head);
      if (fresh.length > 0 && fresh[0]?.seq === state.head + 1) take(state, fresh);
      else if (fresh.length > 0) void catchUp(workspaceId, state);
    }
    wakeOthers();
  });

  const wakeOthers = coalesced(async () => {
    if (store.kind === 'server') await store.notify(LOG_CHANNEL, nodeId);
  }, deps.logger);

  const lookEverywhere = (): void => {
    for (const [workspaceId, state] of followed) void catchUp(workspaceId, state);
  };
  /** What this node committed it knows already. */
  const wokenBy = (sender: string): void => {
    if (sender !== nodeId) lookEverywhere();
  };
  const unlisten = store.kind === 'server' ? await store.listen(LOG_CHANNEL, wokenBy) : null;
  const poll = setInterval(lookEverywhere, deps.pollMs ?? 1_000);
  poll.unref();

  const identity = async (workspaceId: string) => {
    const row = await store.db
      .selectFrom('workspace_log')
      .select(['log_id', 'seq', 'pruned_to'])
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow();
    return { logId: row.log_id, head: row.seq, prunedTo: row.pruned_to };
  };

  function begin(workspaceId: string): Followed {
    const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
    const state: Followed = { head: 0, recent: [], listeners: new Set(), reading: true, readAgain: false, ready };
    followed.set(workspaceId, state);
    identity(workspaceId).then(
      ({ head }) => {
        state.head = head;
        state.reading = false;
        resolve();
        void catchUp(workspaceId, state);
      },
      (error: unknown) => {
        // The database did not answer: whoever comes next begins anew, instead of waiting for a head that never comes.
        followed.delete(workspaceId);
        reject(error);
      },
    );
    return state;
  }

  /** Without gaps, the place of a position in the array is known. */
  function known(workspaceId: string, after: number, limit: number): StoredEvent[] | null {
    const recent = followed.get(workspaceId)?.recent ?? [];
    const first = recent[0];
    if (first === undefined || after < first.seq - 1) return null;
    const start = after - first.seq + 1;
    return recent.slice(start, start + limit);
  }

  return {
    identity,
    known,
    async follow(workspaceId, onAdvance) {
      const state = followed.get(workspaceId) ?? begin(workspaceId);
      await state.ready;
      state.listeners.add(onAdvance);
      return () => {
        state.listeners.delete(onAdvance);
      };
    },
    head: (workspaceId) => followed.get(workspaceId)?.head ?? 0,
    async read(workspaceId, after, limit) {
      const inMemory = known(workspaceId, after, limit);
      if (inMemory !== null) return inMemory;
      const events = await readTable(store, workspaceId, after, limit);
      if (events[0]?.seq === after + 1) return events;
      // Not by the head: it is read after the events, and a writer may have committed in between.
      const { prunedTo } = await identity(workspaceId);
      return prunedTo > after ? 'pruned' : events;
    },
    async close() {
      clearInterval(poll);
      await unlisten?.();
    },
  };
}

async function readTable(store: Store, workspaceId: string, after: number, limit: number): Promise<StoredEvent[]> {
  const rows = await store.db
    .selectFrom('event')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(toStoredEvent);
}

function toStoredEvent(row: Selectable<Database['event']>): StoredEvent {
  return {
    seq: row.seq,
    at: row.at,
    body: row.body,
    ...(row.conversation_id === null ? {} : { conversationId: row.conversation_id }),
    ...(row.contact_id === null ? {} : { contactId: row.contact_id }),
    audience: row.audience,
    ...(row.audience_before === null ? {} : { audienceBefore: row.audience_before }),
    ...(row.contact_ids === null ? {} : { contactIds: row.contact_ids }),
  };
}

/** Runs `work` once for any number of calls made while it runs or in the same turn. */
function coalesced(work: () => Promise<void>, logger: Logger): () => void {
  let state: 'idle' | 'running' | 'again' = 'idle';
  const run = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      logger.warn(
        { error: error instanceof Error ? error.message : 'unknown' },
        'other nodes were not woken; their poll will find it',
      );
    }
    const again = state === 'again';
    state = again ? 'running' : 'idle';
    if (again) setImmediate(() => void run());
  };
  return () => {
    if (state === 'idle') {
      state = 'running';
      setImmediate(() => void run());
    } else state = 'again';
  };
}
