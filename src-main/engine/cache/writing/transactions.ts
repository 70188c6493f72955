import { ok } from '../../../../src-shared/result.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Stored, Touched } from '../api.ts';
import type { InboxImage } from '../inbox-image.ts';
import type { InboxIndex } from '../inbox-index.ts';
import type { Queues } from '../queues.ts';
import type { Refs, TagSets } from '../refs.ts';
import { type Db, storageFailure } from '../sqlite.ts';
import { type Changes, mergeInto, noChanges, touchedBy } from './changes.ts';
import type { Generation } from './generation.ts';
import type { Operation } from './operations.ts';

/** Writing in transactions, of one piece or in short slices, and telling what they changed. */
export interface Transactions {
  /** One transaction; what is kept in memory follows only after the commit. */
  transact(work: (changes: Changes) => void): Stored<Changes>;
  /** Runs the operations in slices with a turn of the event loop between them; `finish` belongs to the last one's transaction. */
  sliced(work: Iterator<Operation>, finish: () => void): Promise<Stored<Changes>>;
  tell(touched: Touched): void;
}

export interface TransactionDeps {
  db: Db;
  refs: Refs;
  identities: Refs;
  tagSets: TagSets;
  index: InboxIndex;
  image: InboxImage;
  queues: Queues;
  generation: Generation;
  clock: Clock;
  log: Log;
  onTouched(touched: Touched): void;
  /** Gives the event loop a turn between two slices. */
  yieldTurn(): Promise<void>;
  onRollback(): void;
}

/** A slice ends after so long (milliseconds): with what else a frame needs, typing and scrolling never wait. */
const SLICE_MS = 8;

export function createTransactions(deps: TransactionDeps): Transactions {
  const { db, generation, clock } = deps;

  function transact(work: (changes: Changes) => void): Stored<Changes> {
    const changes = noChanges();
    try {
      db.transaction(() => {
        work(changes);
        if (changes.inboxRows.size > 0) deps.image.spoil();
      }).immediate();
    } catch (error) {
      deps.refs.forget();
      deps.identities.forget();
      deps.tagSets.forget();
      generation.forget();
      deps.image.forget();
      deps.onRollback();
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

  return {
    transact,
    tell,
    async sliced(work, finish) {
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
    },
  };
}
