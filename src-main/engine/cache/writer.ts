import { ok } from '../../../src-shared/result.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Applied, CacheWriter, Position, Stored, Touched } from './api.ts';
import type { InboxIndex } from './inbox-index.ts';
import type { Queues } from './queues.ts';
import type { Refs, TagSets } from './refs.ts';
import { type Db, storageFailure } from './sqlite.ts';
import { type Changes, mergeInto, noChanges, touchedBy } from './writing/changes.ts';
import { createContactWriting } from './writing/contacts.ts';
import { createConversationSearch } from './writing/conversation-search.ts';
import { createConversationWriting } from './writing/conversations.ts';
import { createDirectoryWriting } from './writing/directory.ts';
import type { Generation } from './writing/generation.ts';
import { createMessageWriting } from './writing/messages.ts';
import { type Operation, operations, type Tables } from './writing/operations.ts';
import { purgeOperations } from './writing/purge.ts';

export interface WriterDeps {
  db: Db;
  refs: Refs;
  identities: Refs;
  tagSets: TagSets;
  index: InboxIndex;
  queues: Queues;
  generation: Generation;
  clock: Clock;
  log: Log;
  onTouched(touched: Touched): void;
  /** Gives the event loop a turn between two slices. */
  yieldTurn(): Promise<void>;
}

/** A slice ends after so long (milliseconds): with what else a frame needs, typing and scrolling never wait. */
const SLICE_MS = 8;

export function createCacheWriter(deps: WriterDeps): Omit<CacheWriter, 'clear'> {
  const { db, generation, clock } = deps;
  const search = createConversationSearch(db);
  const messages = createMessageWriting(db, deps);
  const tables: Tables = {
    messages,
    conversations: createConversationWriting(db, { ...deps, search, messages }),
    contacts: createContactWriting(db, { ...deps, search }),
    directory: createDirectoryWriting(db, generation),
  };
  const hasRows = db.prepare<[], { yes: number }>(
    `SELECT EXISTS (SELECT 1 FROM conversation) OR EXISTS (SELECT 1 FROM message) OR EXISTS (SELECT 1 FROM contact)
       OR EXISTS (SELECT 1 FROM directory) AS yes`,
  );

  /** One transaction; what is kept in memory follows only after the commit. */
  function transact(work: (changes: Changes) => void): Stored<Changes> {
    const changes = noChanges();
    try {
      db.transaction(() => work(changes)).immediate();
    } catch (error) {
      deps.refs.forget();
      deps.identities.forget();
      deps.tagSets.forget();
      generation.forget();
      const failure = db.open ? storageFailure(error) : { reason: 'corrupt' as const };
      if (failure === null) throw error;
      deps.log.error('cache-write-failed', { reason: failure.reason });
      return { ok: false, ...failure };
    }
    deps.index.refresh(changes.inboxRows);
    deps.queues.refresh(changes.inboxRows);
    return ok(changes);
  }

  function tell(touched: Touched): void {
    if (
      touched.everything ||
      touched.inbox ||
      touched.directory ||
      touched.conversations?.size ||
      touched.contacts?.size
    )
      deps.onTouched(touched);
  }

  /** Runs the operations in slices; `finish` belongs to the last one's transaction. */
  async function sliced(work: Iterator<Operation>, finish: () => void): Promise<Stored<Changes>> {
    const all = noChanges();
    let done = false;
    while (!done) {
      const started = clock.monotonic();
      const slice = transact((changes) => {
        do {
          const next = work.next();
          done = next.done === true;
          if (next.done !== true) next.value(changes);
        } while (!done && clock.monotonic() - started < SLICE_MS);
        if (done) finish();
      });
      if (!slice.ok) return slice;
      mergeInto(all, slice.value);
      tell(touchedBy(slice.value));
      if (!done) await deps.yieldTurn();
    }
    return ok(all);
  }

  const moveTo = (position: Position | null) => () => {
    if (position !== null) generation.moveTo(position);
  };

  return {
    applyItems(items, position) {
      const applied = transact((changes) => {
        for (const operation of operations(items, tables, true)) operation(changes);
        moveTo(position)();
      });
      if (!applied.ok) return applied;
      tell(touchedBy(applied.value));
      return ok(appliedOf(applied.value));
    },
    async applySliced(items, position) {
      const applied = await sliced(operations(items, tables, true), moveTo(position));
      return applied.ok ? ok(appliedOf(applied.value)) : applied;
    },
    beginSnapshot() {
      const begun = transact(() => generation.open(hasRows.get()?.yes === 1));
      return begun.ok ? ok(null) : begun;
    },
    async applySnapshotPage(items) {
      const applied = await sliced(operations(items, tables, false), () => {});
      return applied.ok ? ok(null) : applied;
    },
    async endSnapshot(position) {
      const stale = generation.mustPurge() ? purgeOperations(db, tables, generation.current()) : [].values();
      const ended = await sliced(stale, () => generation.close(position));
      if (!ended.ok) return ended;
      deps.onTouched({ everything: true });
      return ok(null);
    },
  };
}

function appliedOf(changes: Changes): Applied {
  return { touched: touchedBy(changes), newMessages: changes.newMessages, moved: changes.moved };
}
