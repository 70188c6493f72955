import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createJobs, type Jobs, type JobWorker } from '../../../src-backend/jobs/jobs.ts';
import { defineQueue, type Queue } from '../../../src-backend/jobs/queue.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { describeOnStores, silent, storeOpener } from '../stores.ts';

const payload = z.object({ n: z.number() });
type Payload = z.infer<typeof payload>;

let queues = 0;
const newQueue = (options: Parameters<typeof defineQueue>[2] = {}) => {
  queues += 1;
  return defineQueue(`test-${queues}`, payload, options);
};

const open: Jobs[] = [];
afterEach(async () => {
  for (const jobs of open.splice(0)) await jobs.stop();
});
const start = async (store: Store, ...declared: Queue<Payload>[]) => {
  const jobs = await createJobs({ store, log: silent, queues: declared, superviseSeconds: 1 });
  open.push(jobs);
  return jobs;
};

const worker = (run: JobWorker<Payload>['run'], giveUp: JobWorker<Payload>['giveUp'] = async () => undefined) => ({
  run,
  giveUp,
});

async function until(condition: () => boolean, timeoutMs = 15_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error('it did not happen in time');
    await pause(1);
  }
}

describeOnStores('jobs', (openTestStore) => {
  test('a job starts within milliseconds of its commit', async () => {
    const { store } = await openTestStore();
    const queue = newQueue();
    const jobs = await start(store, queue);
    let startedAt = 0;
    await jobs.work(
      queue,
      { concurrency: 2 },
      worker(async () => {
        startedAt = performance.now();
        return undefined;
      }),
    );
    await pause(200);
    const waited: number[] = [];
    for (let n = 0; n < 50; n += 1) {
      startedAt = 0;
      await store.db.transaction().execute((db) => jobs.enqueue(db, queue, { n }));
      const committedAt = performance.now();
      await until(() => startedAt > 0);
      waited.push(startedAt - committedAt);
      await pause(5);
    }
    waited.sort((a, b) => a - b);
    // 2 ms in the middle on an idle machine; the poll alone would make it a second.
    expect(waited[25]).toBeLessThan(100);
  });

  test('the first job of a backend may be asked for inside a transaction, which holds the only connection', async () => {
    const { store } = await openTestStore();
    const queue = newQueue();
    const jobs = await start(store, queue);
    await store.db.transaction().execute((db) => jobs.enqueue(db, queue, { n: 1 }));
  }, 5_000);

  test('a job of a transaction that was rolled back never runs', async () => {
    const { store } = await openTestStore();
    const queue = newQueue();
    const jobs = await start(store, queue);
    const ran: number[] = [];
    await jobs.work(
      queue,
      { concurrency: 1 },
      worker(async ({ n }) => {
        ran.push(n);
        return undefined;
      }),
    );
    const failing = store.db.transaction().execute(async (db) => {
      await jobs.enqueue(db, queue, { n: 1 });
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    await store.db.transaction().execute((db) => jobs.enqueue(db, queue, { n: 2 }));
    await until(() => ran.length > 0);
    await pause(100);
    expect(ran).toEqual([2]);
  });

  test('jobs of one key run one at a time in the order of their commits, and other keys do not wait for them', async () => {
    const { store } = await openTestStore();
    const queue = newQueue({ ordered: true });
    const jobs = await start(store, queue);
    const ran: number[] = [];
    let running = 0;
    let most = 0;
    await jobs.work(
      queue,
      { concurrency: 3 },
      worker(async ({ n }) => {
        if (n >= 100) {
          ran.push(n);
          return undefined;
        }
        running += 1;
        most = Math.max(most, running);
        await pause(10);
        running -= 1;
        ran.push(n);
        return undefined;
      }),
    );
    for (let n = 0; n < 10; n += 1) await jobs.enqueue(store.db, queue, { n }, { key: 'slow' });
    await jobs.enqueue(store.db, queue, { n: 100 }, { key: 'quick' });
    await until(() => ran.length === 11);
    expect(ran.filter((n) => n < 100)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(ran.indexOf(100)).toBeLessThan(9);
    expect(most).toBe(1);
  });

  test('a job that fails is tried again, its key waiting, and after the last try is given up without blocking its key', async () => {
    const { store } = await openTestStore();
    const queue = newQueue({ ordered: true, tries: 2, retryDelayMs: 1_000 });
    const jobs = await start(store, queue);
    const seen: string[] = [];
    await jobs.work(
      queue,
      { concurrency: 2 },
      worker(
        async ({ n }, { attempt }) => {
          seen.push(`${n} try ${attempt}`);
          if (n === 1) throw new Error('the provider is down');
          return undefined;
        },
        async ({ n }) => {
          seen.push(`${n} given up`);
        },
      ),
    );
    await jobs.enqueue(store.db, queue, { n: 1 }, { key: 'conversation' });
    await jobs.enqueue(store.db, queue, { n: 2 }, { key: 'conversation' });
    await until(() => seen.includes('2 try 1'));
    expect(seen).toEqual(['1 try 1', '1 try 2', '1 given up', '2 try 1']);
  });

  test('a handler may ask to be called again later, its key waiting', async () => {
    const { store } = await openTestStore();
    const queue = newQueue({ ordered: true, tries: 1 });
    const jobs = await start(store, queue);
    const seen: string[] = [];
    await jobs.work(
      queue,
      { concurrency: 2 },
      worker(async ({ n }, { attempt }) => {
        seen.push(`${n} try ${attempt}`);
        return n === 1 && attempt === 1 ? { againAfterMs: 1_000 } : undefined;
      }),
    );
    const begun = performance.now();
    await jobs.enqueue(store.db, queue, { n: 1 }, { key: 'conversation' });
    await jobs.enqueue(store.db, queue, { n: 2 }, { key: 'conversation' });
    await until(() => seen.length === 3);
    expect(seen).toEqual(['1 try 1', '1 try 2', '2 try 1']);
    expect(performance.now() - begun).toBeGreaterThan(900);
  });

  test('a delayed job starts when its time has come', async () => {
    const { store } = await openTestStore();
    const queue = newQueue();
    const jobs = await start(store, queue);
    let startedAt = 0;
    await jobs.work(
      queue,
      { concurrency: 1 },
      worker(async () => {
        startedAt = performance.now();
        return undefined;
      }),
    );
    const asked = performance.now();
    await jobs.enqueue(store.db, queue, { n: 1 }, { startAfterMs: 1_000 });
    await until(() => startedAt > 0);
    expect(startedAt - asked).toBeGreaterThan(900);
  });

  test('a payload that its queue does not allow is refused before it is stored', async () => {
    const { store } = await openTestStore();
    const queue = newQueue();
    const jobs = await start(store, queue);
    await expect(jobs.enqueue(store.db, queue, { n: Number.NaN })).rejects.toThrow();
  });

  test('stopping waits for the job that runs', async () => {
    const { store } = await openTestStore();
    const queue = newQueue();
    const jobs = await createJobs({ store, log: silent, queues: [queue] });
    let state = 'idle';
    await jobs.work(
      queue,
      { concurrency: 1 },
      worker(async () => {
        state = 'running';
        await pause(300);
        state = 'done';
        return undefined;
      }),
    );
    await jobs.enqueue(store.db, queue, { n: 1 });
    await until(() => state === 'running');
    await jobs.stop();
    expect(state).toBe('done');
  });

  test('the job of a process that died runs again, and does not hold its key for ever', async () => {
    const { store } = await openTestStore();
    const queue = newQueue({ ordered: true });
    const before = await createJobs({ store, log: silent, queues: [queue] });
    await before.enqueue(store.db, queue, { n: 1 }, { key: 'conversation' });
    await before.stop();
    // As a killed process leaves it.
    await sql`
      UPDATE pgboss.job SET state = 'active', started_on = now() - interval '1 minute', heartbeat_on = now() - interval '1 minute'
      WHERE name = ${queue.name}`.execute(store.db);

    const jobs = await start(store, queue);
    await jobs.enqueue(store.db, queue, { n: 2 }, { key: 'conversation' });
    const ran: number[] = [];
    await jobs.work(
      queue,
      { concurrency: 1 },
      worker(async ({ n }) => {
        ran.push(n);
        return undefined;
      }),
    );
    await until(() => ran.length === 2);
    expect(ran).toEqual([1, 2]);
  });
});

describe('jobs of two transactions at once', () => {
  const openTestStore = storeOpener('server');

  test('are ordered by when they were asked for, not by which transaction began first', async () => {
    const { store } = await openTestStore();
    const queue = newQueue({ ordered: true });
    const jobs = await start(store, queue);
    const first = await store.db.startTransaction().execute();
    await sql`SELECT 1`.execute(first);
    await store.db.transaction().execute((db) => jobs.enqueue(db, queue, { n: 1 }, { key: 'conversation' }));
    await jobs.enqueue(first, queue, { n: 2 }, { key: 'conversation' });
    await first.commit().execute();

    const ran: number[] = [];
    await jobs.work(
      queue,
      { concurrency: 2 },
      worker(async ({ n }) => {
        ran.push(n);
        return undefined;
      }),
    );
    await until(() => ran.length === 2);
    expect(ran).toEqual([1, 2]);
  });
});
