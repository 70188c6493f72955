import { createRandom } from '../../src-backend/demo/seed/random.ts';
import type { Fault } from './faults/fault.ts';

/** What befalls, and when: the same for a seed. What it hits, and how hard, follows from its own seed. */
export interface Strike {
  /** Milliseconds after the work began. */
  at: number;
  fault: Fault;
  seed: number;
}

/** A strike to each so many milliseconds; most last longer, so several things are wrong at once. */
const SLOT_MS = 3_500;
/** After the last strike the work goes on for a part of the run, so that what it broke has a chance to show. */
const CALM_SHARE = 0.12;

/** Rounds of every fault in an order of their own, so that each comes, in the shortest run too, and after each other. */
export function planStrikes(possible: readonly Fault[], seed: number, lastsMs: number): Strike[] {
  const random = createRandom(seed);
  const end = lastsMs * (1 - CALM_SHARE);
  const slot = Math.min(SLOT_MS, end / possible.length);
  const strikes: Strike[] = [];
  for (;;) {
    for (const fault of random.shuffle(possible)) {
      if ((strikes.length + 1) * slot > end) return strikes;
      const at = Math.round((strikes.length + 0.1 + 0.8 * random.next()) * slot);
      strikes.push({ at, fault, seed: random.uint32() });
    }
  }
}
