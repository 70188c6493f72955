import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { parseJson } from './json.ts';

/**
 * One running instance per folder. The lock is SQLite's on a file of its own: the system releases it when the process
 * ends, however it ends, so no stale lock is ever left. The second instance can hand the first what it was started
 * with (a deep link), over a local socket.
 */
export type Instance =
  | {
      ok: true;
      /** What later instances were started with; they want the window to come to the front. */
      onSecond(listener: (message: SecondInstance) => void): void;
      release(): void;
    }
  | {
      ok: false;
      reason: 'already-running';
      /** false: the first instance does not answer. */
      hand(message: SecondInstance): Promise<boolean>;
    };

const secondInstanceSchema = z.object({ link: z.string().max(2000).nullable() });
export type SecondInstance = z.infer<typeof secondInstanceSchema>;

const HAND_TIMEOUT_MS = 3_000;
const MAX_MESSAGE_BYTES = 10_000;

export function acquireInstance(folder: string): Instance {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const address = addressOf(folder);
  const lock = new Database(join(folder, 'instance.lock'), { timeout: 0 });
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error;
    return { ok: false, reason: 'already-running', hand: (message) => hand(address, message) };
  }

  const listeners: ((message: SecondInstance) => void)[] = [];
  const early: SecondInstance[] = [];
  const server = createServer((socket) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > MAX_MESSAGE_BYTES) return socket.destroy();
      if (!text.endsWith('\n')) return;
      const message = secondInstanceSchema.safeParse(parseJson(text));
      if (!message.success) return socket.destroy();
      socket.end('ok\n');
      if (listeners.length === 0) early.push(message.data);
      for (const listener of listeners) listener(message.data);
    });
  });
  // Without the socket only the hand-over is missing; the lock stands.
  server.on('error', () => server.close());
  // Holding the lock, a socket file that is there was left by a killed instance.
  if (process.platform !== 'win32') rmSync(address, { force: true });
  server.listen(address);
  server.unref();

  return {
    ok: true,
    onSecond(listener) {
      listeners.push(listener);
      for (const message of early.splice(0)) listener(message);
    },
    release() {
      server.close();
      lock.close();
    },
  };
}

/** A socket's path may not be longer than about a hundred characters, and the folder's may. */
function addressOf(folder: string): string {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\turno-${name}`;
  const inside = join(folder, 'instance.socket');
  return inside.length < 100 ? inside : join(tmpdir(), `turno-${userInfo().uid}-${name}.socket`);
}

function hand(address: string, message: SecondInstance): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection(address);
    const end = (taken: boolean) => {
      socket.destroy();
      done(taken);
    };
    socket.setTimeout(HAND_TIMEOUT_MS, () => end(false));
    socket.on('error', () => end(false));
    socket.on('close', () => done(false));
    socket.on('data', () => end(true));
    socket.on('connect', () => socket.write(`${JSON.stringify(message)}\n`));
  });
}
