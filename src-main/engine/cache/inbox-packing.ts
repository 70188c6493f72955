import type { InboxColumns } from './inbox-columns.ts';
import type { KeptTable, Table } from './inbox-table.ts';

/** Columns of times and row numbers, eight bytes each; the others are written as narrow as their largest value allows. */
const wide = ['n', 'at', 'finishedAt', 'lastInboundAt'] as const;
const narrow = [
  'assignee',
  'department',
  'connection',
  'reason',
  'finishedBy',
  'unread',
  'tagset',
  'stageset',
] as const;
const bytes = ['flags', 'channel'] as const;

/** What is written, in its order. */
export const columnsOf: string = [...wide, 'finished', ...narrow, ...bytes].join(' ');

/**
 * `rows, widths of the narrow columns (Uint32 each)`, padded to eight bytes, and the columns one after another; every
 * one begins at a multiple of eight. In this machine's byte order: the file never leaves it.
 */
const HEAD = (1 + narrow.length) * 4 + 4;
const aligned = (length: number): number => Math.ceil(length / 8) * 8;

type Width = 1 | 2 | 4;
const arrays = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array } as const;

function widthFor(values: Uint32Array, slots: Uint32Array): Width {
  let most = 0;
  for (const slot of slots) most = Math.max(most, values[slot] ?? 0);
  return most < 2 ** 8 ? 1 : most < 2 ** 16 ? 2 : 4;
}

/** Rows in the order of activity, so that this order need not be written. */
export function packTable({ columns, ordered }: Table): Uint8Array {
  const slots = ordered('activity');
  const rows = slots.length;
  const widths = narrow.map((name) => widthFor(columns[name], slots));
  const length =
    HEAD +
    wide.length * rows * 8 +
    aligned(rows * 4) +
    widths.reduce((sum, width) => sum + aligned(rows * width), 0) +
    bytes.length * aligned(rows);
  const buffer = new ArrayBuffer(length);
  new Uint32Array(buffer, 0, 1 + widths.length).set([rows, ...widths]);
  let at = HEAD;

  function write(into: Float64Array | Uint32Array | Uint16Array | Uint8Array, from: ArrayLike<number>): void {
    for (let index = 0; index < rows; index += 1) into[index] = from[slots[index] ?? 0] ?? 0;
    at += aligned(into.byteLength);
  }

  for (const name of wide) write(new Float64Array(buffer, at, rows), columns[name]);
  const placeOf = new Uint32Array(columns.n.length);
  for (let index = 0; index < rows; index += 1) placeOf[slots[index] ?? 0] = index;
  const finished = new Uint32Array(buffer, at, rows);
  for (const [index, slot] of ordered('finished').entries()) finished[index] = placeOf[slot] ?? 0;
  at += aligned(finished.byteLength);
  for (const [index, name] of narrow.entries()) {
    write(new arrays[widths[index] ?? 4](buffer, at, rows), columns[name]);
  }
  for (const name of bytes) write(new Uint8Array(buffer, at, rows), columns[name]);
  return new Uint8Array(buffer);
}

/** Of what `packTable` made, which nobody else can have written. */
export function unpackTable(packed: Uint8Array): KeptTable {
  // What was deciphered may begin anywhere in its buffer; numbers must not.
  const buffer = new Uint8Array(packed).buffer;
  const [rows = 0, ...told] = new Uint32Array(buffer, 0, 1 + narrow.length);
  let at = HEAD;
  const take = <Column extends { byteLength: number }>(column: Column): Column => {
    at += aligned(column.byteLength);
    return column;
  };
  const times = () => take(new Float64Array(buffer, at, rows));
  const numbers = (): Uint32Array => {
    const width = told.shift();
    if (width === 1) return Uint32Array.from(take(new Uint8Array(buffer, at, rows)));
    if (width === 2) return Uint32Array.from(take(new Uint16Array(buffer, at, rows)));
    return take(new Uint32Array(buffer, at, rows));
  };
  const small = () => take(new Uint8Array(buffer, at, rows));

  // Read in the order in which they were written.
  const [n, activity, finishedAt, lastInboundAt] = [times(), times(), times(), times()];
  const finished = take(new Uint32Array(buffer, at, rows));
  const [assignee, department, connection, reason] = [numbers(), numbers(), numbers(), numbers()];
  const [finishedBy, unread, tagset, stageset] = [numbers(), numbers(), numbers(), numbers()];
  const [flags, channel] = [small(), small()];
  const columns: InboxColumns = {
    ...{ n, at: activity, finishedAt, lastInboundAt, flags, channel },
    ...{ assignee, department, connection, reason, finishedBy, unread, tagset, stageset },
  };
  return { columns, finished };
}
