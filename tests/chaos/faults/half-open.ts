import { type Fault, pause } from './fault.ts';
import { someLine } from './some-line.ts';

/** A line stays open and carries nothing, in one direction or both; then it goes on where it was, or breaks. */
export const halfOpen: Fault = {
  name: 'half-open line',
  excludes: null,
  possible: () => true,
  async strike(world, random, target) {
    const line = someLine(world, random, target);
    line.hold(random.pick(['toServer', 'toClient', 'both'] as const));
    await pause(random.between(1_000, 11_000));
    if (random.chance(0.5)) line.cut();
    line.release();
  },
};
