import type { InboxFilter } from '../../../../src-shared/bridge/views.ts';
import type { FrozenRow } from '../api.ts';
import { flag } from '../rows.ts';
import { listTest, myNumber, statusFlag, tabTest } from './inbox-filter.ts';
import type { Sources } from './reading.ts';

export const inboxStateQueries = {
  one: 'SELECT id FROM conversation WHERE n = ?',
  all: 'SELECT n, id FROM conversation',
};

/** From this part of all rows on, the index of all ids is read through: a hundred thousand rows one by one take 0.7 s. */
const MANY = 1 / 8;

/** Every row of a filter in its order, not only those on the screen, with whose it is: from the columns in memory. */
export function createInboxStatesReader(from: Sources) {
  const idOf = from.db.prepare<[number], string>(inboxStateQueries.one).pluck();
  const allIds = from.db.prepare<[], [n: number, id: string]>(inboxStateQueries.all).raw();

  return (filter: InboxFilter): FrozenRow[] => {
    const inTab = tabTest(myNumber(from))[filter.tab];
    const inLists = listTest(filter, from);
    const wanted = statusFlag[filter.status];
    const states: (Omit<FrozenRow, 'conversationId'> & { n: number })[] = [];
    let looked = 0;
    from.index.each((rows, slot) => {
      const flags = rows.flags[slot] ?? 0;
      looked += 1;
      if ((flags & wanted) === 0 || !inTab(rows, slot) || (inLists !== null && !inLists(rows, slot))) return;
      states.push({
        n: rows.n[slot] ?? 0,
        phase: (flags & flag.finished) !== 0 ? 'finished' : (flags & flag.automation) !== 0 ? 'automation' : 'people',
        assigneeId: from.refs.idOf(rows.assignee[slot] ?? 0),
        departmentId: from.refs.idOf(rows.department[slot] ?? 0),
      });
    });
    const ids = states.length > looked * MANY ? new Map(allIds.iterate()) : null;
    const found = states.flatMap(({ n, ...state }): FrozenRow[] => {
      const conversationId = ids === null ? idOf.get(n) : ids.get(n);
      return conversationId === undefined ? [] : [{ conversationId, ...state }];
    });
    return filter.order === 'newest' ? found.reverse() : found;
  };
}
