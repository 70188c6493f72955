import type { Clock } from '../clock.ts';

/**
 * Whether messages of many customers come faster than anybody reads. It counts conversations and not changes: one
 * customer who writes ten times a second is followed card by card.
 */
export interface Crowd {
  /** These changed just now. */
  saw(conversationIds: Iterable<string>): void;
  isHere(): boolean;
}

/** So many conversations within so many milliseconds: fifteen a second. */
const MANY = 6;
const WITHIN_MS = 400;

export function createCrowd(clock: Pick<Clock, 'monotonic'>): Crowd {
  /** The conversations that changed last and when, the longest ago first. */
  const latest = new Map<string, number>();

  return {
    saw(conversationIds) {
      const now = clock.monotonic();
      for (const id of conversationIds) {
        latest.delete(id);
        latest.set(id, now);
      }
      for (const id of latest.keys()) {
        if (latest.size <= MANY) break;
        latest.delete(id);
      }
    },
    isHere() {
      const [longestAgo] = latest.values();
      return latest.size === MANY && longestAgo !== undefined && clock.monotonic() - longestAgo <= WITHIN_MS;
    },
  };
}
