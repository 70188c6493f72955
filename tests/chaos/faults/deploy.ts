import { type Fault, pause } from './fault.ts';

/** Another version is deployed under load: every node in turn drains, ends, and comes back, migrations included. */
export const deploy: Fault = {
  name: 'deploy',
  excludes: 'backend',
  possible: () => true,
  async strike({ cluster }, random, target) {
    target(`${cluster.nodes.length} nodes`);
    const between = random.between(200, 1_500);
    for (const node of cluster.nodes) {
      await node.end();
      await node.start();
      await pause(between);
    }
  },
};
