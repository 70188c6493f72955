import { type Fault, pause } from './fault.ts';
import { someLine } from './some-line.ts';

/** Every connection of a line breaks at once, several times over. */
export const cutLine: Fault = {
  name: 'cut a line',
  excludes: null,
  possible: () => true,
  async strike(world, random, target) {
    const line = someLine(world, random, target);
    for (let cuts = random.between(1, 4); cuts > 0; cuts -= 1) {
      line.cut();
      await pause(random.between(50, 900));
    }
  },
};
