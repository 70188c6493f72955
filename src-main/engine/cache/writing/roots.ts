import { mergedRoot } from '../../../../src-shared/rules/merged-root.ts';
import { createMembership, type Membership, type MergedTable } from '../membership.ts';
import type { Db } from '../sqlite.ts';

/**
 * Keeps what each merged row is shown as (`root`), in whatever order the rows come and go: a part may be here before what
 * it was merged into, and the middle of a chain last of all.
 */
export interface Roots extends Membership {
  /**
   * After a row was written with its mark, or removed. `formerRoot`: what it was shown as before, null for a new one.
   * Answers the records that may look different now: by root, with their members (the root included).
   */
  settle(id: string, formerRoot: string | null): Map<string, string[]>;
}

export const rootQueries = (table: MergedTable) => ({
  marks: `SELECT merged_into, root FROM ${table} WHERE id = ?`,
  into: `SELECT id FROM ${table} WHERE merged_into = ?`,
});

interface Marks {
  merged_into: string | null;
  root: string | null;
}

export function createRoots(db: Db, table: MergedTable): Roots {
  const queries = rootQueries(table);
  const marks = db.prepare<[string], Marks>(queries.marks);
  const into = db.prepare<[string], string>(queries.into).pluck();
  const membership = createMembership(db, table);
  const set = db.prepare<[string | null, string]>(`UPDATE ${table} SET root = ? WHERE id = ?`);

  /** Everything here that is joined with these by marks, in either direction. */
  function joinedWith(ids: readonly string[]): Map<string, Marks> {
    const found = new Map<string, Marks>();
    const open = [...ids];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (found.has(id)) continue;
      const row = marks.get(id);
      if (row !== undefined) {
        found.set(id, row);
        if (row.merged_into !== null) open.push(row.merged_into);
      }
      open.push(...into.all(id).filter((other) => !found.has(other)));
    }
    return found;
  }

  return {
    ...membership,
    settle(id, formerRoot) {
      const former = formerRoot === null ? [] : membership.membersOf(formerRoot);
      const rows = joinedWith([id, ...former]);
      const records = new Map<string, string[]>();
      for (const [one, row] of rows) {
        const root = mergedRoot(one, (other) => rows.get(other)?.merged_into);
        const shown = root === one ? null : root;
        if (row.root !== shown) set.run(shown, one);
        records.set(root, [...(records.get(root) ?? []), one]);
      }
      return records;
    },
  };
}
