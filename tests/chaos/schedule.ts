import { createRandom } from '../../src-backend/demo/seed/random.ts';
import type { Fault } from './faults/fault.ts';

/** What befalls, and when: the same for a seed. What it hits, and how hard, follows from its own seed. */
export interface Strike {
  /** Milliseconds after the work began. */
  at: number;
  fault: Fault;
  seed: number;
}

/** Mean time from one strike to the next; most last longer, so several things are wrong at once. */
const GAP_MS = 3_500;
/** After the last strike the work goes on for a part of the run, so that what it broke has a chance to show. */
const CALM_SHARE = 0.12;

/** Rounds of every fault in an order of their own, so that each comes, and comes after each other. */
export function planStrikes(possible: readonly Fault[], seed: number, lastsMs: number): Strike[] {
  const random = createRandom(seed);
  const end = lastsMs * (1 - CALM_SHARE);
  const gap = Math.min(GAP_MS, end / (possible.length + 1));
  const strikes: Strike[] = [];
  let at = gap;
  for (;;) {
    for (const fault of random.shuffle(possible)) {
      if (at >= end) return strikes;
      strikes.push({ at: Math.round(at), fault, seed: random.uint32() });
      at += gap * (0.4 + 1.2 * random.next());
    }
  }
}
