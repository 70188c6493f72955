import { type Fault, pause } from './fault.ts';

/** The provider's webhooks come late, and the last of a number of them first. */
export const disorderedWebhooks: Fault = {
  name: 'disordered webhooks',
  excludes: null,
  possible: () => true,
  async strike({ graph }, random, target) {
    const count = random.between(3, 12);
    target(`${count} webhooks`);
    graph.faults.delayWebhooks(random.between(100, 1_200));
    graph.faults.reverseWebhooks(count);
    await pause(random.between(1_500, 5_000));
    graph.faults.delayWebhooks(0);
  },
};
