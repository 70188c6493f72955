import type { Fault } from './fault.ts';

/** The provider takes messages, and its answer is lost or never comes. */
export const lostAnswers: Fault = {
  name: 'lost answers',
  excludes: null,
  possible: () => true,
  async strike({ graph }, random, target) {
    const count = random.between(1, 4);
    const silent = random.chance(0.3);
    target(silent ? `${count} sends never answered` : `${count} answers cut off`);
    if (silent) graph.faults.keepSilent(count);
    else graph.faults.loseAnswers(count);
  },
};
