import type { WatchName } from '../../../src-shared/bridge/contract.ts';
import type { EngineFrame } from '../../../src-shared/bridge/messages.ts';
import { createSentValue, type SentValue } from '../../../src-shared/bridge/patch.ts';
import type { Touched } from '../cache/api.ts';
import type { Clock } from '../clock.ts';
import { errorFacts } from '../error-facts.ts';
import type { Log } from '../log.ts';
import { createPace, type PaceDeps } from './pace.ts';
import { bindWatch, isWatchName, type Watch } from './watch.ts';
import type { WatchSources } from './watch-sources.ts';

export interface LiveDeps {
  sources: WatchSources;
  clock: Clock;
  log: Log;
  /** What is being applied: what a backlog changes is shown by and by. */
  catchingUp?: PaceDeps['catchingUp'];
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
  /** It was concerned by a change, and its turn has not come. */
  late: boolean;
  /** What the window has; a patch is made against it. */
  sent: SentValue;
}

interface Window {
  open: Map<number, Open>;
  send(frame: EngineFrame): void;
}

/**
 * Live queries: each change re-runs the watches that it could affect and sends the difference. The first change after
 * a quiet frame is answered at once, so that a single message pays no waiting; those that follow wait for the frame.
 */
export function createLiveQueries({ sources, clock, log, catchingUp = () => null }: LiveDeps): LiveQueries {
  const windows = new Set<Window>();
  const pace = createPace({ clock, catchingUp });
  let scheduled: { at: number; cancel(): void } | null = null;
  let running = false;

  function touched(change: Touched): void {
    const due = pace.add(change);
    if (!running) runAt(due);
  }

  function runAt(due: number): void {
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
    const due = pace.take();
    let overviewsWait = false;
    running = true;
    try {
      for (const window of windows) {
        const concerned = [...window.open].filter(([, { late, watch }]) => late || due.changes.some(watch.concernedBy));
        concerned.sort(([, a], [, b]) => rankOf(a.watch.name) - rankOf(b.watch.name));
        for (const [call, open] of concerned) {
          const isOverview = overviews.has(open.watch.name);
          open.late = isOverview && !due.overviews;
          if (open.late) overviewsWait = true;
          else update(window, call, open);
          if (isOverview && due.overviews) pace.overviewShown();
        }
      }
    } finally {
      running = false;
    }
    // A reader may itself report a change (damage met while reading).
    const next = pace.nextDue(overviewsWait);
    if (next !== null) runAt(next);
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
        window.open.set(call, { watch, late: false, sent });
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

/** What shows many conversations at once, and what is counted over them. */
const overviews: ReadonlySet<WatchName> = new Set<WatchName>(['inbox.list', 'inbox.counts', 'history.list', 'outbox']);

const failed: unique symbol = Symbol('failed');
