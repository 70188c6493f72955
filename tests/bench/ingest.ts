import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openCrew } from './fanout/crew.ts';
import { type BenchResult, benchResult, percentile } from './figures.ts';
import { openNodeOnPostgres } from './load/node-on-postgres.ts';
import { operationFile } from './load/operation.ts';
import { signIn } from './load/sign-in.ts';
import { createPoster, postWebhook } from './load/webhooks.ts';

const SECONDS = Number(process.env.TURNO_BENCH_SECONDS ?? 20);
const WARM_UP_SECONDS = SECONDS / 4;
const DEPARTMENTS = 4;
const AGENTS = 8;
const CUSTOMERS = 2_000;
/** They serve all of them together. */
const CAPACITY = CUSTOMERS / AGENTS;
/** Webhooks under way at once, each on a connection of its own. */
const CONNECTIONS = 96;
/** Ten times the open-source peer's 148 a second, measured on such a machine. */
const WANTED_PER_SECOND = 1_480;
const MOST_MS = 100;

/**
 * Signed WhatsApp webhooks of one message each, from many customers over kept connections, as fast as one node on PostgreSQL
 * answers them: an answer means that the message is committed, in its conversation, searchable and in the log, and it is on its
 * way to the agents who see it. Afterwards every message must be stored once. `begins`: each from a new customer, whose
 * contact and conversation are made. `waiting`: before anybody has come to work, while all of them wait in queues. The floor:
 * the same over HTTP to a bare server that commits one row for each, on the same database.
 */
export default async function ingest(): Promise<BenchResult> {
  await using node = await openNodeOnPostgres(
    operationFile({ departments: DEPARTMENTS, people: AGENTS, capacity: CAPACITY }),
  );
  const poster = createPoster(CONNECTIONS);
  const run = randomUUID();
  let sent = 0;
  const write = (customer: number) => {
    sent += 1;
    return postWebhook(poster.post, node.url, {
      department: customer % DEPARTMENTS,
      customer,
      id: `wamid.${run}.${sent}`,
      text: `Mensagem ${sent}: quando chega o meu pedido, por favor?`,
    });
  };
  const nextCustomer = () => write(sent % CUSTOMERS);

  const began = performance.now();
  await keepUnderWay(() => (sent < CUSTOMERS ? write(sent) : null));
  const beginsPerSecond = (CUSTOMERS / (performance.now() - began)) * 1_000;
  const waiting = await forSeconds(SECONDS / 2, nextCustomer);
  const crew = openCrew(1);
  const tokens = await signIn(node.url, AGENTS);
  await crew.connect(
    node.url,
    tokens.map((token, person) => ({ department: person % DEPARTMENTS, token })),
  );
  await forSeconds(WARM_UP_SECONDS, nextCustomer);
  const { times, perSecond } = await forSeconds(SECONDS, nextCustomer);
  crew.close();
  await allServed(node.databaseUrl);
  await allStoredOnce(node.databaseUrl, run, sent);

  const { url } = await node.bare();
  const writeBare = () =>
    poster.post(`${url}/webhook`, JSON.stringify({ text: 'Quando chega o meu pedido, por favor?' }), {});
  await forSeconds(WARM_UP_SECONDS / 2, writeBare);
  const floor = await forSeconds(SECONDS / 2, writeBare);
  poster.close();

  const p99 = percentile(times, 0.99);
  return benchResult({
    name: 'ingest',
    figures: {
      perSecond,
      p50: percentile(times, 0.5),
      p99,
      beginsPerSecond,
      waitingPerSecond: waiting.perSecond,
      waitingP99: percentile(waiting.times, 0.99),
      messages: sent,
    },
    floor: { perSecond: floor.perSecond, p50: percentile(floor.times, 0.5), p99: percentile(floor.times, 0.99) },
    ratio: {
      wantedPerSecond: WANTED_PER_SECOND / perSecond,
      p99Of100ms: p99 / MOST_MS,
      ofFloor: floor.perSecond / perSecond,
    },
    budget: { wantedPerSecond: 1, p99Of100ms: 1 },
  });
}

/** As many at once as there are connections, until `next` gives no more. */
async function keepUnderWay(next: () => Promise<number> | null): Promise<number[]> {
  const times: number[] = [];
  const one = async () => {
    for (let answer = next(); answer !== null; answer = next()) times.push(await answer);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  return times;
}

async function forSeconds(
  seconds: number,
  write: () => Promise<number>,
): Promise<{ times: number[]; perSecond: number }> {
  const began = performance.now();
  const times = await keepUnderWay(() => (performance.now() - began < seconds * 1_000 ? write() : null));
  return { times, perSecond: (times.length / (performance.now() - began)) * 1_000 };
}

async function allStoredOnce(databaseUrl: string, run: string, sent: number): Promise<void> {
  const { stored, different, left } = await ask(
    databaseUrl,
    `SELECT count(*)::int AS stored, count(DISTINCT external_id)::int AS different,
            (SELECT count(*)::int FROM inbound) AS left
     FROM message WHERE external_id LIKE $1`,
    [`wamid.${run}.%`],
  );
  if (stored !== sent || different !== sent || left !== 0)
    throw new Error(`of ${sent} messages ${stored} are stored (${different} different ones), ${left} wait`);
}

async function allServed(databaseUrl: string): Promise<void> {
  const { queued } = await ask(
    databaseUrl,
    "SELECT count(*)::int AS queued FROM conversation WHERE status = 'queued'",
    [],
  );
  if (queued !== 0) throw new Error(`${queued} conversations still wait in a queue`);
}

async function ask(databaseUrl: string, query: string, values: string[]): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(query, values)).rows[0];
  } finally {
    await client.end();
  }
}
