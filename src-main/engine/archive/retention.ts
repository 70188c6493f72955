import type { CacheKeeping } from '../cache/keeping/api.ts';
import type { Clock } from '../clock.ts';
import { errorFacts } from '../error-facts.ts';
import type { Log } from '../log.ts';

/** Lets go, once a day and some time after each start, of finished conversations older than the agent wants kept. */
export interface Retention {
  /**
   * The server answered, so its time is known. Without that nothing is let go: it could not be fetched again, and a
   * machine whose clock is a year ahead would let go of everything.
   */
  start(): void;
  /** What the server is told with a resume: conversations at rest since before this are not kept. */
  keepsSince(): number;
  /** Whether the machine lacks something of the period, because it was shorter before: then a snapshot is needed. */
  lacksSome(): boolean;
  /** A snapshot brought everything of the period. */
  lacksNothing(): void;
  /** The period changed, or the agent wants the room now. Answers how many conversations went; null: it failed. */
  run(options?: { keptLimit?: number; onProgress?(done: number): void }): Promise<number | null>;
  stop(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60_000;
/** The start is for the agent. */
const FIRST_AFTER_MS = 20_000;
/** Conversations kept because they were opened once. */
export const KEPT_LIMIT = 1_000;

export function createRetention(deps: {
  keeping: CacheKeeping;
  keepDays(): number;
  /** The period for which everything was here last; survives the cache. */
  covered: { get(): number | null; set(days: number): void };
  /** Open in the window, with a draft, or with something that waits to be sent. */
  spare(): ReadonlySet<string>;
  clock: Clock;
  /** This machine's clock minus the server's. */
  clockSkewMs(): number;
  log: Log;
}): Retention {
  const { keeping, clock, log } = deps;
  let cancel = () => {};
  let running: Promise<number | null> = Promise.resolve(null);
  let started = false;
  let stopped = false;

  const keepsSince = (): number => Math.max(0, Math.floor(clock.now() - deps.clockSkewMs() - deps.keepDays() * DAY_MS));

  async function retain(keptLimit: number, onProgress?: (done: number) => void): Promise<number | null> {
    if (stopped) return null;
    const begun = clock.monotonic();
    const days = deps.keepDays();
    try {
      const removed = await keeping.retain({
        floor: keepsSince(),
        keptLimit,
        spare: deps.spare(),
        ...(onProgress === undefined ? {} : { onProgress }),
      });
      if (!removed.ok) {
        log.warn('not-retained', { reason: removed.reason });
        return null;
      }
      deps.covered.set(Math.min(deps.covered.get() ?? days, days));
      log.info('retained', { removed: removed.value, ms: Math.round(clock.monotonic() - begun) });
      return removed.value;
    } catch (error) {
      log.error('not-retained', errorFacts(error));
      return null;
    }
  }

  /** One after another; the next day's begins from here. */
  function run({ keptLimit = KEPT_LIMIT, onProgress }: Parameters<Retention['run']>[0] = {}): Promise<number | null> {
    running = running.then(() => retain(keptLimit, onProgress));
    schedule(DAY_MS);
    return running;
  }

  function schedule(ms: number): void {
    cancel();
    if (!stopped) cancel = clock.after(ms, () => void run());
  }

  return {
    start() {
      if (!started) schedule(FIRST_AFTER_MS);
      started = true;
    },
    keepsSince,
    lacksSome: () => deps.keepDays() > (deps.covered.get() ?? Number.POSITIVE_INFINITY),
    lacksNothing: () => deps.covered.set(deps.keepDays()),
    run,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}
