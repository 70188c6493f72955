/**
 * The difference between two values of a watch whose result holds a list of rows with ids under one key (`rows` or
 * `items`). Rows that did not change are not sent again.
 */
export interface ListPatch {
  /** The list's key in the result. */
  key: string;
  /** The new order of ids; null when it did not change. */
  ids: string[] | null;
  /** Rows that are new or changed. */
  changed: { id: string }[];
  /** Everything else of the result, when it changed (`total`, `hasMore`). */
  rest: Record<string, unknown> | null;
}

type Rows = { id: string }[];

const listKeys = ['rows', 'items'] as const;

function splitList(value: unknown): { key: string; rows: Rows; rest: Record<string, unknown> } | null {
  if (typeof value !== 'object' || value === null) return null;
  const record = value as Record<string, unknown>;
  for (const key of listKeys) {
    const rows = record[key];
    if (Array.isArray(rows)) {
      const { [key]: _list, ...rest } = record;
      return { key, rows: rows as Rows, rest };
    }
  }
  return null;
}

/** What must be sent to turn `before` into `after`; null when nothing changed, `whole` when a patch would not do. */
export function diff(
  before: unknown,
  after: unknown,
): { kind: 'none' } | { kind: 'whole' } | { kind: 'patch'; patch: ListPatch } {
  const a = splitList(before);
  const b = splitList(after);
  if (a === null || b === null || a.key !== b.key) {
    return JSON.stringify(before) === JSON.stringify(after) ? { kind: 'none' } : { kind: 'whole' };
  }
  const known = new Map(a.rows.map((row) => [row.id, JSON.stringify(row)]));
  const changed = b.rows.filter((row) => known.get(row.id) !== JSON.stringify(row));
  const sameOrder = a.rows.length === b.rows.length && a.rows.every((row, index) => row.id === b.rows[index]?.id);
  const sameRest = JSON.stringify(a.rest) === JSON.stringify(b.rest);
  if (sameOrder && sameRest && changed.length === 0) return { kind: 'none' };
  return {
    kind: 'patch',
    patch: { key: b.key, ids: sameOrder ? null : b.rows.map((row) => row.id), changed, rest: sameRest ? null : b.rest },
  };
}

/** Applies a patch; rows that did not change keep their identity, so React skips them. */
export function applyPatch(before: unknown, patch: ListPatch): unknown {
  const a = splitList(before);
  if (a === null || a.key !== patch.key) throw new Error(`a patch of «${patch.key}» came for a value without it`);
  const rows = new Map(a.rows.map((row) => [row.id, row]));
  for (const row of patch.changed) rows.set(row.id, row);
  const ids = patch.ids ?? a.rows.map((row) => row.id);
  const list = ids.map((id) => {
    const row = rows.get(id);
    if (row === undefined) throw new Error('a patch names a row that was never sent');
    return row;
  });
  return { ...(patch.rest ?? a.rest), [patch.key]: list };
}
