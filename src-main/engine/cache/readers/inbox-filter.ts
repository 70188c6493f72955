import type { InboxFilter, InboxStatus, InboxTab } from '../../../../src-shared/bridge/views.ts';
import type { Passes } from '../inbox-index.ts';
import { flag } from '../rows.ts';
import type { Sources } from './reading.ts';

export const statusFlag: Record<InboxStatus, number> = flag;

/** Whether a row belongs to a tab. With nobody signed in no row is «mine». */
export const tabTest = (me: number | null): Record<InboxTab, Passes> => ({
  all: () => true,
  mine: (rows, slot) => me !== null && rows.assignee[slot] === me,
  unassigned: (rows, slot) => rows.assignee[slot] === 0,
});

/**
 * The test of the lists that a filter combines: «and» between lists, «or» inside one. null when no list is set. Written
 * as plain array look-ups, for it runs over every row.
 */
export function listTest(
  filter: Pick<InboxFilter, 'connectionIds' | 'departmentIds' | 'tagIds'>,
  from: Sources,
): Passes | null {
  const connections = filter.connectionIds.length === 0 ? null : marksOf(numbersOf(filter.connectionIds, from));
  const departments = filter.departmentIds.length === 0 ? null : marksOf(numbersOf(filter.departmentIds, from));
  const tagsets = filter.tagIds.length === 0 ? null : marksOf(from.tagSets.holdingAny(filter.tagIds));
  if (connections === null && departments === null && tagsets === null) return null;
  return (rows, slot) =>
    (connections === null || connections[rows.connection[slot] ?? 0] === 1) &&
    (departments === null || departments[rows.department[slot] ?? 0] === 1) &&
    (tagsets === null || tagsets[rows.tagset[slot] ?? 0] === 1);
}

/** A set of small numbers as an array with 1 at each. */
export function marksOf(numbers: ReadonlySet<number>): Uint8Array {
  const marks = new Uint8Array(Math.max(0, ...numbers) + 1);
  for (const n of numbers) marks[n] = 1;
  return marks;
}

/** Ids never seen on this machine have no number and match nothing. */
export function numbersOf(ids: Iterable<string>, { refs }: Pick<Sources, 'refs'>): ReadonlySet<number> {
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
