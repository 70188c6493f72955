import { allocate, grown, type InboxColumns } from './inbox-columns.ts';
import { createOrder } from './inbox-order.ts';

/**
 * A row as it is read: the short columns packed three to a number, because reading 100,000 rows costs by the value
 * (half as long as with one value a column). Every packed number stays below 2^53.
 */
export type Row = [
  n: number,
  at: number,
  finishedAt: number,
  inboundAt: number,
  state: number,
  who: number,
  what: number,
];

/** People, departments, connections and reasons are numbered from 1; a workspace has far fewer than this. */
const REFS = 2 ** 17;
/** Nobody leaves so many messages unread. */
const UNREAD = 2 ** 20;

const packed = `n, at, finished_at, last_inbound_at,
  flags + 32 * channel + 256 * min(unread, ${UNREAD - 1}) + ${256 * UNREAD} * stageset,
  assignee + ${REFS} * finished_by + ${REFS * REFS} * department,
  connection + ${REFS} * reason + ${REFS * REFS} * tagset`;

export const inboxIndexQueries = {
  after: `SELECT ${packed} FROM inbox WHERE n > ? ORDER BY n LIMIT ?`,
  one: `SELECT ${packed} FROM inbox WHERE n = ?`,
};

/** The columns with their two orders. */
export interface Table {
  columns: InboxColumns;
  /** Rows before any `put`, in any number of calls; `start` ends it. */
  fill(rows: readonly Row[]): void;
  start(): void;
  put(row: Row): void;
  remove(n: number): void;
  ordered(order: 'activity' | 'finished'): Uint32Array;
}

/** Columns as they were kept: places in the order of activity, and the same places in the order of finishing. */
export interface KeptTable {
  columns: InboxColumns;
  finished: Uint32Array;
}

export function createTable(start: { capacity: number } | KeptTable): Table {
  const kept = 'columns' in start ? start : null;
  let columns = kept?.columns ?? allocate('capacity' in start ? start.capacity : 0);
  let used = kept?.finished.length ?? 0;
  const free: number[] = [];
  /** Found by row number only when something changes: for kept columns the first change makes it (10 ms for 100,000). */
  let slots: Map<number, number> | null = kept === null ? new Map() : null;
  const orders = {
    activity: createOrder((a, b) => compare(columns.at, columns.n, a, b)),
    finished: createOrder((a, b) => compare(columns.finishedAt, columns.n, a, b)),
  };
  if (kept !== null) {
    orders.activity.restore(new Uint32Array(used).map((_slot, index) => index));
    orders.finished.restore(kept.finished);
  }

  function places(): Map<number, number> {
    if (slots !== null) return slots;
    slots = new Map();
    for (let slot = 0; slot < used; slot += 1) slots.set(columns.n[slot] ?? 0, slot);
    return slots;
  }

  function slotFor(n: number): number {
    const known = places().get(n);
    if (known !== undefined) return known;
    const slot = free.pop() ?? used++;
    if (slot >= columns.n.length) columns = grown(columns);
    places().set(n, slot);
    return slot;
  }

  /** `moved`: its place in the orders may have changed. */
  function store(row: Row): { slot: number; moved: boolean } {
    const [n, at, finishedAt, inboundAt, state, who, what] = row;
    const isNew = !places().has(n);
    const slot = slotFor(n);
    const moved = isNew || columns.at[slot] !== at || columns.finishedAt[slot] !== finishedAt;
    columns.n[slot] = n;
    columns.at[slot] = at;
    columns.finishedAt[slot] = finishedAt;
    columns.flags[slot] = state % 32;
    columns.channel[slot] = Math.floor(state / 32) % 8;
    columns.unread[slot] = Math.floor(state / 256) % UNREAD;
    columns.stageset[slot] = Math.floor(state / 256 / UNREAD);
    columns.lastInboundAt[slot] = inboundAt;
    columns.assignee[slot] = who % REFS;
    columns.finishedBy[slot] = Math.floor(who / REFS) % REFS;
    columns.department[slot] = Math.floor(who / REFS / REFS);
    columns.connection[slot] = what % REFS;
    columns.reason[slot] = Math.floor(what / REFS) % REFS;
    columns.tagset[slot] = Math.floor(what / REFS / REFS);
    return { slot, moved };
  }

  return {
    get columns() {
      return columns;
    },
    fill(rows) {
      for (const row of rows) store(row);
    },
    start() {
      for (const order of Object.values(orders)) order.start(used);
    },
    put(row) {
      const { slot, moved } = store(row);
      if (moved) for (const order of Object.values(orders)) order.place(slot);
    },
    remove(n) {
      const slot = places().get(n);
      if (slot === undefined) return;
      places().delete(n);
      free.push(slot);
      for (const order of Object.values(orders)) order.drop(slot);
    },
    ordered: (order) => orders[order].slots(),
  };
}

/** Ascending by the column; equal times by row number, so that the order never depends on arrival. */
function compare(times: Float64Array, numbers: Float64Array, a: number, b: number): number {
  return (times[a] ?? 0) - (times[b] ?? 0) || (numbers[a] ?? 0) - (numbers[b] ?? 0);
}
