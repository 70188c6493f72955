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

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const areRows = (value: unknown): value is Rows =>
  Array.isArray(value) && value.every((row) => isRecord(row) && typeof row.id === 'string');

function splitList(value: unknown): { key: string; rows: Rows; rest: Record<string, unknown> } | null {
  if (!isRecord(value)) return null;
  for (const key of listKeys) {
    const { [key]: rows, ...rest } = value;
    if (areRows(rows)) return { key, rows, rest };
  }
  return null;
}

/** `none`: nothing changed; `whole`: a patch would not do. */
export type Difference = { kind: 'none' } | { kind: 'whole' } | { kind: 'patch'; patch: ListPatch };

/** The value that the other side has, remembered as texts: a value is written once, and not again to be compared. */
export interface SentValue {
  /** What must be sent to turn the value of the last call into this one; `whole` for the first. */
  next(value: unknown): Difference;
}

export function createSentValue(): SentValue {
  let whole: string | undefined;
  let list: { key: string; rows: Map<string, string>; rest: string } | null = null;

  function nextList({ key, rows, rest }: NonNullable<ReturnType<typeof splitList>>): Difference {
    const before = list?.key === key ? list : null;
    const texts = new Map(rows.map((row) => [row.id, JSON.stringify(row)]));
    const restText = JSON.stringify(rest);
    list = { key, rows: texts, rest: restText };
    whole = undefined;
    if (before === null) return { kind: 'whole' };
    const changed = rows.filter((row) => before.rows.get(row.id) !== texts.get(row.id));
    const ids = [...texts.keys()];
    const known = before.rows.keys();
    const sameOrder = before.rows.size === texts.size && ids.every((id) => known.next().value === id);
    const sameRest = before.rest === restText;
    if (sameOrder && sameRest && changed.length === 0) return { kind: 'none' };
    return { kind: 'patch', patch: { key, ids: sameOrder ? null : ids, changed, rest: sameRest ? null : rest } };
  }

  return {
    next(value) {
      const split = splitList(value);
      // Two rows of one id would be one in the patch; whoever makes such a list is sent whole.
      if (split !== null && new Set(split.rows.map((row) => row.id)).size === split.rows.length) return nextList(split);
      const text = JSON.stringify(value);
      const same = list === null && whole !== undefined && whole === text;
      list = null;
      whole = text;
      return same ? { kind: 'none' } : { kind: 'whole' };
    },
  };
}

/** What must be sent to turn `before` into `after`. */
export function diff(before: unknown, after: unknown): Difference {
  const sent = createSentValue();
  sent.next(before);
  return sent.next(after);
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
