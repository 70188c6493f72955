import type { InboxColumns } from './inbox-columns.ts';
import { createTable, inboxIndexQueries, type KeptTable, type Row, type Table } from './inbox-table.ts';
import type { Db } from './sqlite.ts';

export type { InboxColumns } from './inbox-columns.ts';

/**
 * The inbox's filterable columns in memory, so that any filter, tab and order over 100,000 conversations, with exact
 * counts, is one pass over small arrays (about a millisecond) instead of a walk through an index of the file, which
 * takes ten times as long as soon as filters combine.
 *
 * It is a copy of the table `inbox` and nothing else: loaded at first use, and told after each commit which rows to
 * read again. About 80 bytes a conversation.
 */
export interface InboxIndex {
  /** Row numbers in the wished order with the total, of the rows that pass. */
  page(order: 'activity' | 'finished', newestFirst: boolean, passes: Passes, start: number, count: number): Page;
  each(visit: (rows: InboxColumns, slot: number) => void): void;
  /** After a commit; numbers of rows that are gone included. */
  refresh(numbers: Iterable<number>): void;
  /** Read everything again at the next use. */
  forget(): void;
  /**
   * Loads it before anybody asks, in slices of a few milliseconds with a turn of the event loop between them. Who asks
   * meanwhile gets the whole of it at once.
   */
  load(yieldTurn: () => Promise<void>): Promise<void>;
  /** As it stands; null while it is not loaded. */
  whole(): Table | null;
}

export type Passes = (rows: InboxColumns, slot: number) => boolean;

export interface Page {
  total: number;
  numbers: number[];
}

/** Rows of one slice: about four milliseconds. */
const SLICE_ROWS = 4_000;
const ALL_ROWS = -1;

/** @param kept what an earlier run left behind, where it still is what the table says. */
export function createInboxIndex(
  db: Db,
  kept: () => KeptTable | null = () => null,
  sliceRows = SLICE_ROWS,
): InboxIndex {
  const one = db.prepare<[number], Row>(inboxIndexQueries.one).raw();
  const after = db.prepare<[number, number], Row>(inboxIndexQueries.after).raw();
  let table: Table | null = null;
  /** Rows up to `last` are in it; `changed` were written meanwhile and are read again at its end. */
  let loading: { table: Table; last: number; changed: Set<number> } | null = null;

  function loadSome(limit: number) {
    loading ??= { table: createTable({ capacity: 16_384 }), last: -1, changed: new Set() };
    const rows = after.all(loading.last, limit);
    loading.table.fill(rows);
    loading.last = rows.at(-1)?.[0] ?? loading.last;
    return { ...loading, found: rows.length };
  }

  /** False: it must be read row by row. */
  function restored(): boolean {
    const found = loading === null ? kept() : null;
    if (found !== null) table = createTable(found);
    return table !== null;
  }

  function loaded(): Table {
    if (table !== null) return table;
    if (restored() && table !== null) return table;
    const { table: fresh, changed } = loadSome(ALL_ROWS);
    fresh.start();
    loading = null;
    table = fresh;
    for (const n of changed) reread(fresh, n);
    return fresh;
  }

  function reread(into: Table, n: number): void {
    const row = one.get(n);
    if (row === undefined) into.remove(n);
    else into.put(row);
  }

  return {
    page(order, newestFirst, passes, start, count) {
      const { columns: rows, ordered } = loaded();
      const slots = ordered(order);
      const numbers: number[] = [];
      let total = 0;
      for (let i = 0; i < slots.length; i += 1) {
        const slot = slots[newestFirst ? slots.length - 1 - i : i] ?? 0;
        if (!passes(rows, slot)) continue;
        if (total >= start && numbers.length < count) numbers.push(rows.n[slot] ?? 0);
        total += 1;
      }
      return { total, numbers };
    },
    each(visit) {
      const { columns: rows, ordered } = loaded();
      for (const slot of ordered('activity')) visit(rows, slot);
    },
    refresh(numbers) {
      for (const n of numbers) {
        if (table !== null) reread(table, n);
        else loading?.changed.add(n);
      }
    },
    forget() {
      table = null;
      loading = null;
    },
    async load(yieldTurn) {
      if (db.open && table === null && restored()) return;
      while (db.open && table === null) {
        if (loadSome(sliceRows).found < sliceRows) loaded().ordered('activity');
        await yieldTurn();
      }
    },
    whole: () => table,
  };
}
