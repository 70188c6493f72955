import type { World } from '../world/world.ts';
import type { Evidence, FaultRecord, MachineRecord } from './evidence.ts';
import { readMachineFiles } from './machine-files.ts';
import { readServer } from './server.ts';

/** Ends everything in order and writes down what each part holds. Afterwards nothing of the world runs. */
export async function gatherEvidence(world: World, faults: FaultRecord[]): Promise<Evidence> {
  const { agents, customers, graph, cluster } = world;
  const records = customers.records();
  const machines: MachineRecord[] = [];
  for (const agent of agents) {
    await agent.leave();
    const { session, outbox } = agent.machine.sees;
    await agent.machine.end();
    machines.push({
      agent: agent.name,
      personId: session?.phase === 'ready' ? session.person.id : '',
      pending: outbox?.pending.map(({ id }) => id) ?? [],
      conflicts: outbox?.conflicts.map(({ id, reason }) => ({ id, reason })) ?? [],
      ...readMachineFiles(agent.machine),
    });
  }
  customers.close();
  for (const node of cluster.nodes) await node.end();
  const store = await cluster.openStore();
  const server = await readServer(store);
  await store.close();
  return {
    customers: records,
    deeds: agents.flatMap((agent) => agent.deeds()),
    server,
    machines,
    channel: {
      accepted: graph.businessMessages().flatMap(({ ownId }) => ownId ?? []),
      answerLost: [...graph.unanswered()],
    },
    faults,
    crashes: world.crashes,
  };
}
