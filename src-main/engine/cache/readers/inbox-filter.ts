import type { HistoryFilter, InboxFilter, InboxStatus, InboxTab } from '../../../../src-shared/bridge/views.ts';
import { type InboxMoment, periodBounds, windowEndBounds } from '../../../../src-shared/rules/inbox-match.ts';
import type { InboxColumns, Passes } from '../inbox-index.ts';
import { channelNumber, flag } from '../rows.ts';
import type { Sources } from './reading.ts';

export const statusFlag: Record<InboxStatus, number> = flag;

/** Whether a row belongs to a tab. With nobody signed in no row is «mine». */
export const tabTest = (me: number | null): Record<InboxTab, Passes> => ({
  all: () => true,
  mine: (rows, slot) => me !== null && rows.assignee[slot] === me,
  unassigned: (rows, slot) => rows.assignee[slot] === 0,
});

/**
 * The test of what a filter combines besides tab and status, as `rules/inbox-match.ts` says it in plain words: «and»
 * between filters, «or» inside one. null when none is set. Written as plain array look-ups, for it runs over every row.
 */
export function listTest(filter: Omit<InboxFilter, 'tab' | 'status' | 'order'>, from: Sources): Passes | null {
  const tests: Passes[] = sharedTests(filter, from);
  if (filter.connectionIds.length > 0) {
    const wanted = marksOf(numbersOf(filter.connectionIds, from));
    tests.push((rows, slot) => wanted[rows.connection[slot] ?? 0] === 1);
  }
  if (filter.tagIds.length > 0) {
    const wanted = marksOf(from.tagSets.holdingAny(filter.tagIds));
    tests.push((rows, slot) => wanted[rows.tagset[slot] ?? 0] === 1);
  }
  if (filter.stageIds.length > 0) {
    const wanted = marksOf(from.tagSets.holdingAny(filter.stageIds));
    tests.push((rows, slot) => wanted[rows.stageset[slot] ?? 0] === 1);
  }
  if (filter.period !== null) {
    const { from: since, to } = periodBounds(filter.period, momentOf(from));
    const until = to ?? Number.POSITIVE_INFINITY;
    tests.push((rows, slot) => (rows.at[slot] ?? 0) >= since && (rows.at[slot] ?? 0) < until);
  }
  if (filter.windowLeft !== null) {
    const { after, before } = windowEndBounds(filter.windowLeft, from.context.now());
    const endOf = windowEnds(from);
    tests.push((rows, slot) => {
      const end = endOf(rows, slot);
      return end !== 0 && end > after && end < before;
    });
  }
  const [first, ...others] = tests;
  if (first === undefined) return null;
  if (others.length === 0) return first;
  return (rows, slot) => {
    // Not `every`: it would make a function for each of 100,000 rows.
    for (const test of tests) if (!test(rows, slot)) return false;
    return true;
  };
}

/** When and where a filter is answered. */
export function momentOf({
  context,
  directory,
}: Pick<Sources, 'context' | 'directory'>): Pick<InboxMoment, 'now' | 'timeZone'> {
  return { now: context.now(), timeZone: directory.operation()?.timeZone ?? context.timeZone() };
}

/** When a row's messaging window closes; 0 where there is none, or the customer never wrote. */
export function windowEnds({ directory, refs }: Sources): (rows: InboxColumns, slot: number) => number {
  const lengths: number[] = [];
  for (const { id, capabilities } of directory.connections()) {
    const n = refs.find(id);
    if (n !== null && capabilities.windowMs !== null) lengths[n] = capabilities.windowMs;
  }
  const windowMs = Float64Array.from(lengths, (length) => length ?? 0);
  return (rows, slot) => {
    const length = windowMs[rows.connection[slot] ?? 0] ?? 0;
    const wroteAt = rows.lastInboundAt[slot] ?? 0;
    return length === 0 || wroteAt === 0 ? 0 : wroteAt + length;
  };
}

/** What the inbox and the history filter alike. An agent's are those they have, and those they finished from the queue. */
export function sharedTests(
  filter: Pick<HistoryFilter, 'channels' | 'agentIds' | 'reasonIds' | 'departmentIds'>,
  from: Sources,
): Passes[] {
  const tests: Passes[] = [];
  if (filter.channels.length > 0) {
    const wanted = marksOf(new Set(filter.channels.map(channelNumber)));
    tests.push((rows, slot) => wanted[rows.channel[slot] ?? 0] === 1);
  }
  if (filter.agentIds.length > 0) {
    const wanted = marksOf(numbersOf(filter.agentIds, from));
    tests.push((rows, slot) => wanted[rows.assignee[slot] || (rows.finishedBy[slot] ?? 0)] === 1);
  }
  if (filter.reasonIds.length > 0) {
    const wanted = marksOf(numbersOf(from.directory.reasonsUnder(filter.reasonIds), from));
    tests.push((rows, slot) => wanted[rows.reason[slot] ?? 0] === 1);
  }
  if (filter.departmentIds.length > 0) {
    const wanted = marksOf(numbersOf(filter.departmentIds, from));
    tests.push((rows, slot) => wanted[rows.department[slot] ?? 0] === 1);
  }
  return tests;
}

/** A set of small numbers as an array with 1 at each. */
function marksOf(numbers: ReadonlySet<number>): Uint8Array {
  let highest = 0;
  for (const n of numbers) highest = Math.max(highest, n);
  const marks = new Uint8Array(highest + 1);
  for (const n of numbers) marks[n] = 1;
  return marks;
}

/** Ids never seen on this machine have no number and match nothing. */
function numbersOf(ids: Iterable<string>, { refs }: Pick<Sources, 'refs'>): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const id of ids) {
    const n = refs.find(id);
    if (n !== null) numbers.add(n);
  }
  return numbers;
}

export function myNumber({ context, refs }: Sources): number | null {
  const me = context.me();
  return me === null ? null : refs.find(me);
}
