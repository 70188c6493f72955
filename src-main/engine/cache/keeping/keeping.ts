import type { Conversation, Message } from '../../../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../../../src-shared/protocol/log.ts';
import { ok } from '../../../../src-shared/result.ts';
import type { Applied, Stored } from '../api.ts';
import type { Db } from '../sqlite.ts';
import type { StoredEntities } from '../stored.ts';
import { appliedOf } from '../writing/changes.ts';
import { isAnnounced } from '../writing/messages.ts';
import { type Operation, operations, type Tables } from '../writing/operations.ts';
import type { Transactions } from '../writing/transactions.ts';
import type { Admission } from './admission.ts';
import type { CacheKeeping, Retention, Wanted, Whole } from './api.ts';
import { createJoined } from './joined.ts';
import { retainOperations } from './retain.ts';

/** Pages of one slice: a few milliseconds. */
const COMPACT_PAGES = 100;

export const keepingQueries = {
  usage: `SELECT coalesce(sum(flags & 8 = 0), 0) AS unfinished, coalesce(sum(flags & 8 <> 0), 0) AS finished,
    coalesce(sum(flags & 8 <> 0 AND max(at, finished_at) < ?), 0) AS asked FROM inbox`,
  messages: 'SELECT count(*) FROM message',
  wanted: `SELECT conversation_id AS conversationId, why FROM wanted ORDER BY why, conversation_id LIMIT ?`,
};

/** After a snapshot, which does not hold what was asked for: it is fetched again. */
export const wantMissing = `INSERT INTO wanted (conversation_id, why)
  SELECT conversation_id, 'kept' FROM kept WHERE conversation_id NOT IN (SELECT id FROM conversation)
  ON CONFLICT DO NOTHING`;

/** A message is new in the event that gave it its place. Those that are announced are the same as of any log item. */
function newMessageIn(item: LogItem): Message[] {
  if (item.type !== 'message' || item.message.version !== item.message.position) return [];
  return isAnnounced(item.message) ? [item.message] : [];
}

export function createKeeping(
  db: Db,
  deps: {
    admission: Admission;
    entities: StoredEntities;
    tables: Tables;
    transactions: Transactions;
    yieldTurn(): Promise<void>;
  },
): CacheKeeping {
  const { admission, tables } = deps;
  const { transact, sliced, tell } = deps.transactions;
  const wanted = db.prepare<[number], Wanted>(keepingQueries.wanted);
  const shownIn = db
    .prepare<[string], string | null>(`SELECT json_extract(data, '$.merged.intoId') FROM conversation WHERE id = ?`)
    .pluck();
  const want = db.prepare<[string]>(
    `INSERT INTO wanted (conversation_id, why) VALUES (?, 'kept') ON CONFLICT DO NOTHING`,
  );
  const unwant = db.prepare<[string]>('DELETE FROM wanted WHERE conversation_id = ?');
  const giveUp = db.prepare<[string]>(`DELETE FROM wanted WHERE conversation_id = ? AND why = 'kept'
    AND conversation_id NOT IN (SELECT conversation_id FROM kept)`);
  const keep = db.prepare<[string, number]>('INSERT OR REPLACE INTO kept (conversation_id, seen_at) VALUES (?, ?)');
  const see = db.prepare<[number, string]>('UPDATE kept SET seen_at = ? WHERE conversation_id = ?');
  const keepOld = db.prepare<[number, string, number]>(`INSERT INTO kept (conversation_id, seen_at)
    SELECT conversation.id, ? FROM conversation JOIN inbox ON inbox.n = conversation.n
    WHERE conversation.id = ? AND inbox.flags & 8 AND max(inbox.at, inbox.finished_at) < ? ON CONFLICT DO NOTHING`);
  const isKept = db.prepare<[string], unknown>('SELECT 1 FROM kept WHERE conversation_id = ?');
  const usage = db.prepare<[number], { unfinished: number; finished: number; asked: number }>(keepingQueries.usage);
  const messageCount = db.prepare<[], number>(keepingQueries.messages).pluck();
  const count = db.prepare<[], number>('SELECT count(*) FROM kept').pluck();
  const link = db.prepare<[string, string]>('INSERT OR REPLACE INTO older (conversation_id, older_id) VALUES (?, ?)');
  const joined = createJoined(db, deps);

  const stored = (work: () => void): Stored<null> => {
    const done = transact(work);
    return done.ok ? ok(null) : done;
  };

  /** Messages first: until the conversation itself is written, nobody sees anything of it. */
  function* taking(whole: Whole, askedAt: number | null, done: () => void): Generator<Operation> {
    const { id } = whole.conversation;
    // Should the machine stop half-way, it is fetched again.
    yield () => {
      want.run(id);
    };
    for (const message of whole.messages) {
      yield (changes) => {
        if (admission.expected(id)) tables.messages.write(message, changes, false);
      };
    }
    yield (changes) => {
      if (!admission.expected(id)) {
        if (!admission.holds(id)) tables.messages.removeOf(id);
        giveUp.run(id);
        return;
      }
      done();
      for (const contact of whole.contacts) tables.contacts.write(contact, changes);
      tables.conversations.write(whole.conversation, changes);
      if (askedAt !== null) keep.run(id, askedAt);
      unwant.run(id);
      for (const part of whole.parts) {
        if (admission.holds(part)) continue;
        want.run(part);
        if (askedAt !== null) keep.run(part, askedAt);
      }
      const aside = admission.takeAside(id);
      for (const operation of operations(aside, tables, false)) operation(changes);
      changes.newMessages.push(...aside.flatMap(newMessageIn));
    };
  }

  return {
    floor: admission.floor,
    holds: admission.holds,
    shownIn: (conversationId) => shownIn.get(conversationId) ?? null,
    wanted: (limit) => wanted.all(limit),
    expect: admission.expect,
    forget: (conversationId) => void admission.takeAside(conversationId),
    async take(whole, askedAt): Promise<Stored<Applied | null>> {
      let written = false;
      const work = taking(whole, askedAt, () => {
        written = true;
      });
      const taken = await sliced(work, () => {});
      if (!taken.ok) return taken;
      return ok(written ? appliedOf(taken.value) : null);
    },
    unwant(conversationId) {
      const done = transact((changes) => admission.leave(conversationId, changes));
      if (!done.ok) return done;
      tell({ conversations: new Set([conversationId]) });
      return ok(null);
    },
    seen: (conversationId, at) =>
      stored(() => {
        keepOld.run(at, conversationId, admission.floor() ?? 0);
        see.run(at, conversationId);
      }),
    async retain(rule: Retention) {
      const floor = Math.max(rule.floor, admission.floor() ?? 0);
      // First of all: from here on, what is not on this machine and began before the floor is known to be incomplete.
      const moved = stored(() => admission.setFloor(floor));
      if (!moved.ok) return moved;
      let removed = 0;
      const going = retainOperations(db, tables, { ...rule, floor }, () => {
        removed += 1;
        rule.onProgress?.(removed);
      });
      const done = await sliced(going, () => {});
      return done.ok ? ok(removed) : done;
    },
    usage() {
      const counts = usage.get(admission.floor() ?? 0);
      return { ...(counts ?? { unfinished: 0, finished: 0, asked: 0 }), messages: messageCount.get() ?? 0 };
    },
    async compact() {
      while (db.open && Number(db.pragma('freelist_count', { simple: true })) > 0) {
        const before = Number(db.pragma('freelist_count', { simple: true }));
        db.pragma(`incremental_vacuum(${COMPACT_PAGES})`);
        // A file of an earlier version does not give its room back; it is used again.
        if (Number(db.pragma('freelist_count', { simple: true })) >= before) break;
        await deps.yieldTurn();
      }
      if (db.open) db.pragma('wal_checkpoint(TRUNCATE)');
    },
    isKept: (conversationId) => isKept.get(conversationId) !== undefined,
    keptCount: () => count.get() ?? 0,
    noteOlder(conversationId, olderId) {
      const done = stored(() => link.run(conversationId, olderId ?? ''));
      if (done.ok) tell({ conversations: new Set([conversationId]) });
      return done;
    },
    lastJoined: (conversationId): Conversation | null => joined.last(conversationId),
  };
}
