import type { Touched } from '../cache/api.ts';
import type { Clock } from '../clock.ts';
import { createCrowd } from './crowd.ts';

/**
 * When a change is shown. As a rule at once, then at most once a frame; what a backlog changes now and then; and lists
 * and counts five times a second while a crowd writes. Moments are milliseconds of the monotonic clock.
 */
export interface Pace {
  /** @returns when it is due. */
  add(change: Touched): number;
  /** What is due by now. `overviews`: what shows many conversations at once is due as well. */
  take(): { changes: Touched[]; overviews: boolean };
  /** An overview was shown with what was taken. */
  overviewShown(): void;
  /** When the rest is due; null: nothing waits. `overviewsWait`: some were concerned and not due. */
  nextDue(overviewsWait: boolean): number | null;
}

export interface PaceDeps {
  clock: Pick<Clock, 'monotonic'>;
  /** What is being applied: what a backlog changes is shown by and by. */
  catchingUp(): keyof typeof BACKLOG_MS | null;
}

/** A frame of a 60 Hz screen. */
const FRAME_MS = 16;

/**
 * What a backlog shows in between is old when it is painted, and rendering it takes the processor from applying the
 * rest: ten times a second kept the window busy for the whole of 10,000 events. A snapshot fills an empty list, which
 * somebody waits for.
 */
const BACKLOG_MS = { log: 500, snapshot: 100 } as const;

/**
 * Each movement of a list renders every card on the screen, and fifty of them a second took every tenth frame from
 * whoever was typing. What is read (the open conversation) goes on coming at once.
 */
const CROWD_MS = 200;

/** The agent's own doing and the line's state never wait for a backlog. */
const isPrompt = ({ outbox, bulk, preferences, session, storage, uploads, connection }: Touched): boolean =>
  (outbox ?? bulk ?? preferences ?? session ?? storage ?? uploads ?? connection) !== undefined;

export function createPace({ clock, catchingUp }: PaceDeps): Pace {
  const crowd = createCrowd(clock);
  let waiting: Touched[] = [];
  let backlog: Touched[] = [];
  let lastTaken = Number.NEGATIVE_INFINITY;
  let lastOfBacklog = Number.NEGATIVE_INFINITY;
  let lastOverview = Number.NEGATIVE_INFINITY;

  const overviewsDue = (): number => (crowd.isHere() ? lastOverview + CROWD_MS : lastTaken);

  return {
    add(change) {
      const kind = catchingUp();
      if (kind !== null && !isPrompt(change)) {
        backlog.push(change);
        return lastOfBacklog + BACKLOG_MS[kind];
      }
      waiting.push(change);
      crowd.saw(change.conversations ?? []);
      return lastTaken + FRAME_MS;
    },
    take() {
      lastTaken = clock.monotonic();
      const changes = waiting;
      waiting = [];
      const kind = catchingUp();
      // What waited for the slower pace waits no longer once the backlog is done. A timer may come a little early.
      if (kind === null || lastTaken >= lastOfBacklog + BACKLOG_MS[kind] - 1) {
        lastOfBacklog = lastTaken;
        changes.push(...backlog);
        backlog = [];
      }
      return { changes, overviews: lastTaken >= overviewsDue() };
    },
    overviewShown() {
      lastOverview = lastTaken;
    },
    nextDue(overviewsWait) {
      const due: number[] = [];
      const nextFrame = clock.monotonic() + FRAME_MS;
      if (waiting.length > 0) due.push(nextFrame);
      if (overviewsWait) due.push(Math.max(nextFrame, overviewsDue()));
      if (backlog.length > 0) due.push(Math.max(nextFrame, lastOfBacklog + BACKLOG_MS[catchingUp() ?? 'snapshot']));
      return due.length === 0 ? null : Math.min(...due);
    },
  };
}
