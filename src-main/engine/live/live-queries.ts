import type { WatchName } from '../../../src-shared/bridge/contract.ts';
import type { EngineFrame } from '../../../src-shared/bridge/messages.ts';
import { createSentValue, type SentValue } from '../../../src-shared/bridge/patch.ts';
import type { Touched } from '../cache/api.ts';
import type { Clock } from '../clock.ts';
import { errorFacts } from '../error-facts.ts';
import type { Log } from '../log.ts';
import { bindWatch, isWatchName, type Watch } from './watch.ts';
import type { WatchSources } from './watch-sources.ts';

export interface LiveDeps {
  sources: WatchSources;
  clock: Clock;
  log: Log;
  /** A backlog is being applied: what it changes is shown by and by. */
  catchingUp?(): boolean;
}

export interface LiveQueries {
  /** Everything that one window watches; each window has its own. */
  open(send: (frame: EngineFrame) => void): LiveSession;
  /** Something changed. Watches it could affect run again, all windows in one go, at most once a frame. */
  touched(touched: Touched): void;
}

export interface LiveSession {
  /** Sends the first value at once. A call already open is replaced. */
  watch(call: number, name: string, args: unknown): 'watching' | 'bad-request';
  unwatch(call: number): void;
  close(): void;
}

interface Open {
  watch: Watch;
  /** What the window has; a patch is made against it. */
  sent: SentValue;
}

interface Window {
  open: Map<number, Open>;
  send(frame: EngineFrame): void;
}

/** A frame of a 60 Hz screen, in milliseconds. */
const FRAME_MS = 16;

/**
 * While a backlog is applied. Each frame of it would be rendered, slower than the engine makes them: the window was
 * still busy with old ones 300 ms after the last was sent, and keys waited behind them.
 */
const CATCHING_UP_MS = 100;

/**
 * Live queries: each change re-runs the watches that it could affect and sends the difference. The first change after
 * a quiet frame is answered at once, so that a single message pays no waiting; those that follow wait for the frame.
 */
export function createLiveQueries({ sources, clock, log, catchingUp = () => false }: LiveDeps): LiveQueries {
  const windows = new Set<Window>();
  let waiting: Touched[] = [];
  let scheduled: { at: number; cancel(): void } | null = null;
  let lastRun = Number.NEGATIVE_INFINITY;
  let running = false;

  function touched(change: Touched): void {
    waiting.push(change);
    if (running) return;
    const due = lastRun + (catchingUp() ? CATCHING_UP_MS : FRAME_MS);
    // What waited for the slower pace waits no longer once the backlog is done.
    if (scheduled !== null && scheduled.at <= due) return;
    scheduled?.cancel();
    scheduled = null;
    const now = clock.monotonic();
    if (now >= due) run();
    else schedule(due, due - now);
  }

  function schedule(at: number, ms: number): void {
    const cancel = clock.after(ms, () => {
      scheduled = null;
      run();
    });
    scheduled = { at, cancel };
  }

  function run(): void {
    const changes = waiting;
    waiting = [];
    lastRun = clock.monotonic();
    running = true;
    try {
      for (const window of windows) {
        const concerned = [...window.open].filter(([, { watch }]) => changes.some(watch.concernedBy));
        concerned.sort(([, a], [, b]) => rankOf(a.watch.name) - rankOf(b.watch.name));
        for (const [call, open] of concerned) update(window, call, open);
      }
    } finally {
      running = false;
    }
    // A reader may itself report a change (damage met while reading).
    if (waiting.length > 0 && scheduled === null) schedule(clock.monotonic() + FRAME_MS, FRAME_MS);
  }

  function update(window: Window, call: number, open: Open): void {
    const value = runWatch(window, call, open.watch);
    if (value === failed) return;
    const difference = open.sent.next(value);
    if (difference.kind === 'whole') window.send({ type: 'value', call, value });
    if (difference.kind === 'patch') window.send({ type: 'patch', call, patch: difference.patch });
  }

  /** A watch that fails stays open: the next change may find what it missed. */
  function runWatch(window: Window, call: number, watch: Watch): unknown {
    try {
      return watch.run();
    } catch (error) {
      log.error('watch-failed', { name: watch.name, ...errorFacts(error) });
      window.send({ type: 'error', call, code: 'internal', message: `the watch «${watch.name}» failed` });
      return failed;
    }
  }

  function open(send: (frame: EngineFrame) => void): LiveSession {
    const window: Window = { open: new Map(), send };
    windows.add(window);
    return {
      watch(call, name, args) {
        const watch = isWatchName(name) ? bindWatch(name, args, sources) : null;
        if (watch === null) return 'bad-request';
        const value = runWatch(window, call, watch);
        const isFailed = value === failed;
        const sent = createSentValue();
        if (!isFailed) sent.next(value);
        window.open.set(call, { watch, sent });
        if (!isFailed) send({ type: 'value', call, value });
        return 'watching';
      },
      unwatch: (call) => window.open.delete(call),
      close() {
        windows.delete(window);
        window.open.clear();
      },
    };
  }

  return { open, touched };
}

/** What people wrote leaves first: the agent reads it while counts and headers are still worked out. */
const texts: readonly WatchName[] = ['inbox.list', 'conversation.chat'];
const rankOf = (name: WatchName): number => (texts.includes(name) ? texts.indexOf(name) : texts.length);

const failed: unique symbol = Symbol('failed');
