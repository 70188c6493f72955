import type { Clock } from '../clock.ts';

/**
 * Asks for the inbox's watches to run again when time alone changes what they show. One timer for the earliest such
 * moment, and none while no filter that is shown depends on time.
 */
export interface InboxTimer {
  /** A filter that was just read changes in so many milliseconds; null: never by itself. */
  expects(inMs: number | null): void;
  stop(): void;
}

/** A clock that is set or a machine that slept makes a moment far ahead wrong: it is looked at again in between. */
const LONGEST_MS = 3_600_000;

export function createInboxTimer({ clock, onDue }: { clock: Clock; onDue(): void }): InboxTimer {
  let waiting: { due: number; cancel(): void } | null = null;

  function stop(): void {
    waiting?.cancel();
    waiting = null;
  }

  return {
    expects(inMs) {
      if (inMs === null) return;
      const wait = Math.min(Math.max(inMs, 1), LONGEST_MS);
      const due = clock.monotonic() + wait;
      if (waiting !== null && waiting.due <= due) return;
      stop();
      const cancel = clock.after(wait, () => {
        waiting = null;
        onDue();
      });
      waiting = { due, cancel };
    },
    stop,
  };
}
