import { type Fault, pause } from './fault.ts';

const MINUTE_MS = 60_000;

/** Somebody sets a clock: an agent's by up to two days, a server's by minutes, back or ahead; later it is right again. */
export const wrongClock: Fault = {
  name: 'wrong clock',
  excludes: null,
  possible: () => true,
  async strike({ agents, cluster }, random, target) {
    const minutes = random.between(1, 9) * (random.chance(0.5) ? 1 : -1);
    const machineOf = random.chance(0.6) ? random.pick(agents) : null;
    const node = random.pick(cluster.nodes);
    const lastsMs = random.between(3_000, 12_000);
    if (machineOf !== null) {
      const offMs = minutes * 300 * MINUTE_MS;
      target(`${machineOf.name}: ${minutes * 5} hours`);
      machineOf.machine.setClock(offMs);
      await pause(lastsMs);
      machineOf.machine.setClock(0);
      return;
    }
    // The embedded database has the clock of its node, and dates what comes by it.
    const nodeMinutes = cluster.database === null ? minutes : minutes * 100;
    target(`${node.name}: ${nodeMinutes} minutes`);
    node.setClock(nodeMinutes * MINUTE_MS);
    await pause(lastsMs);
    node.setClock(0);
  },
};
