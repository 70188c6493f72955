import { expect, test } from 'vitest';
import type { Cache, Position, Stored } from '../../../../src-main/engine/cache/api.ts';
import { emptyCacheReader } from '../../../../src-main/engine/cache/empty-views.ts';
import { silentLog } from '../../../../src-main/engine/log.ts';
import { createLogFollower } from '../../../../src-main/engine/sync/follow-log.ts';
import type { Wire } from '../../../../src-main/engine/sync/wire.ts';
import { createManualClock } from '../../../simulators/clock.ts';

/** A disk that is full or broken when the test says so; everything else of the cache is not asked here. */
function createFailingCache() {
  let failure: 'disk-full' | 'corrupt' | null = null;
  let position: Position | null = { cursor: 5, logId: 'log' };
  const state = { rebuilt: 0, tries: 0 };
  const touched = { touched: {}, newMessages: [], moved: [] };
  const store = <Value>(value: Value): Stored<Value> => {
    state.tries += 1;
    return failure === null ? { ok: true, value } : { ok: false, reason: failure };
  };
  const cache: Cache = {
    reader: { ...emptyCacheReader, position: () => position },
    writer: {
      applyItems: () => store(touched),
      async applySliced(_items, next) {
        const stored = store(touched);
        if (stored.ok) position = next;
        return stored;
      },
      beginSnapshot: () => store(null),
      applySnapshotPage: async () => store(null),
      endSnapshot: async () => store(null),
      clear: () => store(null),
    },
    keeping: {
      floor: () => null,
      holds: () => false,
      shownIn: () => null,
      wanted: () => [],
      expect() {},
      forget() {},
      take: async () => store(touched),
      unwant: () => store(null),
      seen: () => store(null),
      retain: async () => store(0),
      usage: () => ({ unfinished: 0, finished: 0, asked: 0, messages: 0 }),
      compact: async () => {},
      isKept: () => false,
      keptCount: () => 0,
      noteOlder: () => store(null),
      lastJoined: () => null,
    },
    warm: async () => {},
    rebuild() {
      state.rebuilt += 1;
      failure = null;
      position = null;
      return { ok: true, value: null };
    },
    close() {},
  };
  return {
    cache,
    state,
    fail(next: typeof failure) {
      failure = next;
    },
  };
}

async function open() {
  const disk = createFailingCache();
  const clock = createManualClock();
  const renewals: string[] = [];
  let push: (batch: unknown, applied: () => void) => void = () => {};
  const wire: Wire = {
    alive: () => true,
    atRest: () => Promise.resolve(),
    resume: async () => ({ mode: 'log', logId: 'log', head: 5, serverTime: clock.now() }),
    command: async () => null,
    query: async () => null,
    looking: () => undefined,
    typing() {},
    onBatch: (listener) => {
      push = listener;
    },
    onSnapshot() {},
  };
  const follower = createLogFollower({
    cache: disk.cache,
    lastLogId: { get: () => 'log', set() {} },
    problem: null,
    keepsSince: () => 0,
    lacksSome: () => false,
    clock,
    log: silentLog,
    events: {
      onResumed() {},
      onApplied() {},
      onSnapshotApplied() {},
      onUpToDate() {},
      onState() {},
      renew: (why) => renewals.push(why),
      serverFault: () => renewals.push('server-fault'),
    },
  });
  await follower.follow(wire);
  const acknowledged: number[] = [];
  const batch = async (cursor: number) => {
    push({ items: [], cursor, head: cursor }, () => acknowledged.push(cursor));
    await settle();
  };
  return { ...disk, clock, follower, renewals, acknowledged, batch };
}

const settle = () => new Promise((done) => setTimeout(done, 5));

test('with a full disk nothing is acknowledged, it is told, and the batch is stored when there is room again', async () => {
  const { fail, batch, acknowledged, follower, clock, cache } = await open();
  fail('disk-full');
  await batch(6);
  expect(acknowledged).toEqual([]);
  expect(follower.problem()).toBe('disk-full');
  expect(cache.reader.position()?.cursor).toBe(5);
  clock.pass(5_000);
  await settle();
  expect(acknowledged).toEqual([]);
  fail(null);
  clock.pass(5_000);
  await settle();
  expect(acknowledged).toEqual([6]);
  expect(follower.problem()).toBeNull();
  expect(cache.reader.position()?.cursor).toBe(6);
});

test('a cache that turns out damaged while applying is rebuilt once, and the line made anew for a snapshot', async () => {
  const { fail, batch, acknowledged, follower, renewals, state } = await open();
  fail('corrupt');
  await batch(6);
  expect(state.rebuilt).toBe(1);
  expect(renewals).toEqual(['cache-rebuilt']);
  expect(acknowledged).toEqual([]);
  expect(follower.problem()).toBe('cache-rebuilt');
});

test('after an answer of another log nothing is applied before a snapshot', async () => {
  const { follower, renewals, batch, acknowledged } = await open();
  const other: Wire = {
    alive: () => true,
    atRest: () => Promise.resolve(),
    resume: async () => ({ mode: 'log', logId: 'another', head: 9, serverTime: 0 }),
    command: async () => null,
    query: async () => null,
    looking: () => undefined,
    typing() {},
    onBatch() {},
    onSnapshot() {},
  };
  await follower.follow(other);
  expect(renewals).toEqual(['another-log']);
  await batch(6);
  expect(acknowledged).toEqual([]);
});
