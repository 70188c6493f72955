import { type Fault, pause } from './fault.ts';

/**
 * A later version is deployed under load (world/next-version.ts): every node in turn drains, ends, and comes back as it.
 * The first one migrates while the others, of the version before, write to the same tables, and go on doing so after.
 */
export const deploy: Fault = {
  name: 'deploy',
  excludes: 'backend',
  possible: () => true,
  async strike({ cluster, now }, random, target) {
    target(`${cluster.nodes.length} nodes`);
    const between = random.between(200, 1_500);
    const version = cluster.nextVersion();
    const took: string[] = [];
    for (const node of cluster.nodes) {
      const from = now();
      await node.end();
      const ended = now();
      node.setVersion(version);
      await node.start();
      took.push(`${((ended - from) / 1_000).toFixed(1)}+${((now() - ended) / 1_000).toFixed(1)} s`);
      target(`version ${version} on ${cluster.nodes.length} nodes, to end and to start: ${took.join(', ')}`);
      await pause(between);
    }
  },
};
