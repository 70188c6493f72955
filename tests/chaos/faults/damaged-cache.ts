import { closeSync, existsSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, pause } from './fault.ts';

const PAGE_BYTES = 4_096;

/** A disk gives back other bytes than were written: pages of an agent's cache are damaged while the desktop is off. */
export const damagedCache: Fault = {
  name: 'damaged cache',
  excludes: 'machines',
  possible: () => true,
  async strike({ agents }, random, target) {
    const { name, machine } = random.pick(agents);
    target(name);
    await machine.kill();
    const file = join(machine.profile() ?? '', 'cache.db');
    if (machine.profile() !== null && existsSync(file)) {
      const pages = Math.floor(statSync(file).size / PAGE_BYTES);
      const handle = openSync(file, 'r+');
      for (let damaged = random.between(1, 6); damaged > 0 && pages > 1; damaged -= 1) {
        writeSync(handle, Buffer.alloc(64, random.below(256)), 0, 64, random.below(pages) * PAGE_BYTES + 1_000);
      }
      closeSync(handle);
    }
    await pause(random.between(100, 1_500));
    await machine.start();
  },
};
