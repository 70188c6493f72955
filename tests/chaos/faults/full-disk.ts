import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, pause } from './fault.ts';

const ROOM_BYTES = 16_384;

/**
 * An agent's disk is full: the system refuses to let any file of the engine grow (`RLIMIT_FSIZE`, which any user may set
 * for their own processes), and later there is room again.
 */
export const fullDisk: Fault = {
  name: 'full disk',
  excludes: 'machines',
  possible: () => process.platform === 'linux',
  async strike({ agents }, random, target) {
    const { name, machine } = random.pick(agents);
    target(name);
    const profile = machine.profile();
    const wal = profile === null ? 0 : sizeOf(join(profile, 'cache.db-wal'));
    machine.limitFiles(wal + ROOM_BYTES);
    await pause(random.between(3_000, 9_000));
    machine.limitFiles(null);
  },
};

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
