import type { HistoryFilter } from '../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../src-shared/protocol/defaults.ts';
import type { OlderFilter } from '../archive/use-older.ts';

/** The history's filter as the server's list takes it; when they finished is looked at on the way back. */
export function olderFilterOf(filter: HistoryFilter): OlderFilter {
  const { text, channels, agentIds, reasonIds, departmentIds, from, to } = filter;
  return {
    filter: {
      ...plainFilterLists,
      tab: 'all',
      status: 'finished',
      order: 'newest',
      channels,
      agentIds,
      reasonIds,
      departmentIds,
      // The last word is never after the end, so this bound loses nothing; the other one might.
      period: to === null ? null : { kind: 'days', from: '1970-01-01', to: dayAfter(to) },
    },
    text: text.trim(),
    from,
    to,
  };
}

/** Of the workspace's calendar, which may be some hours off this machine's. */
const dayAfter = (time: number): string => new Date(time + 24 * 60 * 60_000).toISOString().slice(0, 10);
