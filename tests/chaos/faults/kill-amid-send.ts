import { type Fault, pause } from './fault.ts';

/** For agents to write something meanwhile. */
const WAIT_MS = 6_000;

/** The power fails for every node while the provider has taken a message and has not answered yet. */
export const killAmidSend: Fault = {
  name: 'kill amid a send',
  excludes: 'backend',
  possible: () => true,
  async strike({ cluster, graph, now }, random, target) {
    const before = graph.businessMessages().length;
    const downMs = random.between(100, 1_500);
    graph.faults.keepSilent(1);
    for (const until = now() + WAIT_MS; graph.businessMessages().length === before && now() < until; ) await pause(5);
    target(graph.businessMessages().length === before ? 'nothing was being sent' : 'a message without an answer');
    await Promise.all(cluster.nodes.map((node) => node.kill()));
    await pause(downMs);
    for (const node of cluster.nodes) await node.start();
  },
};
