import { type Fault, pause } from './fault.ts';

/** SIGKILL of a backend node amid its work. On the embedded database that is the database's death too. */
export const killNode: Fault = {
  name: 'kill a node',
  excludes: 'backend',
  possible: () => true,
  async strike({ cluster }, random, target) {
    const node = random.pick(cluster.nodes);
    target(node.name);
    const downMs = random.between(100, 2_500);
    await node.kill();
    await pause(downMs);
    await node.start();
  },
};
