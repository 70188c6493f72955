/**
 * The messaging window («janela de 24 horas»): how long after the customer's last message an agent may write freely.
 *
 * It runs in elapsed time, so neither time zones nor the change to or from summer time matter. All times are epoch
 * milliseconds **of the server**: `lastInboundAt` is when the server received the message, never a customer's or an
 * agent's clock. A desktop subtracts what its own clock is ahead (`serverNow`) before it compares.
 *
 * Source: WhatsApp Cloud API, customer service window: 24 hours from the customer's last message (Messenger and
 * Instagram alike). The length is the channel's (`capabilities.windowMs`).
 */

/** When the window closes; null where the channel has none, or before the customer's first message. */
export function windowEndsAt(lastInboundAt: number | null, windowMs: number | null): number | null {
  return lastInboundAt === null || windowMs === null ? null : lastInboundAt + windowMs;
}

/**
 * Whether an agent may write freely now. A channel without a window is always open; a customer who never wrote has
 * none to write in. At exactly the end it is closed: the message would arrive after it.
 */
export function isWindowOpen(at: { lastInboundAt: number | null; windowMs: number | null; now: number }): boolean {
  if (at.windowMs === null) return true;
  const endsAt = windowEndsAt(at.lastInboundAt, at.windowMs);
  return endsAt !== null && at.now < endsAt;
}

/** The server's time as this machine knows it; `skewMs` is how far the machine's clock is ahead of the server's. */
export const serverNow = (machineNow: number, skewMs: number): number => machineNow - skewMs;

/** How long an automation may write freely; what only people may do later is none of its doing. */
export const automaticWindowMs = (of: {
  windowMs: number | null;
  peopleOnlyAfterMs?: number | undefined;
}): number | null => of.peopleOnlyAfterMs ?? of.windowMs;

/** From when on only people may write to this customer; null: there is no such time. */
export const peopleOnlyFrom = (
  lastInboundAt: number | null,
  of: { peopleOnlyAfterMs?: number | undefined } | null,
): number | null =>
  lastInboundAt === null || of?.peopleOnlyAfterMs === undefined ? null : lastInboundAt + of.peopleOnlyAfterMs;

export interface TimeLeft {
  hours: number;
  minutes: number;
  seconds: number;
  /** The largest unit worth showing: whole hours above one, then minutes, then seconds. */
  unit: 'hours' | 'minutes' | 'seconds';
}

/**
 * What is left until `endsAt`, or null when it is over. Counted in seconds that have begun, so it shows one second until
 * the very end and never zero while writing is still allowed.
 */
export function timeLeft(endsAt: number, now: number): TimeLeft | null {
  if (now >= endsAt) return null;
  const total = Math.ceil((endsAt - now) / 1_000);
  const hours = Math.floor(total / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  return {
    hours,
    minutes,
    seconds: total % 60,
    unit: hours > 0 ? 'hours' : minutes > 0 ? 'minutes' : 'seconds',
  };
}
