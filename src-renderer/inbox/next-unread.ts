import type { InboxFilter, InboxRow } from '../../src-shared/bridge/views.ts';
import type { Bridge } from '../bridge/contract.ts';
import type { RowsView } from './row-window.ts';

/** The most rows that the bridge gives in one answer. */
const PAGE = 500;

/** Beyond so many rows nobody means «the next one» any more. */
const REACH = 5_000;

/**
 * The place of the nearest row with unread messages after (`step` 1) or before (-1) a place; null: there is none. Rows that
 * are here are taken as they stand there; the engine is asked for the others.
 */
export async function nextUnread(
  bridge: Bridge,
  filter: InboxFilter,
  rows: RowsView,
  from: number,
  step: 1 | -1,
): Promise<number | null> {
  const total = rows.total ?? 0;
  const first = from < 0 ? (step === 1 ? 0 : -1) : from + step;
  const asked = new Map<number, InboxRow[]>();
  for (let index = first, seen = 0; index >= 0 && index < total && seen < REACH; index += step, seen += 1) {
    let row = rows.row(index);
    if (row === undefined) {
      const start = Math.floor(index / PAGE) * PAGE;
      const page = asked.get(start) ?? (await pageOf(bridge, filter, start));
      asked.set(start, page);
      row = page[index - start];
    }
    if (row !== undefined && row.unread > 0) return index;
  }
  return null;
}

function pageOf(bridge: Bridge, filter: InboxFilter, start: number): Promise<InboxRow[]> {
  return new Promise((done) => {
    const stop = bridge.watch('inbox.list', { filter, start, count: PAGE }, (list) => {
      queueMicrotask(() => stop());
      done(list.rows);
    });
  });
}
