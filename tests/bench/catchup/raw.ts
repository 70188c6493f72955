import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { io } from 'socket.io-client';
import { z } from 'zod';
import type { LogItem } from '../../../src-shared/protocol/log.ts';
import { startProgram } from '../../e2e/harness/program.ts';

/**
 * The least that catching up can cost: the items over a bare Socket.IO line from another process, each batch
 * acknowledged, and after that one row for each in a bare table of an encrypted file. No checks, no indexes, no search.
 */
export async function rawCatchUp(items: LogItem[], folder: string): Promise<{ transfer: number; insert: number }> {
  const file = join(folder, `items-${randomBytes(4).toString('hex')}.json`);
  await writeFile(file, JSON.stringify(items));
  const server = await startProgram(join(import.meta.dirname, 'raw-server.ts'), [file]);
  const { url } = z.object({ url: z.url() }).parse(server.said);
  const socket = io(url, { transports: ['websocket'] });
  const received: LogItem[][] = [];
  await new Promise<void>((done) => socket.once('connect', done));
  const began = performance.now();
  await new Promise<void>((done) => {
    socket.on('batch', (batch: LogItem[], taken: () => void) => {
      received.push(batch);
      taken();
    });
    socket.once('end', done);
    socket.emit('begin');
  });
  const transfer = performance.now() - began;
  socket.disconnect();
  await server.kill();
  return { transfer, insert: insertRows(received, folder) };
}

function insertRows(batches: LogItem[][], folder: string): number {
  const db = new Database(join(folder, `raw-${randomBytes(4).toString('hex')}.db`));
  db.pragma("cipher='chacha20'");
  db.pragma(`key="x'${randomBytes(32).toString('hex')}'"`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec('CREATE TABLE item (id TEXT PRIMARY KEY, type TEXT NOT NULL, version INTEGER NOT NULL, data TEXT NOT NULL)');
  const insert = db.prepare('INSERT OR REPLACE INTO item (id, type, version, data) VALUES (?, ?, ?, ?)');
  const began = performance.now();
  for (const batch of batches) {
    db.transaction(() => {
      for (const item of batch) {
        const entity = entityOf(item);
        insert.run(entity.id, item.type, entity.version, JSON.stringify(entity));
      }
    })();
  }
  const took = performance.now() - began;
  db.close();
  return took;
}

function entityOf(item: LogItem): { id: string; version: number } {
  switch (item.type) {
    case 'message':
      return item.message;
    case 'conversation':
      return item.conversation;
    case 'contact':
      return item.contact;
    case 'person':
      return item.person;
    default:
      throw new Error(`«${item.type}» is not among what customers' messages cause`);
  }
}
