import type { Db } from '../sqlite.ts';
import type { Operation, Tables } from './operations.ts';

/** Rows looked at in one operation; reading that many takes about a millisecond. */
const STRIDE = 1_000;

/** The end of a snapshot: removes, in small operations, the rows that no page of it held. */
export function* purgeOperations(db: Db, tables: Tables, generation: number): Generator<Operation> {
  yield () => tables.directory.purge();
  yield () => tables.records.purge();
  for (const id of staleIds(db, 'conversation', generation)) {
    yield (changes) => tables.conversations.remove(id, changes);
  }
  for (const id of staleIds(db, 'contact', generation)) yield (changes) => tables.contacts.remove(id, changes);
  const next = db.prepare<[number, number], { n: number; generation: number }>(purgeQueries.message);
  let after = -1;
  for (;;) {
    const rows = next.all(after, STRIDE);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.n;
    yield () => {
      for (const row of rows) if (row.generation !== generation) tables.messages.removeRow(row.n);
    };
  }
}

export const purgeQueries = {
  conversation: 'SELECT n, id, generation FROM conversation WHERE n > ? ORDER BY n LIMIT ?',
  contact: 'SELECT n, id, generation FROM contact WHERE n > ? ORDER BY n LIMIT ?',
  message: 'SELECT n, generation FROM message WHERE n > ? ORDER BY n LIMIT ?',
} as const;

function* staleIds(db: Db, table: 'conversation' | 'contact', generation: number): Generator<string> {
  const next = db.prepare<[number, number], { n: number; id: string; generation: number }>(purgeQueries[table]);
  let after = -1;
  for (;;) {
    const rows = next.all(after, STRIDE);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.n;
    for (const row of rows) if (row.generation !== generation) yield row.id;
  }
}
