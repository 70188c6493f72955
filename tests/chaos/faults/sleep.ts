import { type Fault, pause } from './fault.ts';

/** A machine sleeps amid what it does, and wakes: an agent's, or a server's (a paused virtual machine). */
export const sleep: Fault = {
  name: 'sleep',
  excludes: null,
  possible: () => true,
  async strike({ agents, cluster }, random, target) {
    const agent = random.pick(agents);
    const node = random.pick(cluster.nodes);
    const sleeper = random.chance(0.65) ? agent.machine : node;
    const lastsMs = random.between(1_000, sleeper === node ? 7_000 : 14_000);
    target(sleeper.name);
    sleeper.sleep();
    await pause(lastsMs);
    sleeper.wake();
  },
};
