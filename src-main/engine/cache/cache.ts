import { ok, type Result } from '../../../src-shared/result.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Cache, CacheReader, CacheWriter, ReaderContext, Stored, Touched } from './api.ts';
import { createDirectoryMemory } from './directory-memory.ts';
import { emptyCacheReader } from './empty-views.ts';
import { createInboxImage } from './inbox-image.ts';
import { createInboxIndex } from './inbox-index.ts';
import type { CacheKeeping } from './keeping/api.ts';
import { type OpenRefusal, openDatabase, removeDatabase, setAside } from './open.ts';
import { createQueues } from './queues.ts';
import { createCacheReader } from './reader.ts';
import { createRefs, createTagSets } from './refs.ts';
import { type Db, isCorrupt, isSqlite } from './sqlite.ts';
import { createStoredEntities } from './stored.ts';
import { createTimed } from './timed.ts';
import { createCacheWriter } from './writer.ts';
import { createGeneration } from './writing/generation.ts';

export interface CacheDeps {
  file: string;
  key: Uint8Array | null;
  context: ReaderContext;
  clock: Clock;
  log: Log;
  onTouched(touched: Touched): void;
  /** A read met damage. The view is empty for now; whoever owns the synchronisation calls `rebuild` and starts over. */
  onCorrupt(): void;
  yieldTurn?: () => Promise<void>;
}

const nextTurn = (): Promise<void> => new Promise((done) => setImmediate(done));

/**
 * Opens the cache. A damaged one, or one that another key wrote, is set aside and replaced by an empty one
 * (`rebuilt`): the server has it all. One from a newer version is left alone.
 */
export function openCache(
  deps: CacheDeps,
): Result<{ cache: Cache; rebuilt: boolean }, { reason: 'newer-database' | 'disk' }> {
  const timed = createTimed(deps.clock, deps.log);
  const first = openOrReplace(deps);
  if (!first.ok) return first;
  let open = first.value.connected;
  /** Every view meets the same damage; it is told once, until another file is open. */
  let damageTold = false;

  function replace(remove: (file: string) => void): Result<null, { reason: 'disk' }> {
    open.rest();
    open.db.close();
    try {
      remove(deps.file);
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      return { ok: false, reason: 'disk' };
    }
    const fresh = openConnected(deps);
    if (!fresh.ok) return { ok: false, reason: 'disk' };
    open = fresh.value;
    damageTold = false;
    deps.onTouched({ everything: true });
    return ok(null);
  }

  /** One read: timed, and empty where the file turns out to be damaged. */
  function read<Value>(name: string, call: (reader: CacheReader) => Value): Value {
    if (!open.db.open) return call(emptyCacheReader);
    try {
      return timed(name, () => call(open.reader));
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      if (!damageTold) {
        damageTold = true;
        deps.log.error('cache-damaged', { name });
        deps.onCorrupt();
      }
      return call(emptyCacheReader);
    }
  }

  function write<Value>(name: string, call: (writer: Omit<CacheWriter, 'clear'>) => Stored<Value>): Stored<Value> {
    return open.db.open ? timed(name, () => call(open.writer)) : { ok: false, reason: 'corrupt' };
  }

  async function writeSliced<Value>(
    call: (writer: Omit<CacheWriter, 'clear'>) => Promise<Stored<Value>>,
  ): Promise<Stored<Value>> {
    return open.db.open ? call(open.writer) : { ok: false, reason: 'corrupt' };
  }

  const reader: CacheReader = {
    position: () => read('position', (from) => from.position()),
    isEmpty: () => read('isEmpty', (from) => from.isEmpty()),
    inboxList: (filter, start, count) => read('inboxList', (from) => from.inboxList(filter, start, count)),
    inboxCounts: (filter) => read('inboxCounts', (from) => from.inboxCounts(filter)),
    inboxChangesIn: (filter) => read('inboxChangesIn', (from) => from.inboxChangesIn(filter)),
    inboxStates: (filter) => read('inboxStates', (from) => from.inboxStates(filter)),
    conversation: (id) => read('conversation', (from) => from.conversation(id)),
    chat: (id, limit) => read('chat', (from) => from.chat(id, limit)),
    contact: (id) => read('contact', (from) => from.contact(id)),
    timeline: (id, filter, limit) => read('timeline', (from) => from.timeline(id, filter, limit)),
    shownIn: (id) => read('shownIn', (from) => from.shownIn(id)),
    groupOf: (id) => read('groupOf', (from) => from.groupOf(id)),
    directory: () => read('directory', (from) => from.directory()),
    historyList: (filter, start, count) => read('historyList', (from) => from.historyList(filter, start, count)),
    outbox: () => read('outbox', (from) => from.outbox()),
    search: (text, limit, id) => read('search', (from) => from.search(text, limit, id)),
    titleOf: (id) => read('titleOf', (from) => from.titleOf(id)),
    person: (id) => read('person', (from) => from.person(id)),
    message: (id) => read('message', (from) => from.message(id)),
  };

  const writer: CacheWriter = {
    applyItems: (items, position) => write('applyItems', (to) => to.applyItems(items, position)),
    applySliced: (items, position) => writeSliced((to) => to.applySliced(items, position)),
    beginSnapshot: (keepsSince) => write('beginSnapshot', (to) => to.beginSnapshot(keepsSince)),
    applySnapshotPage: (items) => writeSliced((to) => to.applySnapshotPage(items)),
    endSnapshot: (position) => writeSliced((to) => to.endSnapshot(position)),
    clear() {
      // Another file is faster than removing a million rows, and leaves nothing of the former account behind.
      const replaced = replace(removeDatabase);
      return replaced.ok ? replaced : { ok: false, reason: 'disk-full' };
    },
  };

  /** Of an empty cache: nothing is held, and nothing is written to a file that is gone. */
  function askKeeping<Value>(name: string, call: (keeping: CacheKeeping) => Value, otherwise: Value): Value {
    return read(name, (from) => (from === emptyCacheReader ? otherwise : call(open.keeping)));
  }
  const tellKeeping = <Value>(name: string, call: (keeping: CacheKeeping) => Stored<Value>): Stored<Value> =>
    write(name, () => call(open.keeping));

  const keeping: CacheKeeping = {
    floor: () => askKeeping('floor', (from) => from.floor(), null),
    holds: (id) => askKeeping('holds', (from) => from.holds(id), false),
    shownIn: (id) => askKeeping('shownIn', (from) => from.shownIn(id), null),
    wanted: (limit) => askKeeping('wanted', (from) => from.wanted(limit), []),
    usage: () => askKeeping('usage', (from) => from.usage(), { unfinished: 0, finished: 0, asked: 0, messages: 0 }),
    async compact() {
      if (open.db.open) await open.keeping.compact();
    },
    isKept: (id) => askKeeping('isKept', (from) => from.isKept(id), false),
    keptCount: () => askKeeping('keptCount', (from) => from.keptCount(), 0),
    lastJoined: (id) => askKeeping('lastJoined', (from) => from.lastJoined(id), null),
    expect: (id) => open.keeping.expect(id),
    forget: (id) => open.keeping.forget(id),
    take: (whole, askedAt) => writeSliced(() => open.keeping.take(whole, askedAt)),
    unwant: (id) => tellKeeping('unwant', (to) => to.unwant(id)),
    seen: (id, at) => tellKeeping('seen', (to) => to.seen(id, at)),
    retain: (rule) => writeSliced(() => open.keeping.retain(rule)),
    noteOlder: (id, olderId) => tellKeeping('noteOlder', (to) => to.noteOlder(id, olderId)),
  };

  const cache: Cache = {
    reader,
    writer,
    keeping,
    async warm() {
      try {
        await open.warm();
      } catch (error) {
        // Damage: whoever reads next meets the same, and tells.
        if (!isSqlite(error)) throw error;
      }
    },
    rebuild: () => replace((file) => setAside(file, deps.clock.now())),
    close() {
      open.rest();
      open.keepImage();
      open.db.close();
    },
  };
  return ok({ cache, rebuilt: first.value.rebuilt });
}

function openOrReplace(
  deps: CacheDeps,
): Result<{ connected: Connected; rebuilt: boolean }, { reason: 'newer-database' | 'disk' }> {
  const opened = openConnected(deps);
  if (opened.ok) return ok({ connected: opened.value, rebuilt: false });
  if (opened.reason === 'newer-database' || opened.reason === 'disk') return { ok: false, reason: opened.reason };
  deps.log.warn('cache-set-aside', { reason: opened.reason });
  try {
    setAside(deps.file, deps.clock.now());
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return { ok: false, reason: 'disk' };
  }
  const fresh = openConnected(deps);
  return fresh.ok ? ok({ connected: fresh.value, rebuilt: true }) : { ok: false, reason: 'disk' };
}

/** Preparing the statements reads the full-text indexes' own tables: damage there is met here. */
function openConnected(deps: CacheDeps): Result<Connected, OpenRefusal> {
  const opened = openDatabase({ file: deps.file, key: deps.key, kind: 'cache' });
  if (!opened.ok) return opened;
  try {
    return ok(connect(opened.value, deps));
  } catch (error) {
    opened.value.close();
    if (isSqlite(error)) return { ok: false, reason: 'corrupt' };
    throw error;
  }
}

type Connected = ReturnType<typeof connect>;

/** So long after the last change of the inbox nobody is likely to mind a frame. */
const QUIET_MS = 60_000;

/** Everything that belongs to one open file. */
function connect(db: Db, deps: CacheDeps) {
  const image = createInboxImage(db, deps.file, deps.key, deps.log);
  const shared = {
    db,
    image,
    refs: createRefs(db, 'ref'),
    identities: createRefs(db, 'identity_ref'),
    tagSets: createTagSets(db),
    index: createInboxIndex(db, image.read),
    queues: createQueues(db),
    generation: createGeneration(db),
  };
  const stored = createStoredEntities(shared);
  const directory = createDirectoryMemory(db, stored);
  const yieldTurn = deps.yieldTurn ?? nextTurn;
  const keepImage = () => image.keep(shared.index.whole());
  let rest = () => {};
  /** Should the program be killed, the columns of the last quiet moment may still be those of the cache. */
  const quietSoon = () => {
    rest();
    rest = deps.clock.after(QUIET_MS, keepImage);
  };
  const { writer, keeping, joined } = createCacheWriter({
    ...shared,
    clock: deps.clock,
    log: deps.log,
    yieldTurn,
    onTouched(touched) {
      if (touched.inbox || touched.everything) quietSoon();
      if (touched.directory || touched.everything) directory.forget();
      deps.onTouched(touched);
    },
  });
  const reader = createCacheReader({ ...shared, stored, directory, joined, context: deps.context });
  return {
    ...{ db, writer, keeping, reader },
    warm: () => shared.index.load(yieldTurn),
    keepImage,
    rest: () => rest(),
  };
}
