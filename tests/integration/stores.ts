import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, describe, inject } from 'vitest';
import { openStore, type Store, type StoreLocation } from '../../src-backend/store/open.ts';
import { EMPTY_DATABASE, embeddedInMemory } from './empty-database.ts';

export const silent = pino({ level: 'silent' });

interface TestStore {
  store: Store;
  /** Another store on the same database, as another node has it; PGlite has one owner, so there it is the same store. */
  openNode(): Promise<Store>;
}

type OpenTestStore = () => Promise<TestStore>;

/**
 * Runs a suite on PGlite and on a real PostgreSQL. A suite has one database, opened by the first `openTestStore()` (an
 * embedded one takes a moment to make) and closed after its last test; tests keep apart by workspaces of their own.
 */
export function describeOnStores(
  name: string,
  suite: (openTestStore: OpenTestStore, kind: Store['kind']) => void,
): void {
  for (const kind of ['embedded', 'server'] as const) {
    describe(`${name} (${kind === 'embedded' ? 'PGlite' : 'PostgreSQL'})`, () => suite(storeOpener(kind), kind));
  }
}

/** For suites that need one kind only. Must be called inside `describe`, after whose last test everything is closed. */
export function storeOpener(kind: Store['kind']): OpenTestStore {
  const closers: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const open = async (location: StoreLocation): Promise<Store> => {
    const opened = await openStore(location, { log: silent });
    if (!opened.ok) throw new Error('the test store is of a newer version');
    closers.push(() => opened.store.close());
    return opened.store;
  };

  const make = async (): Promise<TestStore> => {
    if (kind === 'embedded') {
      const store = await open(await embeddedInMemory());
      return { store, openNode: async () => store };
    }
    const database = await createDatabase();
    closers.push(database.drop);
    const location = { kind: 'server', url: database.url } as const;
    return { store: await open(location), openNode: () => open(location) };
  };

  let made: Promise<TestStore> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

/** A database on the run's server, with all tables and nothing in them. */
export async function createDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = inject('postgresUrl');
  const name = `turno_${randomUUID().replaceAll('-', '')}`;
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await administer(`CREATE DATABASE ${name} TEMPLATE ${EMPTY_DATABASE} STRATEGY FILE_COPY`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`) };
}
