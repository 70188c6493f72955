import { ok } from '../../../src-shared/result.ts';
import type { CacheWriter, Position } from './api.ts';
import { createAdmission } from './keeping/admission.ts';
import type { CacheKeeping } from './keeping/api.ts';
import { createJoined, type Joined } from './keeping/joined.ts';
import { createKeeping, wantMissing } from './keeping/keeping.ts';
import { createStoredEntities } from './stored.ts';
import { appliedOf, touchedBy } from './writing/changes.ts';
import { createContactWriting } from './writing/contacts.ts';
import { createConversationSearch } from './writing/conversation-search.ts';
import { createConversationWriting } from './writing/conversations.ts';
import { createDirectoryWriting } from './writing/directory.ts';
import { createMessageWriting } from './writing/messages.ts';
import { operations, type Tables } from './writing/operations.ts';
import { purgeOperations } from './writing/purge.ts';
import { createRecordWriting } from './writing/records.ts';
import { createRoots } from './writing/roots.ts';
import { withoutSuperseded } from './writing/superseded.ts';
import { createTransactions, type TransactionDeps } from './writing/transactions.ts';

export type WriterDeps = Omit<TransactionDeps, 'onRollback'>;

/** All that writes to one open file. */
export interface Writing {
  writer: Omit<CacheWriter, 'clear'>;
  keeping: CacheKeeping;
  joined: Joined;
}

export function createCacheWriter(deps: WriterDeps): Writing {
  const { db, generation } = deps;
  const search = createConversationSearch(db);
  const messages = createMessageWriting(db, deps);
  const roots = createRoots(db, 'conversation');
  const records = createRoots(db, 'contact');
  const conversations = createConversationWriting(db, { ...deps, search, messages, roots, records });
  const admission = createAdmission(db, { conversations, messages, generation });
  const transactions = createTransactions({ ...deps, onRollback: admission.reload });
  const { transact, sliced, tell } = transactions;
  const tables: Tables = {
    messages,
    conversations,
    admission,
    contacts: createContactWriting(db, { ...deps, search, roots: records }),
    records: createRecordWriting(db, { generation, records }),
    directory: createDirectoryWriting(db, generation),
  };
  const entities = createStoredEntities(deps);
  const hasRows = db.prepare<[], { yes: number }>(
    `SELECT EXISTS (SELECT 1 FROM conversation) OR EXISTS (SELECT 1 FROM message) OR EXISTS (SELECT 1 FROM contact)
       OR EXISTS (SELECT 1 FROM directory) AS yes`,
  );

  const fetchAgain = db.prepare(wantMissing);

  const moveTo = (position: Position | null) => () => {
    if (position !== null) generation.moveTo(position);
  };

  const writer: Writing['writer'] = {
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
      const applied = await sliced(operations(withoutSuperseded(items), tables, true), moveTo(position));
      return applied.ok ? ok(appliedOf(applied.value)) : applied;
    },
    beginSnapshot(keepsSince = null) {
      const begun = transact(() => {
        generation.open(hasRows.get()?.yes === 1);
        admission.setFloor(keepsSince);
      });
      return begun.ok ? ok(null) : begun;
    },
    async applySnapshotPage(items) {
      const applied = await sliced(operations(items, tables, false), () => {});
      return applied.ok ? ok(null) : applied;
    },
    async endSnapshot(position) {
      const stale = generation.mustPurge() ? purgeOperations(db, tables, generation.current()) : [].values();
      const ended = await sliced(stale, () => {
        generation.close(position);
        fetchAgain.run();
      });
      if (!ended.ok) return ended;
      deps.onTouched({ everything: true });
      return ok(null);
    },
  };
  return {
    writer,
    keeping: createKeeping(db, { admission, entities, tables, transactions, yieldTurn: deps.yieldTurn }),
    joined: createJoined(db, { admission, entities }),
  };
}
