import { cutLine } from './cut-line.ts';
import { damagedCache } from './damaged-cache.ts';
import { deploy } from './deploy.ts';
import { disorderedWebhooks } from './disordered-webhooks.ts';
import type { Fault } from './fault.ts';
import { fullDisk } from './full-disk.ts';
import { halfOpen } from './half-open.ts';
import { killAmidSend } from './kill-amid-send.ts';
import { killDatabase } from './kill-database.ts';
import { killEngine } from './kill-engine.ts';
import { killNode } from './kill-node.ts';
import { loseNetwork } from './lose-network.ts';
import { lostAnswers } from './lost-answers.ts';
import { repeatedWebhooks } from './repeated-webhooks.ts';
import { sleep } from './sleep.ts';
import { slowLine } from './slow-line.ts';
import { wrongClock } from './wrong-clock.ts';

/** Everything that can go wrong. The order is part of what a seed means. */
export const faults: readonly Fault[] = [
  killNode,
  cutLine,
  killEngine,
  halfOpen,
  lostAnswers,
  slowLine,
  repeatedWebhooks,
  loseNetwork,
  sleep,
  disorderedWebhooks,
  damagedCache,
  killDatabase,
  wrongClock,
  fullDisk,
  deploy,
  killAmidSend,
];
