import type { LogItem } from '../../src-shared/protocol/log.ts';
import { EVERYONE } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';

/** One application of a file, inside one transaction of the workspace's log. */
export interface Run {
  tx: WriteTransaction;
  /** Appends an entity that everybody in the workspace may know. */
  say(version: number, body: LogItem): void;
  /** How many entities were made or changed so far. */
  changed: number;
}

export function createRun(tx: WriteTransaction): Run {
  const run: Run = {
    tx,
    changed: 0,
    say(version, body) {
      run.changed += 1;
      tx.append(version, { body, audience: EVERYONE });
    },
  };
  return run;
}
