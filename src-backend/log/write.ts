import { sql, type Transaction } from 'kysely';
import type { LogItem } from '../../src-shared/protocol/log.ts';
import { sendAhead } from '../store/ahead.ts';
import type { Database } from '../store/database.ts';
import type { Store } from '../store/open.ts';
import type { Audience } from './audience.ts';

/**
 * Every change of a workspace goes through here: one transaction that changes rows and appends, at its end, the events
 * that say so.
 *
 * **Why no reader can skip an event.** The transaction begins by locking the workspace's row in `workspace_log` and
 * keeps the lock until it has committed. Positions are given out under that lock, so for one workspace the order of
 * positions is the order of commits, without gaps (a rolled-back writer leaves the counter as it was). Hence whoever
 * reads position n can never later find a smaller one that was not there: reading «everything above my cursor» is
 * complete. Other workspaces have other rows and do not wait.
 *
 * **What the lock gives besides.** Writers of one workspace run one after the other, so «is there an open conversation
 * for this customer?», «has this agent a free place?» and «was this command applied before?» are answered without races
 * or deadlocks, on one node or many. The price is that a workspace commits one transaction at a time; inbound messages
 * are therefore applied many to a transaction (conversations/inbound.ts).
 */
export interface LogEntry {
  body: LogItem;
  conversationId?: string;
  contactId?: string;
  audience: Audience;
  /** Given when the change moved the conversation, or the customer, to another audience. */
  audienceBefore?: Audience;
  /** With `audienceBefore`: all contacts of the customer, before and after, where they are several. */
  contactIds?: string[];
}

export interface WriteTransaction {
  db: Transaction<Database>;
  workspaceId: string;
  /** One time for everything this transaction writes (epoch milliseconds). */
  now: number;
  /** Gives the next position. Whoever takes one must append an event that carries it as its entity's `version`. */
  nextSeq(): number;
  /** The last position given out, or where the log stood before this transaction. */
  lastSeq(): number;
  append(seq: number, entry: LogEntry): void;
  /** Something that arrived before this transaction was asked for was stored and waits to be applied (conversations/backlog.ts). */
  arrivalsWait: boolean;
  /** Runs after the commit, in order; not at all when the transaction fails. */
  afterCommit(work: () => void): void;
}

export interface StoredEvent extends LogEntry {
  seq: number;
  at: number;
}

export interface WorkspaceLog {
  write<T>(workspaceId: string, work: (tx: WriteTransaction) => Promise<T>): Promise<T>;
  /** Hears of every commit of this node, with the events it appended. */
  onCommit(listener: (workspaceId: string, events: StoredEvent[]) => void): void;
}

export const LOG_CHANNEL = 'turno_log';

const EVENTS_PER_INSERT = 500;

export function createWorkspaceLog(deps: { store: Store; now: () => number }): WorkspaceLog {
  const listeners: ((workspaceId: string, events: StoredEvent[]) => void)[] = [];

  return {
    onCommit: (listener) => {
      listeners.push(listener);
    },

    async write(workspaceId, work) {
      const events: StoredEvent[] = [];
      const after: (() => void)[] = [];
      const result = await deps.store.db.transaction().execute(async (db) => {
        const { seq: start, arrivalsWait } = await lockLog(db, workspaceId);
        const now = deps.now();
        let last = start;
        const value = await work({
          db,
          workspaceId,
          now,
          nextSeq: () => {
            last += 1;
            return last;
          },
          lastSeq: () => last,
          arrivalsWait,
          append: (seq, entry) => {
            events.push({ ...entry, seq, at: now });
          },
          afterCommit: (action) => {
            after.push(action);
          },
        });
        events.sort((a, b) => a.seq - b.seq);
        if (last - start !== events.length) throw new Error('a log position was taken and no event appended for it');
        if (events.length > 0) await store(db, workspaceId, last, events);
        return value;
      });
      if (events.length > 0) for (const listener of listeners) listener(workspaceId, events);
      for (const action of after) action();
      return result;
    },
  };
}

async function lockLog(
  db: Transaction<Database>,
  workspaceId: string,
): Promise<{ seq: number; arrivalsWait: boolean }> {
  const row = await db
    .selectFrom('workspace_log')
    .select('seq')
    // As it was when this statement began: it may wait for the lock, but what arrives is answered before more follows it.
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('inbound')
            .select('id')
            .where('workspace_id', '=', workspaceId)
            .where('state', '=', sql.lit('pending')),
        )
        .as('arrivals_wait'),
    )
    .where('workspace_id', '=', workspaceId)
    .forUpdate('workspace_log')
    .executeTakeFirst();
  if (row === undefined) throw new Error('unknown workspace');
  return { seq: row.seq, arrivalsWait: Boolean(row.arrivals_wait) };
}

async function store(
  db: Transaction<Database>,
  workspaceId: string,
  last: number,
  events: StoredEvent[],
): Promise<void> {
  const rows = events.map((event) => ({
    workspace_id: workspaceId,
    seq: event.seq,
    at: event.at,
    body: JSON.stringify(event.body),
    conversation_id: event.conversationId ?? null,
    contact_id: event.contactId ?? null,
    audience: JSON.stringify(event.audience),
    audience_before: event.audienceBefore === undefined ? null : JSON.stringify(event.audienceBefore),
    contact_ids: event.contactIds === undefined ? null : JSON.stringify(event.contactIds),
  }));
  const ends = rows.splice(-EVENTS_PER_INSERT);
  for (let start = 0; start < rows.length; start += EVENTS_PER_INSERT) {
    await sendAhead(
      db,
      db
        .insertInto('event')
        .values(rows.slice(start, start + EVENTS_PER_INSERT))
        .compile(),
    );
  }
  // One way to the database for both: this stands on the way of every change.
  const insert = db
    .with('moved', (eb) => eb.updateTable('workspace_log').set({ seq: last }).where('workspace_id', '=', workspaceId))
    .insertInto('event')
    .values(ends);
  await sendAhead(db, insert.compile());
}
