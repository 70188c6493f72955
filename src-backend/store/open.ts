import { mkdirSync } from 'node:fs';
import { PGlite, types as pgliteTypes } from '@electric-sql/pglite';
import { Kysely, sql } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Database } from './database.ts';
import { createDiskRoom, type DiskRoom, unlimitedRoom } from './disk-room.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { migrate } from './migrate.ts';
import { createPgDialect } from './pg-dialect.ts';
import { createPGliteDialect } from './pglite-dialect.ts';

/**
 * The backend's database. `embedded` is PGlite, PostgreSQL inside this process with its files in a folder (one backend
 * only); `server` is a PostgreSQL server, where any number of backends may run. SQL and migrations are the same.
 */
export type StoreLocation =
  /** `image`: a dump of a database, which a new one begins as; making one from nothing takes four times as long. */
  { kind: 'embedded'; folder: string | null; image?: Blob } | { kind: 'server'; url: string };

export interface Store {
  kind: StoreLocation['kind'];
  db: Kysely<Database>;
  /** The embedded database itself, for the job library's adapter; null on a server. */
  pglite: PGlite | null;
  room: DiskRoom;
  /** The server's address, for the job library's own connections; null when embedded. Holds a password: never logged. */
  url: string | null;
  /**
   * Calls back when any node notified `channel`, with what it said (at most 7,999 bytes; empty after a reconnection). A
   * wake-up only: it may be lost or doubled; the tables are the truth.
   */
  listen(channel: string, onWake: (payload: string) => void): Promise<() => Promise<void>>;
  notify(channel: string, payload?: string): Promise<void>;
  close(): Promise<void>;
}

export type OpenStoreRefusal =
  | { reason: 'newer-database'; found: string }
  /** Another process has the embedded database open. */
  | { reason: 'folder-in-use'; folder: string }
  /** The embedded database would not survive being opened here (see disk-room.ts). */
  | { reason: 'disk-full'; folder: string };

/** bigint columns hold epoch milliseconds and log positions, far below 2^53. */
const INT8 = 20;

export async function openStore(
  location: StoreLocation,
  deps: { log: Logger; poolSize?: number },
): Promise<{ ok: true; store: Store } | ({ ok: false } & OpenStoreRefusal)> {
  const folder = location.kind === 'embedded' ? location.folder : null;
  if (folder !== null) mkdirSync(folder, { recursive: true });
  const lock = folder === null ? null : lockFolder(folder);
  if (folder !== null && lock === null) return { ok: false, reason: 'folder-in-use', folder };
  const room = folder === null ? unlimitedRoom : createDiskRoom(folder, deps.log);
  if (folder !== null && !room.enough()) {
    lock?.release();
    return { ok: false, reason: 'disk-full', folder };
  }
  const store =
    location.kind === 'embedded' ? await openEmbedded(location, lock, room) : openServer(location.url, deps);
  const migrated = await migrate(store.db, deps.log);
  if (migrated.ok) return { ok: true, store };
  await store.close();
  return migrated;
}

async function openEmbedded(
  { folder, image }: Extract<StoreLocation, { kind: 'embedded' }>,
  lock: FolderLock | null,
  room: DiskRoom,
): Promise<Store> {
  const pglite = await PGlite.create({
    ...(folder !== null && { dataDir: folder }),
    ...(image !== undefined && { loadDataDir: image }),
    parsers: { [pgliteTypes.INT8]: Number },
  });
  const db = new Kysely<Database>({ dialect: createPGliteDialect(pglite, room) });
  return {
    kind: 'embedded',
    db,
    pglite,
    room,
    url: null,
    // Both in their turn on the one connection: inside another owner's transaction they would be rolled back with it.
    async listen(channel, onWake) {
      const stop = await db.connection().execute(() => pglite.listen(channel, onWake));
      return () => db.connection().execute(() => stop());
    },
    async notify(channel, payload = '') {
      await sql`SELECT pg_notify(${channel}, ${payload})`.execute(db);
    },
    async close() {
      await db.destroy();
      lock?.release();
    },
  };
}

function openServer(url: string, deps: { log: Logger; poolSize?: number }): Store {
  const int8: pg.CustomTypesConfig = {
    getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
      oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
  };
  const pool = new pg.Pool({ connectionString: url, max: deps.poolSize ?? 10, types: int8, pipeline: true });
  // A connection that breaks (server restarted, network gone) is replaced by the pool. Unheard, its error would end the
  // process: of an idle one the pool tells, of one in use (amid a transaction, between two queries) only the client itself.
  const broke = (error: Error) => deps.log.warn({ error: error.message }, 'a database connection broke');
  pool.on('error', broke);
  pool.on('connect', (client) => client.on('error', broke));
  const db = new Kysely<Database>({ dialect: createPgDialect(pool) });
  const listeners = createListeners(url, deps.log);
  return {
    kind: 'server',
    db,
    pglite: null,
    room: unlimitedRoom,
    url,
    listen: (channel, onWake) => listeners.add(channel, onWake),
    async notify(channel, payload = '') {
      await sql`SELECT pg_notify(${channel}, ${payload})`.execute(db);
    },
    async close() {
      await listeners.close();
      await db.destroy();
    },
  };
}

/** One dedicated connection that LISTENs, made anew when it breaks; after each (re)connection everyone is woken once. */
function createListeners(url: string, log: Logger) {
  const channels = new Map<string, Set<(payload: string) => void>>();
  let client: pg.Client | null = null;
  let closed = false;
  let connecting: Promise<void> | null = null;

  const wake = (channel: string, payload = '') => {
    for (const onWake of channels.get(channel) ?? []) onWake(payload);
  };

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, keepAlive: true });
    const lost = () => {
      if (client !== next) return;
      client = null;
      if (!closed) setTimeout(() => void reconnect(), 500).unref();
    };
    next.on('error', lost);
    next.on('end', lost);
    next.on('notification', (message) => wake(message.channel, message.payload));
    await next.connect();
    for (const channel of channels.keys()) await next.query(`LISTEN ${next.escapeIdentifier(channel)}`);
    client = next;
    for (const channel of channels.keys()) wake(channel);
  };

  const reconnect = async (): Promise<void> => {
    if (closed) return;
    connecting ??= connect().finally(() => {
      connecting = null;
    });
    try {
      await connecting;
    } catch (error) {
      log.warn(
        { error: error instanceof Error ? error.message : 'unknown' },
        'the wake-up connection could not be made',
      );
      if (!closed) setTimeout(() => void reconnect(), 1_000).unref();
    }
  };

  return {
    async add(channel: string, onWake: (payload: string) => void) {
      const known = channels.get(channel);
      if (known) known.add(onWake);
      else {
        channels.set(channel, new Set([onWake]));
        if (client === null) await reconnect();
        else await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      }
      return async () => {
        channels.get(channel)?.delete(onWake);
      };
    },
    async close() {
      closed = true;
      await client?.end().catch(() => undefined);
    },
  };
}
