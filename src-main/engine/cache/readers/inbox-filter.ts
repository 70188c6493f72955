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

/** The test of the lists that a filter combines: «and» between lists, «or» inside one. null when no list is set. */
export function listTest(
  filter: Pick<InboxFilter, 'connectionIds' | 'departmentIds' | 'tagIds'>,
  from: Sources,
): Passes | null {
  const tests: Passes[] = [];
  if (filter.connectionIds.length > 0) {
    const wanted = numbersOf(filter.connectionIds, from);
    tests.push((rows, slot) => wanted.has(rows.connection[slot] ?? 0));
  }
  if (filter.departmentIds.length > 0) {
    const wanted = numbersOf(filter.departmentIds, from);
    tests.push((rows, slot) => wanted.has(rows.department[slot] ?? 0));
  }
  if (filter.tagIds.length > 0) {
    const wanted = from.tagSets.holdingAny(filter.tagIds);
    tests.push((rows, slot) => wanted.has(rows.tagset[slot] ?? 0));
  }
  return tests.length === 0 ? null : (rows, slot) => tests.every((test) => test(rows, slot));
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
