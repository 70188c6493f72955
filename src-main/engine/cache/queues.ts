import { flag } from './rows.ts';
import type { Db } from './sqlite.ts';

/**
 * The queues of the departments in their promised order: by age, equal ages by id, as the backend serves them
 * (src-backend/routing/decide.ts). In memory, because a list of cards asks for a position of each; read once and told after
 * each commit which rows to read again, like the inbox's index.
 */
export interface Queues {
  /** 1 for who is next; null when the row does not wait in a queue. */
  place(n: number): { position: number; of: number } | null;
  /** After a commit; numbers of rows that are gone included. */
  refresh(numbers: Iterable<number>): void;
}

interface Waiting {
  n: number;
  department: number;
  id: string;
  queued_at: number;
}

/** A row in nobody's hands that is neither finished nor with an automation waits in its department's queue. */
const queuedRows = `SELECT inbox.n, inbox.department, conversation.id,
  coalesce(conversation.data ->> '$.queuedAt', conversation.data ->> '$.createdAt') AS queued_at
  FROM inbox JOIN conversation ON conversation.n = inbox.n
  WHERE inbox.assignee = 0 AND inbox.flags & ${flag.open} <> 0`;

export const queueQueries = { all: queuedRows, one: `${queuedRows} AND inbox.n = ?` };

export function createQueues(db: Db): Queues {
  const all = db.prepare<[], Waiting>(queueQueries.all);
  const one = db.prepare<[number], Waiting>(queueQueries.one);
  let known: Map<number, Waiting> | null = null;
  /** Positions by row, department by department; a department is counted anew when something in it changed. */
  const positions = new Map<number, Map<number, number>>();

  function loaded(): Map<number, Waiting> {
    known ??= new Map(all.all().map((row) => [row.n, row]));
    return known;
  }

  function counted(department: number): Map<number, number> {
    const done = positions.get(department);
    if (done !== undefined) return done;
    const queue = [...loaded().values()].filter((row) => row.department === department).sort(oldestFirst);
    const fresh = new Map(queue.map((row, index) => [row.n, index + 1]));
    positions.set(department, fresh);
    return fresh;
  }

  return {
    place(n) {
      const row = loaded().get(n);
      if (row === undefined) return null;
      const queue = counted(row.department);
      return { position: queue.get(n) ?? queue.size, of: queue.size };
    },
    refresh(numbers) {
      if (known === null) return;
      for (const n of numbers) {
        const before = known.get(n);
        const after = one.get(n);
        if (before?.department === after?.department && before?.queued_at === after?.queued_at) continue;
        if (before !== undefined) positions.delete(before.department);
        if (after !== undefined) positions.delete(after.department);
        if (after === undefined) known.delete(n);
        else known.set(n, after);
      }
    },
  };
}

function oldestFirst(a: Waiting, b: Waiting): number {
  if (a.queued_at !== b.queued_at) return a.queued_at - b.queued_at;
  return a.id < b.id ? -1 : 1;
}
