import type { Db } from './sqlite.ts';

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
}

export type Passes = (rows: InboxColumns, slot: number) => boolean;

export interface Page {
  total: number;
  numbers: number[];
}

export interface InboxColumns {
  n: Float64Array;
  flags: Uint8Array;
  at: Float64Array;
  finishedAt: Float64Array;
  assignee: Uint32Array;
  department: Uint32Array;
  connection: Uint32Array;
  channel: Uint8Array;
  reason: Uint32Array;
  finishedBy: Uint32Array;
  unread: Uint32Array;
  tagset: Uint32Array;
  stageset: Uint32Array;
  /** 0: the customer never wrote. */
  lastInboundAt: Float64Array;
}

/**
 * A row as it is read: the short columns packed three to a number, because reading 100,000 rows costs by the value
 * (half as long as with one value a column). Every packed number stays below 2^53.
 */
type Row = [n: number, at: number, finishedAt: number, inboundAt: number, state: number, who: number, what: number];

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

/** Rows of one slice: about four milliseconds. */
const SLICE_ROWS = 4_000;
const ALL_ROWS = -1;

export function createInboxIndex(db: Db, sliceRows = SLICE_ROWS): InboxIndex {
  const one = db.prepare<[number], Row>(inboxIndexQueries.one).raw();
  const after = db.prepare<[number, number], Row>(inboxIndexQueries.after).raw();
  let table: Table | null = null;
  /** Rows up to `last` are in it; `changed` were written meanwhile and are read again at its end. */
  let loading: { table: Table; last: number; changed: Set<number> } | null = null;

  function loadSome(limit: number) {
    loading ??= { table: createTable(16_384), last: -1, changed: new Set() };
    const rows = after.all(loading.last, limit);
    loading.table.fill(rows);
    loading.last = rows.at(-1)?.[0] ?? loading.last;
    return { ...loading, found: rows.length };
  }

  function loaded(): Table {
    if (table !== null) return table;
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
      while (db.open && table === null) {
        if (loadSome(sliceRows).found < sliceRows) loaded().ordered('activity');
        await yieldTurn();
      }
    },
  };
}

interface Table {
  columns: InboxColumns;
  /** Rows before any `put`, in any number of calls; `start` ends it. */
  fill(rows: readonly Row[]): void;
  start(): void;
  put(row: Row): void;
  remove(n: number): void;
  ordered(order: 'activity' | 'finished'): Uint32Array;
}

function createTable(capacity: number): Table {
  let columns = allocate(capacity);
  const slots = new Map<number, number>();
  const free: number[] = [];
  let used = 0;
  const orders = {
    activity: createOrder((a, b) => compare(columns.at, columns.n, a, b)),
    finished: createOrder((a, b) => compare(columns.finishedAt, columns.n, a, b)),
  };

  function slotFor(n: number): number {
    const known = slots.get(n);
    if (known !== undefined) return known;
    const slot = free.pop() ?? used++;
    if (slot >= columns.n.length) columns = grown(columns);
    slots.set(n, slot);
    return slot;
  }

  /** `moved`: its place in the orders may have changed. */
  function store(row: Row): { slot: number; moved: boolean } {
    const [n, at, finishedAt, inboundAt, state, who, what] = row;
    const isNew = !slots.has(n);
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
      const slot = slots.get(n);
      if (slot === undefined) return;
      slots.delete(n);
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

interface Order {
  /** All of the first so many slots, in any order. */
  start(count: number): void;
  place(slot: number): void;
  drop(slot: number): void;
  slots(): Uint32Array;
}

/** Up to so many changes are put in place one by one. */
const FEW = 4;

/** Slots in order. Changes are gathered and merged in one pass when the order is next asked for. */
function createOrder(compareSlots: (a: number, b: number) => number): Order {
  let sorted = new Uint32Array(0);
  let isSorted = true;
  /** Slots whose place is no longer right; true: they get a new one. */
  const changed = new Map<number, boolean>();

  function merge(): void {
    const added = [...changed].filter(([, stays]) => stays).map(([slot]) => slot);
    added.sort(compareSlots);
    const kept = sorted.filter((slot) => !changed.has(slot));
    const merged = new Uint32Array(kept.length + added.length);
    let from = 0;
    let next = 0;
    for (let i = 0; i < merged.length; i += 1) {
      const a = kept[from];
      const b = added[next];
      if (b === undefined || (a !== undefined && compareSlots(a, b) <= 0)) {
        merged[i] = a ?? 0;
        from += 1;
      } else {
        merged[i] = b;
        next += 1;
      }
    }
    sorted = merged;
    changed.clear();
  }

  /** As a message moves one row: what did not change is moved in blocks instead of being compared. */
  function mergeFew(): void {
    let rest = sorted;
    for (const slot of changed.keys()) {
      const place = rest.indexOf(slot);
      if (place === -1) continue;
      rest.copyWithin(place, place + 1);
      rest = rest.subarray(0, -1);
    }
    for (const [slot, stays] of changed) {
      if (!stays) continue;
      const place = placeOf(slot, rest);
      const more = new Uint32Array(rest.length + 1);
      more.set(rest.subarray(0, place));
      more[place] = slot;
      more.set(rest.subarray(place), place + 1);
      rest = more;
    }
    sorted = rest;
    changed.clear();
  }

  /** The first place whose slot comes after this one. */
  function placeOf(slot: number, among: Uint32Array): number {
    let low = 0;
    let high = among.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareSlots(among[middle] ?? 0, slot) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    start(count) {
      sorted = new Uint32Array(count).map((_slot, index) => index);
      isSorted = false;
    },
    place: (slot) => changed.set(slot, true),
    drop: (slot) => changed.set(slot, false),
    slots() {
      if (!isSorted) sorted.sort(compareSlots);
      isSorted = true;
      if (changed.size > FEW) merge();
      else if (changed.size > 0) mergeFew();
      return sorted;
    },
  };
}

function allocate(size: number): InboxColumns {
  return {
    n: new Float64Array(size),
    flags: new Uint8Array(size),
    at: new Float64Array(size),
    finishedAt: new Float64Array(size),
    assignee: new Uint32Array(size),
    department: new Uint32Array(size),
    connection: new Uint32Array(size),
    channel: new Uint8Array(size),
    reason: new Uint32Array(size),
    finishedBy: new Uint32Array(size),
    unread: new Uint32Array(size),
    tagset: new Uint32Array(size),
    stageset: new Uint32Array(size),
    lastInboundAt: new Float64Array(size),
  };
}

function grown(old: InboxColumns): InboxColumns {
  const fresh = allocate(Math.ceil(old.n.length * 1.5));
  fresh.n.set(old.n);
  fresh.flags.set(old.flags);
  fresh.at.set(old.at);
  fresh.finishedAt.set(old.finishedAt);
  fresh.assignee.set(old.assignee);
  fresh.department.set(old.department);
  fresh.connection.set(old.connection);
  fresh.channel.set(old.channel);
  fresh.reason.set(old.reason);
  fresh.finishedBy.set(old.finishedBy);
  fresh.unread.set(old.unread);
  fresh.tagset.set(old.tagset);
  fresh.stageset.set(old.stageset);
  fresh.lastInboundAt.set(old.lastInboundAt);
  return fresh;
}
