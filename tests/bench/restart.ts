import { randomUUID } from 'node:crypto';
import { measuredText } from './fanout/orders.ts';
import { type BenchResult, benchResult, now, pause, percentile } from './figures.ts';
import { operationFile } from './load/operation.ts';
import { signIn } from './load/sign-in.ts';
import { createPoster, postWebhook } from './load/webhooks.ts';
import { openFleet } from './restart/fleet.ts';
import { type MeasuredNode, openTwoNodes } from './restart/two-nodes.ts';

const DESKTOPS = Number(process.env.TURNO_BENCH_DESKTOPS ?? 400);
const DEPARTMENTS = 20;
const CUSTOMERS = 200;
const PER_SECOND = 50;
const PROCESSES = 2;
const CONNECTIONS = 16;
/** After each step, for the last desktop to be there again. */
const SETTLING_MS = 2_500;
const REPEAT_MS = 250;
const MOST_MS = 1_000;

/**
 * Hundreds of desktops on two nodes behind the balancer of `deploy/Caddyfile`, while customers send fifty messages a second,
 * each of which twenty desktops see. First nothing happens; then the first node is restarted, then the second, on which all
 * desktops are by then; at last a node on which all are is killed. Of each step: for each desktop the longest that a message took
 * from the webhook until it was there (how long it was not current), the time between two lines, and what the node that
 * stays had to do. At the end, whether every message came to every desktop, once.
 */
export default async function restart(): Promise<BenchResult> {
  await using cluster = await openTwoNodes(operationFile({ departments: DEPARTMENTS, people: DESKTOPS, capacity: 5 }));
  const { first, second } = cluster;
  const tokens = await signIn(first.url, DESKTOPS);
  const fleet = openFleet(PROCESSES);
  const desktops = tokens.map((token, person) => ({ token, department: person % DEPARTMENTS }));
  await fleet.connect(cluster.url, desktops);
  const customers = startCustomers(cluster.url);
  await pause(SETTLING_MS);

  async function step(name: string, stays: MeasuredNode, what: () => Promise<void>): Promise<Record<string, number>> {
    await fleet.report();
    const before = await stays.load();
    const began = performance.now();
    await what();
    await pause(SETTLING_MS);
    const seconds = (performance.now() - began) / 1_000;
    const { lagMs, cpuSeconds } = await stays.load();
    const { slowest, away } = await fleet.report();
    return {
      [`${name}P50`]: percentile(slowest, 0.5),
      [`${name}P99`]: percentile(slowest, 0.99),
      [`${name}Slowest`]: percentile(slowest, 1),
      ...(away.length > 0 && {
        [`${name}MovedDesktops`]: away.length,
        [`${name}BetweenLinesP50`]: percentile(away, 0.5),
        [`${name}BetweenLinesSlowest`]: percentile(away, 1),
      }),
      [`${name}LagOfTheOther`]: lagMs,
      [`${name}ProcessorOfTheOtherPercent`]: ((cpuSeconds - before.cpuSeconds) / seconds) * 100,
    };
  }
  const restarted = async (node: MeasuredNode) => {
    await node.end();
    await node.start();
  };
  const figures = {
    ...(await step('nothing', second, () => pause(SETTLING_MS))),
    ...(await step('half', second, () => restarted(first))),
    ...(await step('all', first, () => restarted(second))),
    ...(await step('killed', second, async () => {
      await first.kill();
      await pause(SETTLING_MS);
      await first.start();
    })),
  };
  const { sent, repeated } = await customers.stop();
  await pause(SETTLING_MS);
  const { received, doubled } = await fleet.report();
  fleet.close();

  const expected = desktops.reduce((sum, { department }) => sum + (sent[department] ?? 0), 0);
  const lost = expected - received.reduce((sum, count) => sum + count, 0);
  const slowest = Math.max(figures.halfSlowest ?? 0, figures.allSlowest ?? 0);
  return benchResult({
    name: 'restart',
    figures: { desktops: DESKTOPS, deliveries: expected, ...figures, webhooksRepeated: repeated, doubled, lost },
    floor: {},
    ratio: { restartOfOneSecond: slowest / MOST_MS, lost, doubled },
    budget: { restartOfOneSecond: 1, lost: 0, doubled: 0 },
  });
}

/** They write at their pace whatever happens; as providers do, a webhook that was not taken comes again. */
function startCustomers(url: string) {
  const poster = createPoster(CONNECTIONS);
  const sent = Array.from({ length: DEPARTMENTS }, () => 0);
  const underWay: Promise<void>[] = [];
  let repeated = 0;
  let n = 0;

  async function deliver(message: Parameters<typeof postWebhook>[2]): Promise<void> {
    for (;;) {
      try {
        await postWebhook(poster.post, url, message);
        return;
      } catch {
        repeated += 1;
        await pause(REPEAT_MS);
      }
    }
  }

  const timer = setInterval(() => {
    const customer = n % CUSTOMERS;
    const department = customer % DEPARTMENTS;
    sent[department] = (sent[department] ?? 0) + 1;
    const text = measuredText(n, department, now());
    underWay.push(deliver({ department, customer, id: `wamid.${randomUUID()}`, text }));
    n += 1;
  }, 1_000 / PER_SECOND);
  return {
    /** `sent`: by department. */
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      poster.close();
      return { sent, repeated };
    },
  };
}
