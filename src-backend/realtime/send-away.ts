import { setTimeout as pause } from 'node:timers/promises';

/** What each desktop on this node is told, and how it is seen whether it went. */
interface Guest {
  connected: boolean;
  emit(event: 'leaving'): unknown;
}

/** Between two desktops, so that a thousand do not knock at the next node in the same instant; and for all of them. */
const EACH_MS = 5;
const ALL_MS = 4_000;
/** For the last one to have another line, and for what it had asked to be answered. */
const PATIENCE_MS = 1_000;
const LOOK_EVERY_MS = 20;

/**
 * A node that stops asks its desktops to make their lines with other nodes, one after the other, while it still serves
 * them. Resolves when all have gone, or when those that cannot have had their time: they are cut and come back.
 */
export async function sendAway(guests: Iterable<Guest>): Promise<void> {
  const all = [...guests];
  const each = Math.min(EACH_MS, ALL_MS / all.length);
  const began = performance.now();
  for (const [index, guest] of all.entries()) {
    // A timer is not precise to the millisecond; the sum is.
    const early = began + index * each - performance.now();
    if (early >= 1) await pause(early);
    if (guest.connected) guest.emit('leaving');
  }
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until && all.some(({ connected }) => connected)) await pause(LOOK_EVERY_MS);
}
