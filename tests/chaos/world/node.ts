import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type Program, startProgram } from '../../e2e/harness/program.ts';

/** One backend node: a process of the real backend, which can be killed, frozen, deployed anew and put back. */
export interface BackendNode {
  name: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** Killed, and never started again. */
  close(): Promise<void>;
  /** SIGTERM, as a deploy does; resolves when it has drained and ended. */
  end(): Promise<void>;
  /** What it is started as from now on; see next-version.ts. */
  setVersion(version: number): void;
  sleep(): void;
  wake(): void;
  setClock(offMs: number): void;
  port(): number | null;
  /** Which version answers on it; null: nobody does. */
  version(): Promise<string | null>;
  running(): boolean;
}

const main = join(import.meta.dirname, '..', '..', '..', 'src-backend', 'main.ts');
const preloaded = ['machine-clock.ts', 'next-version.ts'].map(
  (file) => `--import=${pathToFileURL(join(import.meta.dirname, file)).href}`,
);
const RESTART_MS = 500;

export function createNode(options: {
  name: string;
  folder: string;
  /** The embedded database's folder, or where the server is. */
  database: { kind: 'embedded'; folder: string } | { kind: 'server'; url: string };
  provision: string;
  /** How long it serves on after SIGTERM, for a balancer that asks. */
  drainSeconds: number;
  onPorts(): void;
  onCrash(words: string): void;
}): BackendNode {
  const { name, database } = options;
  const clockFile = join(options.folder, `${name}.clock`);
  writeFileSync(clockFile, '0');
  let program: Program | null = null;
  let port: number | null = null;
  let wanted = false;
  let starting: Promise<void> = Promise.resolve();
  let closed = false;
  let plug = new AbortController();
  let version = 0;

  async function launch(): Promise<void> {
    const data = database.kind === 'embedded' ? ['--data', database.folder] : [];
    const started = await startProgram(
      main,
      ['--port', '0', '--provision', options.provision, ...data],
      {
        DATABASE_URL: database.kind === 'server' ? database.url : '',
        TURNO_LOG: process.env.TURNO_TEST_LOG ?? 'error',
        TURNO_DRAIN_SECONDS: String(options.drainSeconds),
        NODE_OPTIONS: preloaded.join(' '),
        TURNO_TEST_CLOCK_FILE: clockFile,
        TURNO_TEST_VERSION: String(version),
      },
      plug.signal,
    );
    // It was killed before it had started.
    if (!wanted) return started.kill();
    program = started;
    port = Number(new URL(z.object({ url: z.url() }).parse(started.said).url).port);
    options.onPorts();
    watch(started);
  }

  /** Told when it ends by itself, and started again, as whatever supervises servers does. */
  function watch(started: Program): void {
    const look = setInterval(() => {
      if (started.running()) return;
      clearInterval(look);
      if (program !== started) return;
      gone();
      options.onCrash(started.errors().slice(-3_000));
      if (wanted) void node.start().catch(() => undefined);
    }, 200);
    look.unref();
  }

  function gone(): void {
    program = null;
    port = null;
    options.onPorts();
  }

  async function launchAgain(): Promise<void> {
    for (;;) {
      try {
        if (closed) throw new Error(`${name} is not started any more`);
        return await launch();
      } catch (error) {
        // Its database may be down too: it is started again until it can.
        if (closed || !wanted || database.kind === 'embedded') throw error;
        await new Promise((done) => setTimeout(done, RESTART_MS));
      }
    }
  }

  const node: BackendNode = {
    name,
    start() {
      wanted = true;
      plug = new AbortController();
      const attempt = launchAgain();
      starting = attempt.catch(() => undefined);
      return attempt;
    },
    async kill() {
      const victim = program;
      wanted = false;
      gone();
      await victim?.kill();
      plug.abort();
      await starting;
    },
    close() {
      closed = true;
      node.wake();
      return node.kill();
    },
    async end() {
      const leaving = program;
      wanted = false;
      program = null;
      await leaving?.end();
      gone();
    },
    setVersion(next) {
      version = next;
    },
    sleep: () => void (program && process.kill(program.pid, 'SIGSTOP')),
    wake: () => void (program?.running() && process.kill(program.pid, 'SIGCONT')),
    setClock: (offMs) => writeFileSync(clockFile, String(offMs)),
    port: () => port,
    version: () =>
      fetch(`http://127.0.0.1:${port}/healthz`)
        .then((answer) => answer.json())
        .then((health) => z.object({ version: z.string() }).parse(health).version)
        .catch(() => null),
    running: () => program?.running() ?? false,
  };
  return node;
}
