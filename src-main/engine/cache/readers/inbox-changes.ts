import type { InboxFilter } from '../../../../src-shared/bridge/views.ts';
import { nextPeriodChange, nextWindowChange } from '../../../../src-shared/rules/inbox-match.ts';
import { listTest, momentOf, windowEnds } from './inbox-filter.ts';
import type { Sources } from './reading.ts';

/**
 * In how many milliseconds time alone changes what a filter shows: a window closes or comes under a limit, a day ends.
 * Looks at all statuses and tabs, because their counts are shown too.
 */
export function createInboxChangesReader(from: Sources) {
  return (filter: InboxFilter): number | null => {
    const { windowLeft, period } = filter;
    const moment = momentOf(from);
    let next = (period === null ? null : nextPeriodChange(period, moment)) ?? Number.POSITIVE_INFINITY;
    if (windowLeft !== null) {
      const others = listTest({ ...filter, windowLeft: null }, from);
      const endOf = windowEnds(from);
      from.index.each((rows, slot) => {
        const endsAt = endOf(rows, slot);
        if (endsAt === 0 || rows.flags[slot] === 0 || others?.(rows, slot) === false) return;
        const changesAt = nextWindowChange(endsAt, windowLeft, moment.now);
        if (changesAt !== null && changesAt < next) next = changesAt;
      });
    }
    return next === Number.POSITIVE_INFINITY ? null : next - moment.now;
  };
}
