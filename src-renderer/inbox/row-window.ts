import type { InboxFilter, InboxRow } from '../../src-shared/bridge/views.ts';
import type { SharedWatches } from '../bridge/shared-watches.ts';

export const PAGE = 50;

export interface RowsView {
  /** Rows of the filter; undefined until the first answer. */
  total: number | undefined;
  /** The row at a position, if its page is here. */
  row(index: number): InboxRow | undefined;
  /** Where a conversation stands among the pages that are here; -1 when it is in none of them. */
  indexOf(conversationId: string): number;
  /** Conversations whose new activity waits because the order is held; 0 when it is not held. */
  waiting: number;
}

/**
 * The rows around what is on the screen, out of as many as there are. Pages are watched as they come near and let go
 * as they leave; the first page is always watched, because that is where new activity arrives.
 *
 * The order can be held: rows then keep their places, though their contents stay live, until it is released.
 */
export interface RowWindow {
  /** Positions that are, or are about to be, on the screen. */
  show(first: number, last: number): void;
  hold(held: boolean): void;
  view(): RowsView;
  subscribe(changed: () => void): () => void;
  close(): void;
}

interface Held {
  pages: Map<number, InboxRow[]>;
  total: number;
}

const pageOf = (index: number) => Math.floor(index / PAGE);

export function createRowWindow(watches: SharedWatches, filter: InboxFilter): RowWindow {
  const open = new Map<number, () => void>();
  const pages = new Map<number, InboxRow[]>();
  const listeners = new Set<() => void>();
  let total: number | undefined;
  let held: Held | null = null;
  let current = look();

  function changed() {
    current = look();
    for (const listener of listeners) listener();
  }

  function openPage(page: number) {
    if (open.has(page)) return;
    const args = { filter, start: page * PAGE, count: PAGE };
    const take = () => {
      const value = watches.peek('inbox.list', args);
      if (value === undefined) return false;
      pages.set(page, value.rows);
      total = value.total;
      if (held !== null && !held.pages.has(page)) held.pages.set(page, value.rows);
      return true;
    };
    open.set(
      page,
      watches.hold('inbox.list', args, () => {
        if (take()) changed();
      }),
    );
    if (take()) changed();
  }

  function look(): RowsView {
    const order = held?.pages ?? pages;
    const live = held === null ? null : rowsById(pages);
    return {
      total: held?.total ?? total,
      row: (index) => {
        const row = order.get(pageOf(index))?.[index % PAGE];
        return row === undefined ? undefined : (live?.get(row.id) ?? row);
      },
      indexOf: (conversationId) => {
        for (const [page, rows] of order) {
          const at = rows.findIndex((row) => row.id === conversationId);
          if (at >= 0) return page * PAGE + at;
        }
        return -1;
      },
      waiting: held === null ? 0 : countWaiting(held.pages, pages),
    };
  }

  openPage(0);

  return {
    show(first, last) {
      const from = Math.max(0, pageOf(first));
      const to = Math.max(from, pageOf(last));
      for (let page = from; page <= to; page += 1) openPage(page);
      for (const [page, letGo] of open) {
        // One page on either side stays, so that going back and forth over an edge asks nothing.
        if (page === 0 || (page >= from - 1 && page <= to + 1)) continue;
        letGo();
        open.delete(page);
        pages.delete(page);
        held?.pages.delete(page);
      }
    },
    hold(wanted) {
      if (wanted === (held !== null) || total === undefined) return;
      held = wanted ? { pages: new Map(pages), total } : null;
      changed();
    },
    view: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      for (const letGo of open.values()) letGo();
      open.clear();
      listeners.clear();
    },
  };
}

function rowsById(pages: Map<number, InboxRow[]>): Map<string, InboxRow> {
  return new Map([...pages.values()].flat().map((row) => [row.id, row]));
}

/** How many conversations would move because something happened in them; at least one when the order differs at all. */
function countWaiting(held: Map<number, InboxRow[]>, live: Map<number, InboxRow[]>): number {
  const before = rowsById(held);
  let count = 0;
  let moved = false;
  for (const [page, rows] of live) {
    const heldRows = held.get(page);
    rows.forEach((row, index) => {
      if (heldRows?.[index]?.id === row.id) return;
      moved = true;
      const known = before.get(row.id);
      if (known === undefined ? page === 0 : known.at !== row.at) count += 1;
    });
  }
  return moved ? Math.max(1, count) : 0;
}
