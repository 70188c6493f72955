import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionArgs, ActionName, ActionResults, WatchResults } from '../../../src-shared/bridge/contract.ts';
import type { EngineFrame } from '../../../src-shared/bridge/messages.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import { createBridge, type MachineOrder } from './bridge.ts';

/** An agent's machine: an engine's process, which can be killed and frozen, and the files that outlive it. */
export interface Machine {
  name: string;
  folder: string;
  /** Switches it on; resolves when the engine runs. Its agent signs in by itself. */
  start(): Promise<void>;
  kill(): Promise<void>;
  /** As a person closes the application. */
  end(): Promise<void>;
  isOn(): boolean;
  /** The machine sleeps: nothing of it runs. */
  sleep(): void;
  wake(): void;
  /** Its clock is wrong by so much from now on, over restarts too. */
  setClock(offMs: number): void;
  /** No file may grow beyond so many bytes, as on a full disk; null: there is room. */
  limitFiles(bytes: number | null): void;
  act<Name extends ActionName>(name: Name, args: ActionArgs<Name>): Promise<ActionResults[Name] | 'unanswered'>;
  /** Its agent opens every conversation there is on it, of today and before. */
  readEverything(): Promise<void>;
  /** What the window shows now; null while nothing was shown yet. */
  sees: { [Name in Shown]: WatchResults[Name] | null };
  /** What the window told of the line since the machine was first switched on, each time another. */
  lines(): readonly ShownLine[];
  /** The profile's folder, once somebody signed in. */
  profile(): string | null;
  /** The key of the files, as the agent's choice of protection keeps it. */
  key(): Buffer | null;
}

export interface ShownLine {
  /** `performance.now()` */
  at: number;
  state: WatchResults['connection']['state'];
}

type Shown = 'session' | 'connection' | 'outbox' | 'inbox.list' | 'directory';

const script = join(import.meta.dirname, 'engine', 'main.ts');
const everythingOpen = { tab: 'all' as const, status: 'open' as const, order: 'newest' as const, ...plainFilterLists };

export function createMachine(options: {
  name: string;
  folder: string;
  serverUrl: string;
  /** It ended without having been told to. */
  onCrash(words: string): void;
  /** The engine did what it must not. */
  onDefect(words: string): void;
}): Machine {
  const { name, folder } = options;
  mkdirSync(folder, { recursive: true });
  let child: ChildProcess | null = null;
  let offMs = 0;
  let asleep = false;
  const order = (message: MachineOrder) => child?.send(message);
  const bridge = createBridge(
    (frame) => child?.send(frame),
    (words) => options.onDefect(words),
  );
  const sees: Machine['sees'] = { session: null, connection: null, outbox: null, 'inbox.list': null, directory: null };
  bridge.watch('session', {}, (value) => {
    sees.session = value;
  });
  const lines: ShownLine[] = [];
  bridge.watch('connection', {}, (value) => {
    sees.connection = value;
    if (lines.at(-1)?.state !== value.state) lines.push({ at: performance.now(), state: value.state });
  });
  bridge.watch('outbox', {}, (value) => {
    sees.outbox = value;
  });
  bridge.watch('directory', {}, (value) => {
    sees.directory = value;
  });
  bridge.watch('inbox.list', { filter: everythingOpen, start: 0, count: 200 }, (value) => {
    sees['inbox.list'] = value;
  });

  function gone(from: ChildProcess): void {
    if (child !== from) return;
    child = null;
    asleep = false;
    for (const shown of Object.keys(sees)) Object.assign(sees, { [shown]: null });
    bridge.lost();
  }

  const machine: Machine = {
    name,
    folder,
    sees,
    lines: () => lines,
    async start() {
      const { promise: started, resolve, reject } = Promise.withResolvers<void>();
      const next = fork(script, [folder, options.serverUrl], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
      let words = '';
      next.stderr?.on('data', (chunk: Buffer) => {
        words = (words + chunk.toString()).slice(-4_000);
      });
      next.on('message', (frame: EngineFrame | { type: 'started' }) => {
        if (frame.type === 'started') resolve();
        else if (child === next) bridge.receive(frame);
      });
      // A frame to an engine that was killed a moment ago.
      next.on('error', () => undefined);
      next.once('exit', (code, signal) => {
        if (child === next && !expected.has(next)) options.onCrash(`exit ${code ?? signal}\n${words}`);
        gone(next);
        reject(new Error(`the engine of ${name} ended before it had started\n${words}`));
      });
      child = next;
      await started;
      order({ type: 'clock', offMs });
      bridge.connected();
    },
    async kill() {
      await ending((victim) => victim.kill('SIGKILL'));
    },
    async end() {
      machine.wake();
      await ending((leaving) => leaving.send({ type: 'end' } satisfies MachineOrder));
    },
    isOn: () => child !== null,
    sleep() {
      asleep = true;
      child?.kill('SIGSTOP');
    },
    wake() {
      if (asleep) child?.kill('SIGCONT');
      asleep = false;
    },
    setClock(ms) {
      offMs = ms;
      order({ type: 'clock', offMs });
    },
    limitFiles(bytes) {
      if (child?.pid === undefined) return;
      execFileSync('prlimit', [`--pid=${child.pid}`, `--fsize=${bytes ?? 'unlimited'}:`]);
    },
    act: (action, args) => bridge.act(action, args),
    async readEverything() {
      for (const status of ['open', 'finished'] as const) {
        const filter = { ...everythingOpen, status };
        for (let start = 0; ; start += 200) {
          const { rows = [] } = (await bridge.look('inbox.list', { filter, start, count: 200 })) ?? {};
          for (const { id, contactId } of rows) {
            await bridge.look('conversation.chat', { conversationId: id, limit: 5_000 });
            await bridge.look('contact', { contactId });
          }
          if (rows.length < 200) break;
        }
      }
    },
    profile() {
      const profiles = join(folder, 'profiles');
      const names = entriesOf(profiles).filter((entry) => !entry.includes('set-aside'));
      return names[0] === undefined ? null : join(profiles, names[0]);
    },
    key() {
      const profile = machine.profile();
      return profile === null || !entriesOf(profile).includes('key') ? null : readFileSync(join(profile, 'key'));
    },
  };

  const expected = new WeakSet<ChildProcess>();
  async function ending(how: (leaving: ChildProcess) => void): Promise<void> {
    const leaving = child;
    if (leaving === null) return;
    expected.add(leaving);
    const ended = new Promise<void>((done) => leaving.once('exit', () => done()));
    how(leaving);
    await ended;
  }
  return machine;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
