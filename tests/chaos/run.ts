import { createRandom } from '../../src-backend/demo/seed/random.ts';
import { begun } from './begin.ts';
import { check } from './check/check.ts';
import { uncertainMessages } from './check/departures.ts';
import { traceOf } from './check/trace.ts';
import { violation } from './check/violations.ts';
import type { FaultRecord, Violation } from './evidence/evidence.ts';
import { gatherEvidence } from './evidence/gather.ts';
import { faults } from './faults/faults.ts';
import type { ChaosOptions } from './options.ts';
import { untilQuiet } from './quiet.ts';
import { planStrikes, type Strike } from './schedule.ts';
import type { Cleanup } from './world/cleanup.ts';
import { openWorld, type World } from './world/world.ts';

export interface ChaosResult {
  pass: boolean;
  seed: number;
  minutes: number;
  nodes: number;
  database: 'PGlite' | 'PostgreSQL';
  figures: {
    said: number;
    answered: number;
    deeds: number;
    refused: number;
    conversations: number;
    events: number;
    uncertain: number;
    signIns: number;
    faults: number;
    quietAfterMs: number;
  };
  faults: FaultRecord[];
  violations: (Violation & { trace: string[] })[];
}

/**
 * Jobs of a dead node run elsewhere after 10 to 13 s (jobs/jobs.ts), and a database or a machine that was killed last takes
 * as long to be back. A loaded machine does it all several times slower; what never comes to rest is found all the same.
 */
const QUIET_WITHIN_MS = 180_000;

/** One run from its seed: a shift under misfortunes, then everything is repaired, comes to rest, and is compared. */
export async function runChaos(
  options: ChaosOptions,
  say: (line: string) => void,
  cleanup: Cleanup,
): Promise<ChaosResult> {
  try {
    const world = await openWorld(options, cleanup);
    for (const agent of world.agents) agent.start();
    await begun(world);
    const possible = faults.filter(
      (fault) => fault.possible(world) && (options.only.length === 0 || options.only.includes(fault.name)),
    );
    const lastsMs = options.minutes * 60_000;
    const plan = planStrikes(possible, options.seed, lastsMs);
    say(`seed ${options.seed}: ${plan.length} faults of ${possible.length} kinds in ${options.minutes} min`);
    world.customers.start();
    const struck = await strikeAll(world, plan, lastsMs, say);
    world.customers.stop();
    for (const agent of world.agents) agent.rest();
    heal(world);
    const from = performance.now();
    for (const { name, machine } of world.agents) {
      // What of a damaged file nobody reads is not noticed; so everything is read.
      if (struck.some((fault) => fault.name === 'damaged cache' && fault.target === name))
        await machine.readEverything();
    }
    const unrest = await untilQuiet(world, QUIET_WITHIN_MS);
    const quietAfterMs = Math.round(performance.now() - from);
    say(unrest === null ? `quiet after ${(quietAfterMs / 1_000).toFixed(1)} s` : `no quiet: ${unrest}`);
    const evidence = await gatherEvidence(world, struck);
    const found = check(evidence);
    if (unrest !== null) found.unshift(violation('unrest', `it did not come to rest; it waited for ${unrest}`));
    const { customers, deeds, server } = evidence;
    return {
      pass: found.length === 0,
      seed: options.seed,
      minutes: options.minutes,
      nodes: options.nodes,
      database: options.postgres ? 'PostgreSQL' : 'PGlite',
      figures: {
        said: customers.reduce((sum, { said }) => sum + said.length, 0),
        answered: customers.reduce((sum, { heard }) => sum + heard.length, 0),
        deeds: deeds.length,
        refused: deeds.filter(({ outcome }) => outcome === 'refused').length,
        conversations: server.conversations.length,
        events: server.log.head,
        uncertain: uncertainMessages(evidence).length,
        signIns: world.agents.reduce((sum, agent) => sum + agent.signedInTimes(), 0),
        faults: struck.length,
        quietAfterMs,
      },
      faults: struck,
      violations: found.map((one) => ({ ...one, trace: traceOf(one, evidence) })),
    };
  } finally {
    await cleanup.run();
  }
}

async function strikeAll(
  world: World,
  plan: readonly Strike[],
  lastsMs: number,
  say: (line: string) => void,
): Promise<FaultRecord[]> {
  const began = world.now();
  const records: FaultRecord[] = [];
  const busy = new Map<string, Promise<void>>();
  const underWay: Promise<void>[] = [];

  async function strike({ fault, seed }: Strike): Promise<void> {
    const record: FaultRecord = { name: fault.name, target: '', at: world.now(), until: 0 };
    records.push(record);
    try {
      await fault.strike(world, createRandom(seed), (words) => {
        record.target = words;
      });
    } finally {
      record.until = world.now();
      say(`  ${seconds(record.at - began)}–${seconds(record.until - began)} ${fault.name}: ${record.target}`);
    }
  }

  for (const one of plan) {
    await pause(one.at - (world.now() - began));
    const { excludes } = one.fault;
    const before = excludes === null ? Promise.resolve() : (busy.get(excludes) ?? Promise.resolve());
    const done = before.then(() => strike(one));
    if (excludes !== null)
      busy.set(
        excludes,
        done.catch(() => undefined),
      );
    underWay.push(done);
  }
  await pause(lastsMs - (world.now() - began));
  await Promise.all(underWay);
  return records;
}

/** Whatever a fault may have left; none should. */
function heal({ lines, cluster, agents, graph }: World): void {
  for (const line of [...lines.desktops, lines.site, lines.webhooks, lines.provider, cluster.database?.line]) {
    line?.up();
    line?.release();
    line?.delay(0);
    line?.throttle(null);
  }
  for (const { machine } of agents) {
    machine.wake();
    machine.setClock(0);
    machine.limitFiles(null);
  }
  for (const node of cluster.nodes) {
    node.wake();
    node.setClock(0);
  }
  graph.faults.delayWebhooks(0);
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, Math.max(0, ms)));
