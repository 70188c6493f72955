import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { VERSION } from '../../../src-backend/version.ts';
import { begun } from '../../chaos/begin.ts';
import { check } from '../../chaos/check/check.ts';
import { longestAway } from '../../chaos/check/seen-away.ts';
import { gatherEvidence } from '../../chaos/evidence/gather.ts';
import { untilQuiet } from '../../chaos/quiet.ts';
import { openWorld, type World } from '../../chaos/world/world.ts';
import { startProgram } from '../../e2e/harness/program.ts';

const main = join(import.meta.dirname, '..', '..', '..', 'src-backend', 'main.ts');
let world: World | null = null;
afterEach(async () => {
  await world?.close();
  world = null;
});

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

test('nodes are replaced by a later version one after another, and no agent sees the line away for a second', async () => {
  world = await openWorld({ seed: 11, nodes: 2, postgres: true });
  const { agents, cluster, customers } = world;
  for (const agent of agents) agent.start();
  await begun(world);
  customers.start();
  await pause(1_000);
  const later = cluster.nextVersion();
  const versions = () => Promise.all(cluster.nodes.map((node) => node.version()));
  const seen = [await versions()];
  const from = performance.now();
  for (const node of cluster.nodes) {
    await node.end();
    node.setVersion(later);
    await node.start();
    // The former version serves on over the migrated tables.
    await pause(500);
    seen.push(await versions());
  }
  const until = performance.now();
  expect(seen).toEqual([
    [VERSION, VERSION],
    [`later-${later}`, VERSION],
    [`later-${later}`, `later-${later}`],
  ]);
  // It does not begin to: what the later version wrote is not known to it.
  await expect(startProgram(main, ['--port', '0'], { DATABASE_URL: cluster.databaseUrl ?? '' })).rejects.toThrow(
    'The database is of a newer Turno (9001-later); it was not touched. Update this backend.',
  );
  customers.stop();
  for (const agent of agents) agent.rest();

  const away = agents.map(({ name, machine }) => ({ name, ms: Math.round(longestAway(machine.lines(), from, until)) }));
  const words = away.map(({ name, ms }) => `${name} ${ms} ms`).join(', ');
  console.info(
    `two nodes replaced in ${Math.round(until - from)} ms; longest that the line was shown as away: ${words}`,
  );
  expect(await untilQuiet(world, 60_000)).toBeNull();
  const evidence = await gatherEvidence(world, []);
  expect(check(evidence)).toEqual([]);
  const takenDuring = evidence.customers.flatMap(({ said }) => said).filter(({ takenAt }) => takenAt !== null);
  expect(takenDuring.length).toBeGreaterThan(20);
  expect(evidence.deeds.filter(({ outcome }) => outcome === 'done' || outcome === 'kept').length).toBeGreaterThan(20);
  expect(Math.max(...away.map(({ ms }) => ms))).toBeLessThan(1_000);
}, 120_000);
