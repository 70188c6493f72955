import { type Fault, pause } from './fault.ts';
import { someLine } from './some-line.ts';

/** A line is gone for seconds: what is open breaks, and nothing can be opened. */
export const loseNetwork: Fault = {
  name: 'lose the network',
  excludes: null,
  possible: () => true,
  async strike(world, random, target) {
    const line = someLine(world, random, target);
    line.down();
    await pause(random.between(800, 7_000));
    line.up();
  },
};
