import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { openStore, type Store } from '../../../src-backend/store/open.ts';
import { type PostgresServer, startPostgres } from '../../integration/postgres-server.ts';
import { createFaultyProxy, type FaultyProxy } from '../../simulators/network/faulty-proxy.ts';
import { createBalancer } from './balancer.ts';
import { type BackendNode, createNode } from './node.ts';
import { workspaceFile } from './workspace.ts';

/** The backend: one process with its embedded database, or nodes on a PostgreSQL server behind a plain balancer. */
export interface Cluster {
  /** Of the balancer. */
  url: string;
  nodes: BackendNode[];
  /** null on the embedded database, which dies with its node. */
  database: { server: PostgresServer; line: FaultyProxy } | null;
  /** Once every node has ended: the tables, as they are on the disk. */
  openStore(): Promise<Store>;
  close(): Promise<void>;
}

const silent = pino({ level: 'silent' });

export async function openCluster(options: {
  folder: string;
  nodes: number;
  postgres: boolean;
  graphUrl: string;
  onCrash(who: string, words: string): void;
}): Promise<Cluster> {
  const { folder } = options;
  await mkdir(folder, { recursive: true });
  const provision = join(folder, 'workspace.json');
  await writeFile(provision, JSON.stringify(workspaceFile(options.graphUrl)));
  const balancer = await createBalancer();
  const server = options.postgres ? await startPostgres() : null;
  const url = server === null ? null : await createDatabase(server);
  const line = url === null ? null : await createFaultyProxy({ target: url.replace('postgres:', 'http:') });
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
      onPorts: () => balancer.setBackends(nodes.flatMap((node) => node.port() ?? [])),
      onCrash: (words) => options.onCrash(`node ${index + 1}`, words),
    }),
  );
  // One after the other: the first makes the tables and the workspace.
  for (const node of nodes) await node.start();

  return {
    url: balancer.url,
    nodes,
    database: server === null || line === null ? null : { server, line },
    async openStore() {
      const opened = await openStore(
        url === null ? { kind: 'embedded', folder: dataFolder } : { kind: 'server', url },
        { log: silent },
      );
      if (!opened.ok) throw new Error(`the store could not be opened: ${opened.reason}`);
      return opened.store;
    },
    async close() {
      for (const node of nodes) {
        node.wake();
        await node.kill();
      }
      await balancer.close();
      await line?.close();
      await server?.stop();
    },
  };
}

async function createDatabase(server: PostgresServer): Promise<string> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('CREATE DATABASE turno_chaos');
  await client.end();
  const url = new URL(server.url);
  url.pathname = '/turno_chaos';
  return url.href;
}

function atPort(url: string, port: number): string {
  const other = new URL(url);
  other.port = String(port);
  return other.href;
}
