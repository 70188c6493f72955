import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, cp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Store } from '../store/open.ts';
import { packFolder } from './archive.ts';

/**
 * A backup while the backend runs. The embedded database has one owner, so whoever wants a backup asks that process, over
 * a socket beside the folder that only the folder's own user may use; the answer is the backup's bytes.
 */
const addressOf = (folder: string): string => `${folder}.sock`;
/** The shortest limit of the systems we run on. */
const LONGEST_ADDRESS = 103;

export interface BackupService {
  close(): Promise<void>;
}

/** null: here no backup can be asked for while it runs (Windows, or a path too long for a socket). */
export async function serveBackups(deps: {
  folder: string;
  store: Store;
  logger: Logger;
  now: () => number;
}): Promise<BackupService | null> {
  const { folder, store, logger } = deps;
  const address = addressOf(folder);
  if (process.platform === 'win32' || Buffer.byteLength(address) > LONGEST_ADDRESS) return null;

  /** PGlite has no process beside this one that writes: while we own its connection the files are of one moment. */
  async function copyAtRest(copy: string): Promise<number> {
    return store.db.connection().execute(async (connection) => {
      await sql`CHECKPOINT`.execute(connection);
      const madeAt = deps.now();
      await cp(folder, copy, { recursive: true, mode: constants.COPYFILE_FICLONE });
      return madeAt;
    });
  }

  async function answer(socket: Socket): Promise<void> {
    const copy = `${folder}.copy-${randomUUID()}`;
    try {
      await pipeline(packFolder(copy, await copyAtRest(copy)), socket);
      logger.info('a backup was handed out');
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  }

  const answers = new Set<Promise<void>>();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    const work = answer(socket)
      .catch((error: unknown) => {
        socket.destroy();
        logger.error({ error: error instanceof Error ? error.message : 'unknown' }, 'a backup could not be made');
      })
      .finally(() => answers.delete(work));
    answers.add(work);
  });
  // Left behind by a process that was killed: who holds the folder's lock is its only owner.
  await rm(address, { force: true });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(address, listening);
  });
  await chmod(address, 0o600);
  return {
    async close() {
      await new Promise<void>((closed) => server.close(() => closed()));
      await Promise.all(answers);
    },
  };
}

/** The bytes of a backup made by the backend that has this folder open; null: none there takes the request. */
export async function askForBackup(folder: string): Promise<AsyncIterable<Uint8Array> | null> {
  const socket = connect(addressOf(folder));
  return new Promise((resolve) => {
    socket.once('error', () => resolve(null));
    socket.once('connect', () => resolve(socket));
  });
}
