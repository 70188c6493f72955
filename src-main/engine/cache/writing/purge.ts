import type { Db } from '../sqlite.ts';
import type { Operation, Tables } from './operations.ts';

/** Rows looked at in one operation; reading that many takes about a millisecond. */
const STRIDE = 1_000;

/** The end of a snapshot: removes, in small operations, the rows that no page of it held. */
export function* purgeOperations(db: Db, tables: Tables, generation: number): Generator<Operation> {
  const conversationOf = db.prepare<[string], number>('SELECT generation FROM conversation WHERE id = ?').pluck();
  const contactOf = db.prepare<[string], number>('SELECT generation FROM contact WHERE id = ?').pluck();
  const messageOf = db.prepare<[number], number>('SELECT generation FROM message WHERE n = ?').pluck();
  yield () => tables.directory.purge();
  yield () => tables.records.purge();
  // One that the agent asked for may have come since it was looked up.
  for (const id of staleIds(db, 'conversation', generation)) {
    yield (changes) => {
      if (conversationOf.get(id) !== generation) tables.conversations.remove(id, changes);
    };
  }
  for (const id of staleIds(db, 'contact', generation)) {
    yield (changes) => {
      if (contactOf.get(id) !== generation) tables.contacts.remove(id, changes);
    };
  }
  const next = db.prepare<[number, number], { n: number; generation: number }>(purgeQueries.message);
  let after = -1;
  for (;;) {
    const rows = next.all(after, STRIDE);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.n;
    yield () => {
      for (const row of rows) {
        if (row.generation !== generation && messageOf.get(row.n) !== generation) tables.messages.removeRow(row.n);
      }
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
