import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { createCore } from '../../src-backend/core.ts';
import { createMediaStore } from '../../src-backend/media/media-store.ts';
import { openStore, type Store, type StoreLocation } from '../../src-backend/store/open.ts';
import { DATABASE_IMAGE, EMPTY_DATABASE } from './empty-database.ts';
import { startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's address of the run's PostgreSQL server, on its maintenance database. */
    postgresUrl: string;
  }
}

const log = pino({ level: 'silent' });

/**
 * Vitest's global set-up of the integration project: one real PostgreSQL server for the whole run, and for both kinds
 * a database that was brought up to date once and is copied since. Most suites take less time than their migrations.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'turno-databases-'));
  const image = join(folder, 'embedded');
  const [server] = await Promise.all([serverWithTemplate(), makeImage(image)]);
  project.provide('postgresUrl', server.url);
  process.env[DATABASE_IMAGE] = image;
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function serverWithTemplate() {
  const server = await startPostgres();
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${EMPTY_DATABASE}`);
  await client.end();
  const url = new URL(server.url);
  url.pathname = `/${EMPTY_DATABASE}`;
  const store = await broughtUpToDate({ kind: 'server', url: url.href });
  await store.close();
  return server;
}

async function makeImage(file: string): Promise<void> {
  const store = await broughtUpToDate({ kind: 'embedded', folder: null });
  const image = await store.pglite?.dumpDataDir('none');
  if (image === undefined) throw new Error('an embedded store has its database in it');
  await writeFile(file, image.stream());
  await store.close();
}

/** With the job library's tables, which the first core makes. */
async function broughtUpToDate(location: StoreLocation): Promise<Store> {
  const opened = await openStore(location, { log });
  if (!opened.ok) throw new Error(`an empty database was refused: ${opened.reason}`);
  const { store } = opened;
  const core = await createCore({
    store,
    media: createMediaStore({ store, now: Date.now }),
    adapters: [],
    endSession: async () => undefined,
    endSessionsOf: async () => undefined,
    logger: log,
    now: Date.now,
  });
  await core.close();
  return store;
}
