import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGraphApi, type GraphApi } from '../../simulators/graph-api/graph-api.ts';
import { createFaultyProxy, type FaultyProxy } from '../../simulators/network/faulty-proxy.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { type Agent, createAgent } from '../people/agent.ts';
import { type Customers, createCustomers } from '../people/customers.ts';
import { type Cleanup, createCleanup } from './cleanup.ts';
import { type Cluster, openCluster } from './cluster.ts';
import { createMachine } from './machine.ts';
import { emailOf, people, sales, secrets, support } from './workspace.ts';

/** Everything that lives in a run, and every line between its parts that can fail. */
export interface World {
  cluster: Cluster;
  graph: GraphApi;
  agents: Agent[];
  customers: Customers;
  lines: {
    /** From each agent's machine to the backend, by the agent's place in `agents`. */
    desktops: FaultyProxy[];
    /** From the shop's site to the backend. */
    site: FaultyProxy;
    /** From the provider to the backend (webhooks). */
    webhooks: FaultyProxy;
    /** From the backend to the provider. */
    provider: FaultyProxy;
  };
  crashes: Evidence['crashes'];
  folder: string;
  /** Milliseconds since the run began. */
  now(): number;
  close(): Promise<void>;
}

/** `cleanup`: of whoever may have to end it before it is open. */
export async function openWorld(
  options: { seed: number; nodes: number; postgres: boolean },
  cleanup: Cleanup = createCleanup(),
): Promise<World> {
  const began = performance.now();
  const now = () => Math.round(performance.now() - began);
  const { open } = cleanup;
  const proxy = (target: string) => open(createFaultyProxy({ target }), (line) => line.close());
  const folder = await open(mkdtemp(join(tmpdir(), 'turno-chaos-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const crashes: Evidence['crashes'] = [];
  const onCrash = (who: string, words: string) => crashes.push({ at: now(), who, words });
  const standIn = createGraphApi({
    ...secrets,
    numbers: [support, sales],
    retryDelaysMs: [200, 500, 1_000],
    statusAfterMs: { sent: 20, delivered: 60, read: 150 },
  });
  const graph = await open(standIn, (opened) => opened.close());
  const provider = await proxy(graph.url);
  const cluster = await openCluster({
    folder: join(folder, 'backend'),
    nodes: options.nodes,
    postgres: options.postgres,
    graphUrl: graph.graphUrl.replace(graph.url, provider.url),
    onCrash,
    cleanup,
  });
  const site = await proxy(cluster.url);
  const webhooks = await proxy(cluster.url);
  graph.setCallback(`${webhooks.url}/webhooks/whatsapp`);
  const customers = createCustomers({
    seed: options.seed,
    graph,
    siteUrl: site.url,
    liveChatId: await liveChatOf(cluster.url),
    now,
  });
  await open(Promise.resolve(customers), async (opened) => opened.close());

  const desktops: FaultyProxy[] = [];
  const agents: Agent[] = [];
  for (const [index, person] of people.entries()) {
    const line = await proxy(cluster.url);
    desktops.push(line);
    const machine = createMachine({
      name: person.name,
      folder: join(folder, `machine-${index + 1}`),
      serverUrl: line.url,
      onCrash: (words) => onCrash(`the machine of ${person.name}`, words),
      onDefect: (words) => onCrash(`the bridge of ${person.name}`, words),
    });
    await open(Promise.resolve(machine), async () => {
      machine.wake();
      await machine.kill();
    });
    await machine.start();
    const agent = createAgent({
      name: person.name,
      email: emailOf(person.name),
      supervisor: person.role === 'supervisor',
      seed: options.seed * 31 + index,
      machine,
      now,
    });
    agents.push(agent);
  }

  return {
    cluster,
    graph,
    agents,
    customers,
    lines: { desktops, site, webhooks, provider },
    crashes,
    folder,
    now,
    close: cleanup.run,
  };
}

/** The shop's page carries the connection of its live chat, as any site that embeds the widget does. */
async function liveChatOf(url: string): Promise<string> {
  const page = await (await fetch(`${url}/demo/shop`)).text();
  const id = /data-connection="([^"]+)"/.exec(page)?.[1];
  if (id === undefined) throw new Error('the shop has no live chat');
  return id;
}
