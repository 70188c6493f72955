import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** One of the project's programs as a process of its own, as a person starts it. */
export interface Program {
  /** What it printed on its first line of standard output, parsed. */
  said: unknown;
  /** The end of its standard error, for the words of a failed test. */
  errors(): string;
  /** Pulls the plug: nothing is closed, saved or said. */
  kill(): Promise<void>;
  /** Asks it to end, and resolves when it did. */
  end(withinMs?: number): Promise<void>;
  running(): boolean;
  pid: number;
}

const START_TIMEOUT_MS = 60_000;
const END_TIMEOUT_MS = 10_000;

/** Resolves when the program printed its first line, which is JSON for all of ours. `plug`: pulled before that, too. */
export async function startProgram(
  file: string,
  args: string[],
  environment: NodeJS.ProcessEnv = {},
  plug?: AbortSignal,
): Promise<Program> {
  const child = spawn(process.execPath, [file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  plug?.addEventListener('abort', () => child.kill('SIGKILL'));
  let errors = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    errors = (errors + text).slice(-20_000);
  });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const line = await firstLine(child, ended, file, () => errors);
  return {
    said: JSON.parse(line),
    errors: () => errors,
    running: () => child.exitCode === null && child.signalCode === null,
    pid: child.pid ?? -1,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async end(withinMs = END_TIMEOUT_MS) {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), withinMs);
      await ended;
      clearTimeout(late);
    },
  };
}

function firstLine(child: ChildProcess, ended: Promise<void>, file: string, errors: () => string): Promise<string> {
  return new Promise((done, fail) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      fail(new Error(`${file} said nothing within ${START_TIMEOUT_MS} ms\n${errors()}`));
    }, START_TIMEOUT_MS);
    void ended.then(() => {
      clearTimeout(late);
      fail(new Error(`${file} ended before it said anything\n${errors()}`));
    });
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(late);
      done(line);
    });
  });
}
