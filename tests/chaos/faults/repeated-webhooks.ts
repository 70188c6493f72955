import type { Fault } from './fault.ts';

/** The provider posts what it has to say twice, at the same moment. */
export const repeatedWebhooks: Fault = {
  name: 'repeated webhooks',
  excludes: null,
  possible: () => true,
  async strike({ graph }, random, target) {
    const count = random.between(5, 25);
    target(`${count} webhooks`);
    graph.faults.duplicateWebhooks(count);
    await graph.repeatLastWebhook();
  },
};
