import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ParsedMail } from './parsed-mail.ts';

/**
 * Reads mail in a process of its own, with limits on its time and memory: whatever a mail is made of, it can hold up only
 * itself. Not a thread: one that runs out of memory while it makes a buffer takes the whole backend with it. One mail at a
 * time; the others wait.
 */
export interface MailParser {
  parse(raw: Uint8Array): Promise<ParseOutcome>;
  close(): Promise<void>;
}

/** `reason`: `time`, `memory`, `ended` or `broken: …`, for the log; the mail is then kept as it came. */
export type ParseOutcome = { ok: true; mail: ParsedMail } | { ok: false; reason: string };

export interface ParserLimits {
  /** Milliseconds of processor time: a busy machine must not make a good mail a bad one. */
  cpuMs: number;
  /** Milliseconds of any time, where the system does not tell processor time, or the process does nothing. */
  wallMs: number;
  memoryMb: number;
}

const LIMITS: ParserLimits = { cpuMs: 1_000, wallMs: 10_000, memoryMb: 1_024 };
const LOOK_MS = 50;
/** It loads its libraries once; that is not the mail's doing. */
const START_MS = 30_000;

type Answer = { ready: true } | { id: number; mail: ParsedMail } | { id: number; error: string };

export function createMailParser(limits: ParserLimits = LIMITS): MailParser {
  let child: Promise<ChildProcess> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let lastId = 0;
  let closed = false;

  function start(): Promise<ChildProcess> {
    const { promise, resolve, reject } = Promise.withResolvers<ChildProcess>();
    const started = fork(fileURLToPath(new URL('./process.ts', import.meta.url)), {
      execArgv: [`--max-old-space-size=${Math.round(limits.memoryMb / 2)}`, '--stack-size=4000'],
      serialization: 'advanced',
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const late = setTimeout(() => started.kill('SIGKILL'), START_MS);
    started.once('message', () => resolve(started));
    started.once('error', reject);
    started.once('exit', () => {
      child = null;
      reject(new Error('the process that reads mail ended'));
    });
    return promise.finally(() => clearTimeout(late));
  }

  async function parseNow(raw: Uint8Array): Promise<ParseOutcome> {
    child ??= start();
    const reader = await child.catch((error: unknown) => {
      child = null;
      throw error;
    });
    const id = ++lastId;
    const { promise, resolve } = Promise.withResolvers<ParseOutcome>();
    const end = (reason: string) => {
      child = null;
      reader.kill('SIGKILL');
      resolve({ ok: false, reason });
    };
    const heard = (answer: Answer) => {
      if (!('id' in answer) || answer.id !== id) return;
      resolve('mail' in answer ? { ok: true, mail: answer.mail } : { ok: false, reason: `broken: ${answer.error}` });
    };
    const died = () => end('ended');
    reader.on('message', heard);
    reader.once('exit', died);
    const stopWatching = watch(reader, end);
    reader.send({ id, raw }, (error) => {
      if (error !== null) end('ended');
    });
    try {
      return await promise;
    } finally {
      stopWatching();
      reader.off('message', heard);
      reader.off('exit', died);
    }
  }

  /** Ends the process when it has used what it may. Returns what stops the watching. */
  function watch(reader: ChildProcess, end: (reason: string) => void): () => void {
    const before = usageOf(reader)?.cpuMs ?? 0;
    const look = setInterval(() => {
      const usage = usageOf(reader);
      if (usage === null) return;
      if (usage.cpuMs - before > limits.cpuMs) end('time');
      else if (usage.memoryMb > limits.memoryMb) end('memory');
    }, LOOK_MS);
    const latest = setTimeout(() => end('time'), limits.wallMs);
    return () => {
      clearInterval(look);
      clearTimeout(latest);
    };
  }

  return {
    parse(raw) {
      if (closed) return Promise.reject(new Error('the parser is closed'));
      const mine = turn.then(() => parseNow(raw));
      turn = mine.catch(() => undefined);
      return mine;
    },
    async close() {
      closed = true;
      await turn;
      const reader = await child?.catch(() => null);
      if (reader == null) return;
      const ended = new Promise((done) => reader.once('exit', done));
      reader.kill('SIGKILL');
      await ended;
    },
  };
}

const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4_096;

/** What a process used so far, where the system tells (Linux, proc(5): fields 14, 15 and 24 of `stat`); else null. */
function usageOf({ pid }: ChildProcess): { cpuMs: number; memoryMb: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return {
      cpuMs: (ticks * 1_000) / TICKS_PER_SECOND,
      memoryMb: (Number(fields[21]) * PAGE_BYTES) / (1_024 * 1_024),
    };
  } catch {
    return null;
  }
}
