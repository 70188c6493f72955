import type { InboxCounts, InboxFilter } from '../../../../src-shared/bridge/views.ts';
import { flag, flagsOf } from '../rows.ts';
import { listTest, myNumber, statusFlag } from './inbox-filter.ts';
import type { Entities, Sources } from './reading.ts';
import { createUnread } from './unread.ts';

/**
 * Tabs are counted within the filter's status, statuses within its tab, both within its lists. `unread` is the agent's
 * own, whatever the filter.
 */
export function createInboxCountsReader(from: Sources, entities: Entities) {
  const unreadOf = createUnread(from, entities);

  /** What read marks on their way to the server take away from the agent's own unread messages. */
  function readHere(): number {
    const overlay = entities.overlay();
    let read = 0;
    for (const id of overlay.readMarks().keys()) {
      const conversation = entities.conversation(id)?.conversation;
      if (conversation === undefined || flagsOf(conversation) === 0 || conversation.status === 'finished') continue;
      if (conversation.assigneeId !== from.context.me()) continue;
      read += conversation.unread - unreadOf(conversation, overlay);
    }
    return read;
  }

  return (filter: InboxFilter): InboxCounts => {
    const me = myNumber(from);
    const inLists = listTest(filter, from);
    const wanted = statusFlag[filter.status];
    const counts: InboxCounts = {
      tabs: { all: 0, mine: 0, unassigned: 0 },
      statuses: { open: 0, awaiting: 0, failed: 0, finished: 0, automation: 0 },
      unread: 0,
    };
    const { tabs, statuses } = counts;
    from.index.each((rows, slot) => {
      const flags = rows.flags[slot] ?? 0;
      const assignee = rows.assignee[slot] ?? 0;
      const mine = me !== null && assignee === me;
      if (mine && flags !== 0 && (flags & flag.finished) === 0) counts.unread += rows.unread[slot] ?? 0;
      if (inLists !== null && !inLists(rows, slot)) return;
      if ((flags & wanted) !== 0) {
        tabs.all += 1;
        if (mine) tabs.mine += 1;
        if (assignee === 0) tabs.unassigned += 1;
      }
      const inTab = filter.tab === 'all' || (filter.tab === 'mine' ? mine : assignee === 0);
      if (!inTab) return;
      if ((flags & flag.open) !== 0) statuses.open += 1;
      if ((flags & flag.awaiting) !== 0) statuses.awaiting += 1;
      if ((flags & flag.failed) !== 0) statuses.failed += 1;
      if ((flags & flag.finished) !== 0) statuses.finished += 1;
      if ((flags & flag.automation) !== 0) statuses.automation += 1;
    });
    counts.unread = Math.max(0, counts.unread - readHere());
    return counts;
  };
}
