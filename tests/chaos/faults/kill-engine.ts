import { type Fault, pause } from './fault.ts';

/** SIGKILL of an agent's desktop, which they start again. */
export const killEngine: Fault = {
  name: 'kill an engine',
  excludes: 'machines',
  possible: () => true,
  async strike({ agents }, random, target) {
    const { name, machine } = random.pick(agents);
    target(name);
    const downMs = random.between(100, 4_000);
    await machine.kill();
    await pause(downMs);
    await machine.start();
  },
};
