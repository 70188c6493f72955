import { statfsSync } from 'node:fs';
import type { Logger } from 'pino';

/**
 * PGlite survives a disk without room everywhere but at one place: when it cannot begin the next file of its write-ahead
 * log (16 MB), it turns in circles for ever, and the process with it. So nothing is written any more while there still is
 * room for that, reading goes on, and writing does when there is room again.
 */
export interface DiskRoom {
  /** Throws, with PostgreSQL's code for it, for a statement that writes when there is no room for what it carries. */
  ensureFor(statement: string, values: readonly unknown[]): void;
  enough(): boolean;
}

/** Two files of the log, and as much again for tables, their indexes and what others write to the same disk. */
export const RESERVE_BYTES = 64 * 1024 * 1024;

/** A row is written to the log, to its table and to its indexes. */
const COPIES = 3;

/** As PostgreSQL says it itself. https://www.postgresql.org/docs/18/errcodes-appendix.html: disk_full */
class DiskFull extends Error {
  readonly code = '53100';
  constructor() {
    super('the disk has no room; nothing is written');
  }
}

/** Also `select … for update`, which marks rows. A word inside a longer one (`updated_at`) is not meant. */
const writes = /\b(insert|update|delete|merge|create|alter|drop|truncate|do)\b/i;

export function createDiskRoom(folder: string, log: Logger): DiskRoom {
  let short = false;

  function free(): number {
    const { bavail, bsize, blocks } = statfsSync(folder);
    // There are file systems that tell nothing of themselves; those refuse when they must.
    return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
  }

  /** Bytes, looked at once for each statement that writes; that they have become few, or enough again, is told. */
  function look(): number {
    const bytes = free();
    const isShort = bytes < RESERVE_BYTES;
    if (isShort !== short) {
      short = isShort;
      if (short) log.error({ neededBytes: RESERVE_BYTES }, 'the disk has no room: nothing is written until there is');
      else log.warn('there is room on the disk again');
    }
    return bytes;
  }

  return {
    ensureFor(statement, values) {
      if (!writes.test(statement)) return;
      // The reserve is enough for all but media.
      if (look() < Math.max(RESERVE_BYTES, RESERVE_BYTES / 2 + COPIES * sizeOf(values))) throw new DiskFull();
    },
    enough: () => look() >= RESERVE_BYTES,
  };
}

/** In memory, or on a server, which knows best what it can hold. */
export const unlimitedRoom: DiskRoom = { ensureFor: () => undefined, enough: () => true };

function sizeOf(values: readonly unknown[]): number {
  let bytes = 0;
  for (const value of values) {
    if (typeof value === 'string') bytes += value.length;
    else if (value instanceof Uint8Array) bytes += value.byteLength;
  }
  return bytes;
}
