import { setTimeout as pause } from 'node:timers/promises';

/** What each desktop on this node is told, and how it is seen whether it went. */
interface Guest {
  connected: boolean;
  emit(event: 'leaving'): unknown;
}

/**
 * So many are on their way at a time: the next goes when one has a line elsewhere, so hundreds come to the next node as fast as
 * it takes them and none waits there in a queue, which is when an agent would be without what happens.
 */
const AT_ONCE = 8;
/** One that has not gone by then (asleep, or it does not know how) makes room for the next. */
const SLOW_MS = 500;
/** For all; whoever was not told by then is told at the end of it. */
const ALL_MS = 10_000;
/** For the last one to have another line, and for what it had asked to be answered. */
const PATIENCE_MS = 1_000;
const LOOK_EVERY_MS = 5;

/**
 * A node that stops asks its desktops to make their lines with other nodes, a few at a time, while it still serves
 * them. Resolves when all have gone, or when those that cannot have had their time: they are cut and come back.
 */
export async function sendAway(guests: Iterable<Guest>): Promise<void> {
  const all = [...guests];
  const until = performance.now() + ALL_MS;
  let onTheirWay: { guest: Guest; since: number }[] = [];
  const full = () => {
    const now = performance.now();
    onTheirWay = onTheirWay.filter(({ guest, since }) => guest.connected && now - since < SLOW_MS);
    return onTheirWay.length >= AT_ONCE && now < until;
  };
  for (const guest of all) {
    while (full()) await pause(LOOK_EVERY_MS);
    if (!guest.connected) continue;
    guest.emit('leaving');
    onTheirWay.push({ guest, since: performance.now() });
  }
  const patience = performance.now() + PATIENCE_MS;
  while (performance.now() < patience && all.some(({ connected }) => connected)) await pause(LOOK_EVERY_MS);
}
