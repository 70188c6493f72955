import type { InboxFilter } from '../../../../src-shared/bridge/views.ts';
import type { FrozenRow } from '../api.ts';
import { flag } from '../rows.ts';
import { listTest, myNumber, statusFlag, tabTest } from './inbox-filter.ts';
import type { Sources } from './reading.ts';

export const inboxStateQuery = 'SELECT id FROM conversation WHERE n = ?';

/** Every row of a filter in its order, not only those on the screen, with whose it is: from the columns in memory. */
export function createInboxStatesReader(from: Sources) {
  const idOf = from.db.prepare<[number], { id: string }>(inboxStateQuery);

  return (filter: InboxFilter): FrozenRow[] => {
    const inTab = tabTest(myNumber(from))[filter.tab];
    const inLists = listTest(filter, from);
    const wanted = statusFlag[filter.status];
    const found: FrozenRow[] = [];
    from.index.each((rows, slot) => {
      const flags = rows.flags[slot] ?? 0;
      if ((flags & wanted) === 0 || !inTab(rows, slot) || (inLists !== null && !inLists(rows, slot))) return;
      const id = idOf.get(rows.n[slot] ?? 0)?.id;
      if (id === undefined) return;
      found.push({
        conversationId: id,
        phase: (flags & flag.finished) !== 0 ? 'finished' : (flags & flag.automation) !== 0 ? 'automation' : 'people',
        assigneeId: from.refs.idOf(rows.assignee[slot] ?? 0),
        departmentId: from.refs.idOf(rows.department[slot] ?? 0),
      });
    });
    return filter.order === 'newest' ? found.reverse() : found;
  };
}
