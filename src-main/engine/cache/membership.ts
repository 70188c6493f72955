import type { Db } from './sqlite.ts';

/** Which rows are shown as one, as the writers keep it (`writing/roots.ts`). */
export interface Membership {
  /** What a row is shown as: itself when it stands alone or is not here. */
  rootOf(id: string): string;
  /** Everything shown as this root, itself first; the others in no particular order. */
  membersOf(root: string): string[];
}

export type MergedTable = 'contact' | 'conversation';

export const membershipQueries = (table: MergedTable) => ({
  root: `SELECT root FROM ${table} WHERE id = ?`,
  members: `SELECT id FROM ${table} WHERE root = ?`,
});

export function createMembership(db: Db, table: MergedTable): Membership {
  const queries = membershipQueries(table);
  const root = db.prepare<[string], { root: string | null }>(queries.root);
  const members = db.prepare<[string], string>(queries.members).pluck();
  return {
    rootOf: (id) => root.get(id)?.root ?? id,
    membersOf: (id) => [id, ...members.all(id)],
  };
}
