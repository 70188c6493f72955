import { type Fault, pause } from './fault.ts';
import { someLine } from './some-line.ts';

/** A line that is far away and narrow for a while. */
export const slowLine: Fault = {
  name: 'slow line',
  excludes: null,
  possible: () => true,
  async strike(world, random, target) {
    const line = someLine(world, random, target);
    line.delay(random.between(80, 900));
    if (random.chance(0.4)) line.throttle(random.between(2_000, 20_000));
    await pause(random.between(2_000, 8_000));
    line.delay(0);
    line.throttle(null);
  },
};
