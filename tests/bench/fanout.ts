import { randomUUID } from 'node:crypto';
import { type Crew, openCrew } from './fanout/crew.ts';
import { measuredText, type Report } from './fanout/orders.ts';
import { type BenchResult, benchResult, now, pause, percentile } from './figures.ts';
import { openNodeOnPostgres } from './load/node-on-postgres.ts';
import { operationFile } from './load/operation.ts';
import { signIn } from './load/sign-in.ts';
import { createPoster, postWebhook } from './load/webhooks.ts';

const SECONDS = Number(process.env.TURNO_BENCH_SECONDS ?? 20);
const AGENTS = Number(process.env.TURNO_BENCH_AGENTS ?? 1_000);
const DEPARTMENTS = 20;
const PER_SECOND = 100;
const CUSTOMERS = 1_000;
const PROCESSES = 2;
const CONNECTIONS = 32;
/** What is not there this long after nothing came any more is lost. */
const SETTLING_MS = 3_000;
const MOST_MS = 150;

/**
 * A thousand agents in twenty departments are connected to one node on PostgreSQL; customers send a hundred messages a second,
 * each of which fifty agents see. From the moment a webhook is sent until its message's event is received, over all receipts,
 * and what never came. The floor: a bare server that commits one row and emits it to a room, with as many sockets and
 * messages, on the same database.
 */
export default async function fanout(): Promise<BenchResult> {
  await using node = await openNodeOnPostgres(operationFile({ departments: DEPARTMENTS, people: AGENTS, capacity: 5 }));
  const poster = createPoster(CONNECTIONS);
  const write = (customer: number, text: string) =>
    postWebhook(poster.post, node.url, {
      department: customer % DEPARTMENTS,
      customer,
      id: `wamid.${randomUUID()}`,
      text,
    });

  const crew = openCrew(PROCESSES);
  const began = performance.now();
  await crew.connect(node.url, (await signIn(node.url, AGENTS)).map(withDepartment));
  const connectedAfter = performance.now() - began;
  // Their conversations begin before anything is measured, and are given to the agents.
  await paced(CUSTOMERS, (n) => write(n, 'Bom dia!'));
  await pause(SETTLING_MS);
  const messages = PER_SECOND * SECONDS;
  const { behind } = await paced(messages, (n) => write(n % CUSTOMERS, measuredText(n, n % DEPARTMENTS, now())));
  const measured = await settled(crew);
  crew.close();

  const { url } = await node.bare();
  const bareCrew = openCrew(PROCESSES);
  await bareCrew.connect(url, agents.map(() => null).map(withDepartment));
  const bareMessages = messages / 2;
  await paced(bareMessages, (n) => {
    const room = String(n % DEPARTMENTS);
    return poster.post(`${url}/webhook`, JSON.stringify({ text: measuredText(n, n % DEPARTMENTS, now()), room }), {});
  });
  const floor = await settled(bareCrew);
  bareCrew.close();
  poster.close();

  const lost = lostOf(measured, messages);
  const p99 = percentile(measured.times, 0.99);
  return benchResult({
    name: 'fanout',
    figures: {
      p50: percentile(measured.times, 0.5),
      p99,
      slowest: percentile(measured.times, 1),
      agents: AGENTS,
      messages,
      deliveries: measured.times.length,
      lost,
      doubled: measured.doubled,
      astray: measured.astray,
      linesLost: measured.linesLost,
      deliveriesPerSecond: measured.times.length / SECONDS,
      senderBehind: behind,
      allConnectedAfter: connectedAfter,
    },
    floor: {
      p50: percentile(floor.times, 0.5),
      p99: percentile(floor.times, 0.99),
      lost: lostOf(floor, bareMessages),
    },
    ratio: {
      p99Of150ms: p99 / MOST_MS,
      p99OfFloor: p99 / percentile(floor.times, 0.99),
      lost,
      doubledOrAstray: measured.doubled + measured.astray,
    },
    budget: { p99Of150ms: 1, lost: 0, doubledOrAstray: 0 },
  });
}

const agents = Array.from({ length: AGENTS }, (_, person) => person);
const withDepartment = (token: string | null, person: number) => ({ department: person % DEPARTMENTS, token });

/** Each at its time, whether those before are answered or not. `behind`: by how much the latest was sent too late. */
async function paced(count: number, write: (n: number) => Promise<unknown>): Promise<{ behind: number }> {
  const began = performance.now();
  const underWay: Promise<unknown>[] = [];
  let behind = 0;
  for (let n = 0; n < count; n += 1) {
    const due = began + (n / PER_SECOND) * 1_000;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    else behind = Math.max(behind, -wait);
    underWay.push(write(n));
  }
  await Promise.all(underWay);
  return { behind };
}

/** Once nothing more comes. */
async function settled(crew: Crew): Promise<Report> {
  for (let before = -1; ; ) {
    await pause(SETTLING_MS);
    const report = await crew.report();
    if (report.times.length === before) return report;
    before = report.times.length;
  }
}

/** What each agent should have had and did not: every message of their department. */
function lostOf({ received }: Report, messages: number): number {
  const expected = agents.reduce((all, person) => all + ofDepartment(person % DEPARTMENTS, messages), 0);
  return expected - received.reduce((all, count) => all + count, 0);
}

const ofDepartment = (department: number, messages: number): number => Math.ceil((messages - department) / DEPARTMENTS);
