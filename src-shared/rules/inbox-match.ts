import type { Contact, Conversation, Reason } from '../protocol/entities.ts';
import type { InboxFilter, InboxPeriod, InboxStatus, InboxTab, WindowLeft } from '../protocol/inbox-filter.ts';
import { windowEndsAt } from './window.ts';

/**
 * Which conversations pass a filter of the inbox (A1, A3, A4), in plain words. Engine and backend decide the same over
 * columns and in SQL, because they must be fast; both are held to this by tests over random data.
 *
 * Different filters combine with «and», the values of one filter with «or»; empty lists and null filter nothing.
 * - A conversation merged into another one is shown within that one: it passes no filter and is counted nowhere.
 * - `tagIds`, `stageIds`: of the customer, that is of the contact with everything merged into it (`merged-contact.ts`).
 * - `reasonIds`: a reason stands for those below it too. Conversations without a qualification pass no reason.
 * - `agentIds`: whoever it is assigned to; a finished one that was nobody's counts as whoever's finished it.
 * - `period`: the last activity, in days of the workspace's time zone.
 * - `windowLeft`: only where the connection has a messaging window and the customer wrote.
 */
export function passesFilter(facts: InboxFacts, filter: InboxFilter, moment: InboxMoment): boolean {
  const { conversation, contact } = facts;
  const { qualification } = conversation;
  const agentId = conversation.assigneeId ?? conversation.finishedById;
  const windowMs = moment.windowMs(conversation.connectionId);
  return (
    conversation.merged === null &&
    inStatus(conversation, filter.status) &&
    inTab(conversation, filter.tab, moment.me) &&
    anyOf(filter.connectionIds, [conversation.connectionId]) &&
    anyOf(filter.departmentIds, [conversation.departmentId]) &&
    anyOf(filter.channels, [conversation.channel]) &&
    anyOf(filter.tagIds, contact.tagIds) &&
    anyOf(filter.stageIds, openStagesOf(contact)) &&
    anyOf(filter.agentIds, agentId === null ? [] : [agentId]) &&
    (filter.reasonIds.length === 0 ||
      reasonsUnder(moment.reasons, filter.reasonIds).has(qualification?.reasonId ?? '')) &&
    (filter.period === null || inPeriod(conversation.lastActivityAt, periodBounds(filter.period, moment))) &&
    (filter.windowLeft === null ||
      hasLeft(windowEndsAt(conversation.lastInboundAt, windowMs), filter.windowLeft, moment.now))
  );
}

export interface InboxFacts {
  conversation: Conversation;
  /** As people see it: composed with what was merged into it. */
  contact: Pick<Contact, 'tagIds' | 'deals'>;
}

/** When, where and for whom a filter is answered. `now`: epoch milliseconds by the server's clock. */
export interface InboxMoment {
  /** null: nobody is signed in, nothing is «mine». */
  me: string | null;
  now: number;
  /** The workspace's (IANA). */
  timeZone: string;
  reasons: readonly Pick<Reason, 'id' | 'parentId'>[];
  /** `Capabilities.windowMs` of a connection; null: it has no window, or is unknown. */
  windowMs(connectionId: string): number | null;
}

function anyOf<Value>(wanted: readonly Value[], has: readonly Value[]): boolean {
  return wanted.length === 0 || has.some((value) => wanted.includes(value));
}

export function inStatus(conversation: Conversation, status: InboxStatus): boolean {
  const active = conversation.status === 'queued' || conversation.status === 'open';
  switch (status) {
    case 'open':
      return active;
    case 'awaiting':
      return active && conversation.awaitingSince !== null;
    case 'failed':
      return conversation.failedCount > 0 && conversation.status !== 'finished';
    case 'finished':
      return conversation.status === 'finished';
    case 'automation':
      return conversation.status === 'automation';
  }
}

export function inTab(conversation: Pick<Conversation, 'assigneeId'>, tab: InboxTab, me: string | null): boolean {
  if (tab === 'all') return true;
  return tab === 'mine' ? me !== null && conversation.assigneeId === me : conversation.assigneeId === null;
}

/** The stages of the deals that are neither won nor lost. */
export const openStagesOf = ({ deals }: Pick<Contact, 'deals'>): string[] =>
  deals.filter(({ state }) => state === 'open').map(({ stageId }) => stageId);

/** Reasons with everything below them; ids that no reason has stand for themselves. */
export function reasonsUnder(
  reasons: Iterable<Pick<Reason, 'id' | 'parentId'>>,
  ids: readonly string[],
): ReadonlySet<string> {
  const all = [...reasons];
  const under = new Set(ids);
  let before = -1;
  while (under.size > before) {
    before = under.size;
    for (const { id, parentId } of all) if (parentId !== null && under.has(parentId)) under.add(id);
  }
  return under;
}

/** From the first millisecond to the first one after it; null: open to that side. */
export interface PeriodBounds {
  from: number;
  to: number | null;
}

export const inPeriod = (at: number, { from, to }: PeriodBounds): boolean => at >= from && (to === null || at < to);

/**
 * A period's days as moments. Days begin when the workspace's calendar says so, which is not always midnight (a change
 * to summer time may skip it). Days that run backwards hold nothing. The last days have no end: what a clock that runs
 * ahead dated a moment into the future belongs to today.
 */
export function periodBounds(
  period: InboxPeriod,
  { now, timeZone }: Pick<InboxMoment, 'now' | 'timeZone'>,
): PeriodBounds {
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(timeZone).epochMilliseconds;
  if (period.kind === 'last')
    return { from: startOf(today(now, timeZone).subtract({ days: period.days - 1 })), to: null };
  return {
    from: startOf(Temporal.PlainDate.from(period.from)),
    to: startOf(Temporal.PlainDate.from(period.to).add({ days: 1 })),
  };
}

const today = (now: number, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();

const HOUR = 3_600_000;

/** Under how many milliseconds must be left; expired ones have none. */
const most: Record<Exclude<WindowLeft, 'expired'>, number> = { 'under-1h': HOUR, 'under-4h': 4 * HOUR };

/**
 * When a window must end to pass: after `after` and before `before` (epoch milliseconds, both exclusive). At exactly its
 * end a window is over (`isWindowOpen`).
 */
export function windowEndBounds(wanted: WindowLeft, now: number): { after: number; before: number } {
  if (wanted === 'expired') return { after: Number.NEGATIVE_INFINITY, before: now + 1 };
  return { after: now, before: now + most[wanted] };
}

function hasLeft(endsAt: number | null, wanted: WindowLeft, now: number): boolean {
  const { after, before } = windowEndBounds(wanted, now);
  return endsAt !== null && endsAt > after && endsAt < before;
}

/** When a window begins or ends to pass by the passing of time alone: the next moment after `now`; null: never again. */
export function nextWindowChange(endsAt: number, wanted: WindowLeft, now: number): number | null {
  if (endsAt <= now) return null;
  if (wanted === 'expired') return endsAt;
  const enters = endsAt - most[wanted] + 1;
  return enters > now ? enters : endsAt;
}

/** When a period means other moments by the passing of time alone: at the workspace's next day. */
export function nextPeriodChange(
  period: InboxPeriod,
  { now, timeZone }: Pick<InboxMoment, 'now' | 'timeZone'>,
): number | null {
  return period.kind === 'last'
    ? today(now, timeZone).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds
    : null;
}
