import type { Random } from '../../../src-backend/demo/seed/random.ts';
import type { World } from '../world/world.ts';

/**
 * One kind of misfortune. `strike` does it and resolves when it is over and repaired; what it chose is told to `target`
 * before. It takes everything it decides from `random`, so that a seed gives the same misfortunes.
 */
export interface Fault {
  name: string;
  /** What it has to itself: two at once would start the same part twice. Others may happen meanwhile. */
  excludes: 'backend' | 'machines' | 'database' | null;
  /** Whether it can happen in this world (a database is killed only where there is one of its own). */
  possible(world: Pick<World, 'cluster'>): boolean;
  strike(world: World, random: Random, target: (words: string) => void): Promise<void>;
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
