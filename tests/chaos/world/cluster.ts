import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { pino } from 'pino';
import { openStore, type Store } from '../../../src-backend/store/open.ts';
import { type PostgresServer, startPostgres } from '../../integration/postgres-server.ts';
import { createFaultyProxy, type FaultyProxy } from '../../simulators/network/faulty-proxy.ts';
import { createBalancer } from './balancer.ts';
import type { Cleanup } from './cleanup.ts';
import { type BackendNode, createNode } from './node.ts';
import { workspaceFile } from './workspace.ts';

/** The backend: one process with its embedded database, or nodes on a PostgreSQL server behind a plain balancer. */
export interface Cluster {
  /** Of the balancer. */
  url: string;
  nodes: BackendNode[];
  /** null on the embedded database, which dies with its node. */
  database: { server: PostgresServer; line: FaultyProxy } | null;
  /** The next later version of the product, which nobody was started as yet. */
  nextVersion(): number;
  /** Of the server, for another program; null on the embedded database. */
  databaseUrl: string | null;
  /** Once every node has ended: the tables, as they are on the disk. */
  openStore(): Promise<Store>;
}

/** The balancer is not told of a node that stops: it asks, and the node serves on for so long that it must have noticed. */
const ASK_EVERY_MS = 200;
const DRAIN_SECONDS = 1;

const silent = pino({ level: 'silent' });

export async function openCluster(options: {
  folder: string;
  nodes: number;
  postgres: boolean;
  graphUrl: string;
  onCrash(who: string, words: string): void;
  cleanup: Cleanup;
}): Promise<Cluster> {
  const { folder, cleanup } = options;
  await mkdir(folder, { recursive: true });
  const provision = join(folder, 'workspace.json');
  await writeFile(provision, JSON.stringify(workspaceFile(options.graphUrl)));
  const several = options.nodes > 1;
  const server = options.postgres ? await cleanup.open(startPostgres(), (opened) => opened.stop()) : null;
  const url = server === null ? null : await createDatabase(server);
  const target = url?.replace('postgres:', 'http:');
  const line =
    target === undefined ? null : await cleanup.open(createFaultyProxy({ target }), (opened) => opened.close());
  const balancer = await cleanup.open(createBalancer({ askEveryMs: several ? ASK_EVERY_MS : null }), (opened) =>
    opened.close(),
  );
  const dataFolder = join(folder, 'data');

  const nodes: BackendNode[] = Array.from({ length: options.nodes }, (_, index) =>
    createNode({
      name: `node ${index + 1}`,
      folder,
      database:
        url === null || line === null
          ? { kind: 'embedded', folder: dataFolder }
          : { kind: 'server', url: atPort(url, line.port) },
      provision,
      drainSeconds: several ? DRAIN_SECONDS : 0,
      onPorts: () => balancer.setBackends(nodes.flatMap((node) => node.port() ?? [])),
      onCrash: (words) => options.onCrash(`node ${index + 1}`, words),
    }),
  );
  let version = 0;
  // One after the other: the first makes the tables and the workspace.
  for (const node of nodes) {
    await cleanup.open(Promise.resolve(node), (opened) => opened.close());
    await node.start();
  }

  return {
    url: balancer.url,
    nodes,
    database: server === null || line === null ? null : { server, line },
    databaseUrl: url,
    nextVersion() {
      version += 1;
      return version;
    },
    async openStore() {
      await forgetLaterVersions(url, dataFolder);
      const opened = await openStore(
        url === null ? { kind: 'embedded', folder: dataFolder } : { kind: 'server', url },
        { log: silent },
      );
      if (!opened.ok) throw new Error(`the store could not be opened: ${opened.reason}`);
      return opened.store;
    },
  };
}

/** A database of a later version is refused; to be read, it is told that it is of this one (see next-version.ts). */
async function forgetLaterVersions(url: string | null, folder: string): Promise<void> {
  const forget = "DELETE FROM kysely_migration WHERE name LIKE '9%'";
  if (url === null) {
    const pglite = await PGlite.create({ dataDir: folder });
    await pglite.exec(forget);
    return pglite.close();
  }
  await administer(url, forget);
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function createDatabase(server: PostgresServer): Promise<string> {
  await administer(server.url, 'CREATE DATABASE turno_chaos');
  const url = new URL(server.url);
  url.pathname = '/turno_chaos';
  return url.href;
}

function atPort(url: string, port: number): string {
  const other = new URL(url);
  other.port = String(port);
  return other.href;
}
