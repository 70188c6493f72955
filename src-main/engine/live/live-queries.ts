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
  /** What is being applied: what a backlog changes is shown by and by. */
  catchingUp?(): keyof typeof PACES | null;
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

/** A frame of a 60 Hz screen, in milliseconds. */
const FRAME_MS = 16;

/**
 * While a backlog is applied, in milliseconds. What it shows in between is old when it is painted, and rendering it takes the
 * processor from applying the rest: ten times a second kept the window busy for the whole of 10,000 events. A snapshot
 * fills an empty list, which somebody waits for.
 */
const PACES = { log: 500, snapshot: 100 } as const;

/** The agent's own doing and the line's state never wait for a backlog. */
const isPrompt = ({ outbox, bulk, preferences, session, storage, uploads, connection }: Touched): boolean =>
  (outbox ?? bulk ?? preferences ?? session ?? storage ?? uploads ?? connection) !== undefined;

/**
 * In a crowd: messages of many customers come faster than anybody reads. Cards and counts then move five times a second,
 * and what is read (the open conversation) goes on coming at once: each movement renders every card on the screen, and fifty
 * of them a second took every tenth frame from whoever was typing.
 */
const CROWD_MS = 200;
const CROWD_RUNS = 8;
const CROWD_WITHIN_MS = 400;

/**
 * Live queries: each change re-runs the watches that it could affect and sends the difference. The first change after
 * a quiet frame is answered at once, so that a single message pays no waiting; those that follow wait for the frame.
 */
export function createLiveQueries({ sources, clock, log, catchingUp = () => null }: LiveDeps): LiveQueries {
  const windows = new Set<Window>();
  let waiting: Touched[] = [];
  /** What a backlog changed. */
  let backlog: Touched[] = [];
  let scheduled: { at: number; cancel(): void } | null = null;
  let lastRun = Number.NEGATIVE_INFINITY;
  let lastOverview = Number.NEGATIVE_INFINITY;
  /** When the latest runs were. */
  let runs: number[] = [];
  let lastOfBacklog = Number.NEGATIVE_INFINITY;
  let running = false;

  function touched(change: Touched): void {
    const kind = catchingUp();
    const isOfBacklog = kind !== null && !isPrompt(change);
    (isOfBacklog ? backlog : waiting).push(change);
    if (!running) runAt(isOfBacklog ? lastOfBacklog + PACES[kind] : lastRun + FRAME_MS);
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

  /** What waited for the slower pace waits no longer once the backlog is done. */
  function takeChanges(): Touched[] {
    lastRun = clock.monotonic();
    const kind = catchingUp();
    const changes = waiting;
    waiting = [];
    // A timer may come a little early.
    if (kind !== null && lastRun < lastOfBacklog + PACES[kind] - 1) return changes;
    lastOfBacklog = lastRun;
    changes.push(...backlog);
    backlog = [];
    return changes;
  }

  function run(): void {
    const changes = takeChanges();
    runs = [...runs, lastRun].slice(-CROWD_RUNS);
    const overviewDue = isCrowd(lastRun) ? lastOverview + CROWD_MS : lastRun;
    const withOverview = lastRun >= overviewDue;
    let anyLate = false;
    running = true;
    try {
      for (const window of windows) {
        const concerned = [...window.open].filter(([, { late, watch }]) => late || changes.some(watch.concernedBy));
        concerned.sort(([, a], [, b]) => rankOf(a.watch.name) - rankOf(b.watch.name));
        for (const [call, open] of concerned) {
          const overview = overviews.has(open.watch.name);
          open.late = overview && !withOverview;
          if (open.late) anyLate = true;
          else update(window, call, open);
          if (overview && withOverview) lastOverview = lastRun;
        }
      }
    } finally {
      running = false;
    }
    // A reader may itself report a change (damage met while reading).
    const nextFrame = clock.monotonic() + FRAME_MS;
    if (waiting.length > 0) runAt(nextFrame);
    if (anyLate) runAt(Math.max(nextFrame, overviewDue));
    if (backlog.length > 0) runAt(Math.max(nextFrame, lastOfBacklog + PACES[catchingUp() ?? 'snapshot']));
  }

  const isCrowd = (now: number): boolean => runs.length === CROWD_RUNS && now - (runs[0] ?? now) <= CROWD_WITHIN_MS;

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
