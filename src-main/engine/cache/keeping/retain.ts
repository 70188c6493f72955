import type { Db } from '../sqlite.ts';
import type { Operation, Tables } from '../writing/operations.ts';
import type { Retention } from './api.ts';

/** Rows looked at in one operation; reading that many takes about a millisecond. */
const STRIDE = 1_000;

/** `n` grows with the conversation's creation, and what began after the floor cannot rest since before it. */
export const retainQueries = {
  finished: `SELECT inbox.n, conversation.id FROM inbox JOIN conversation ON conversation.n = inbox.n
    WHERE inbox.n > ? AND inbox.n < ? AND inbox.flags & 8 AND max(inbox.at, inbox.finished_at) < ?
    ORDER BY inbox.n LIMIT ?`,
  one: 'SELECT flags & 8 AND max(at, finished_at) < ? AS rests FROM inbox WHERE n = ?',
  leastSeen: `SELECT kept.conversation_id AS id, kept.seen_at AS seenAt, conversation.n,
    coalesce(json_extract(conversation.data, '$.merged.intoId'), kept.conversation_id) AS rootId FROM kept
    LEFT JOIN conversation ON conversation.id = kept.conversation_id ORDER BY kept.seen_at, kept.conversation_id`,
  contacts: `SELECT n, id, json_extract(data, '$.merged.intoId') AS into_id,
    EXISTS (SELECT 1 FROM conversation WHERE contact_id = contact.id) AS used FROM contact WHERE n > ? ORDER BY n LIMIT ?`,
};

/** Removes, in small operations, what the rule does not cover any more. `removed` is told of each conversation. */
export function* retainOperations(
  db: Db,
  tables: Tables,
  { floor, keptLimit, spare }: Retention,
  removed: () => void,
): Generator<Operation> {
  const finished = db.prepare<[number, number, number, number], { n: number; id: string }>(retainQueries.finished);
  const one = db.prepare<[number, number], number>(retainQueries.one).pluck();
  const isAsked = db.prepare<[string], unknown>('SELECT 1 FROM kept WHERE conversation_id = ?');
  const unlink = db.prepare<[string]>('DELETE FROM older WHERE conversation_id = ?');
  const unkeep = db.prepare<[string]>('DELETE FROM kept WHERE conversation_id = ?');
  const unwant = db.prepare<[string]>(`DELETE FROM wanted WHERE conversation_id = ? AND why = 'kept'`);

  const goes =
    (n: number, id: string): Operation =>
    (changes) => {
      // It may have come back to life since it was looked up.
      if (one.get(floor, n) !== 1) return;
      tables.conversations.remove(id, changes);
      unlink.run(id);
      removed();
    };

  for (const { id, n } of beyondLimit(db.prepare<[], Kept>(retainQueries.leastSeen).all(), keptLimit, spare)) {
    yield () => {
      unkeep.run(id);
      unwant.run(id);
    };
    if (n !== null) yield goes(n, id);
  }

  let after = -1;
  for (;;) {
    const page = finished.all(after, floor * 1_000, floor, STRIDE);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.n;
    // The page itself took time.
    yield () => {};
    for (const { n, id } of page) {
      if (spare.has(id)) continue;
      const going = goes(n, id);
      // Asked for at this very moment, it stays.
      yield (changes) => {
        if (isAsked.get(id) === undefined) going(changes);
      };
    }
  }
  yield* idleContacts(db, tables);
}

interface Kept {
  id: string;
  seenAt: number;
  /** null: asked for, and not here. */
  n: number | null;
  rootId: string;
}

/** Those seen least recently; what is shown as one goes or stays as one, or its history would have holes. */
function beyondLimit(rows: readonly Kept[], limit: number, spare: ReadonlySet<string>): Kept[] {
  const groups = [...Map.groupBy(rows, ({ rootId }) => rootId).values()];
  const lastSeen = (group: readonly Kept[]): number => group.at(-1)?.seenAt ?? 0;
  const going: Kept[] = [];
  for (const group of groups.sort((a, b) => lastSeen(a) - lastSeen(b))) {
    if (rows.length - going.length <= limit) break;
    if (!group.some(({ id }) => spare.has(id))) going.push(...group);
  }
  return going;
}

interface ContactRow {
  n: number;
  id: string;
  into_id: string | null;
  used: number;
}

/** Contacts without any conversation here, and without one of those they were merged with. */
function* idleContacts(db: Db, tables: Tables): Generator<Operation> {
  const next = db.prepare<[number, number], ContactRow>(retainQueries.contacts);
  const used = db.prepare<[string], unknown>('SELECT 1 FROM conversation WHERE contact_id = ?');
  const idle: string[] = [];
  /** By contact: whom it was merged into. Few are. */
  const into = new Map<string, string>();
  const usedIds = new Set<string>();
  let after = -1;
  for (;;) {
    const page = next.all(after, STRIDE);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.n;
    yield () => {};
    for (const row of page) {
      if (row.into_id !== null) into.set(row.id, row.into_id);
      if (row.used === 0) idle.push(row.id);
      else if (row.into_id !== null) usedIds.add(row.id);
    }
  }
  const rootOf = (id: string): string => {
    let root = id;
    for (let steps = 0; steps < 100; steps += 1) {
      const above = into.get(root);
      if (above === undefined) return root;
      root = above;
    }
    return root;
  };
  const usedRoots = new Set([...usedIds].map(rootOf));
  const roots = new Set([...into.keys()].map(rootOf));
  for (const id of idle) {
    const root = rootOf(id);
    const isMerged = roots.has(root);
    if (isMerged && (usedRoots.has(root) || used.get(root) !== undefined)) continue;
    yield (changes) => {
      if (used.get(id) === undefined) tables.contacts.remove(id, changes);
    };
  }
}
