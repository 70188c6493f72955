import { type Fault, pause } from './fault.ts';

/** Another version is deployed under load: every node in turn drains, ends, and comes back, migrations included. */
export const deploy: Fault = {
  name: 'deploy',
  excludes: 'backend',
  possible: () => true,
  async strike({ cluster, now }, random, target) {
    target(`${cluster.nodes.length} nodes`);
    const between = random.between(200, 1_500);
    const took: string[] = [];
    for (const node of cluster.nodes) {
      const from = now();
      await node.end();
      const ended = now();
      await node.start();
      took.push(`${((ended - from) / 1_000).toFixed(1)}+${((now() - ended) / 1_000).toFixed(1)} s`);
      target(`${cluster.nodes.length} nodes, to end and to start: ${took.join(', ')}`);
      await pause(between);
    }
  },
};
