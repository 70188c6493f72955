import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { EVERYONE } from '../../../src-backend/log/audience.ts';
import { createLogReader } from '../../../src-backend/log/reader.ts';
import { createWorkspaceLog, type WorkspaceLog } from '../../../src-backend/log/write.ts';
import { describeOnStores, silent, storeOpener } from '../stores.ts';
import { addWorkspace } from '../workspaces.ts';

/** Reads «everything above my cursor» again and again, as a reader of the log does, and keeps what it saw in order. */
function keepReading(read: (after: number) => Promise<number[]>) {
  const seen: number[] = [];
  let reads = 0;
  let stopped = false;
  const advance = async () => {
    const found = await read(seen.at(-1) ?? 0);
    reads += 1;
    seen.push(...found);
    return found.length;
  };
  const running = (async () => {
    while (!stopped) await advance();
    // Everything is committed by now: what is above the cursor still counts, what is below it was skipped.
    while ((await advance()) > 0);
  })();
  return {
    async result() {
      stopped = true;
      await running;
      return { seen, reads };
    },
  };
}

const ascending = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);

const ROLLBACK = new Error('this writer rolls back');

/** One writer: some commits append several events, some are slow, some roll back. Returns the positions it committed. */
async function writeSome(log: WorkspaceLog, workspaceId: string, times: number): Promise<number[]> {
  const committed: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const slow = randomInt(5) === 0;
    const fails = randomInt(4) === 0;
    try {
      const positions = await log.write(workspaceId, async (tx) => {
        const taken: number[] = [];
        for (let n = randomInt(1, 4); n > 0; n -= 1) {
          const seq = tx.nextSeq();
          taken.push(seq);
          tx.append(seq, {
            body: { type: 'tag', tag: { id: randomUUID(), name: 'Urgente', color: 'red', version: seq } },
            audience: EVERYONE,
          });
        }
        if (slow) await pause(randomInt(1, 12));
        if (fails) throw ROLLBACK;
        return taken;
      });
      committed.push(...positions);
    } catch (error) {
      if (error !== ROLLBACK) throw error;
    }
    if (randomInt(3) === 0) await pause(randomInt(4));
  }
  return committed;
}

describeOnStores('the log under many writers at once', (openTestStore) => {
  test('no reader on any node skips, doubles or disorders an event, and there are no gaps', async () => {
    const { store, openNode } = await openTestStore();
    const stores = [store, await openNode()];
    const workspaceId = await addWorkspace(store);
    const logs = stores.map((node) => createWorkspaceLog({ store: node, now: Date.now }));

    const logReaders = await Promise.all(
      stores.map((node, index) => {
        const log = logs[index];
        if (log === undefined) throw new Error('each node has its log');
        return createLogReader({ store: node, log, logger: silent, pollMs: 20 });
      }),
    );
    const unfollow = await Promise.all(logReaders.map((reader) => reader.follow(workspaceId, () => undefined)));

    const readings = [
      // Straight from the table, as the scheme promises it.
      ...stores.map((node) =>
        keepReading(async (after) => {
          await pause(1);
          const rows = await node.db
            .selectFrom('event')
            .select('seq')
            .where('workspace_id', '=', workspaceId)
            .where('seq', '>', after)
            .orderBy('seq')
            .execute();
          return rows.map((row) => row.seq);
        }),
      ),
      // Through each node's reader, which also takes its own node's commits directly.
      ...logReaders.map((reader) =>
        keepReading(async (after) => {
          await pause(1);
          const events = await reader.read(workspaceId, after, 500);
          if (events === 'pruned') throw new Error('nothing was pruned');
          return events.map((event) => event.seq);
        }),
      ),
    ];

    const writers = logs.flatMap((log) => Array.from({ length: 8 }, () => writeSome(log, workspaceId, 30)));
    const committed = ascending((await Promise.all(writers)).flat());
    // A node hears of the others' last commits by wake-up or poll.
    await pause(200);

    expect(committed.length).toBeGreaterThan(300);
    expect(committed).toEqual(Array.from(committed, (_, index) => index + 1));
    for (const reading of readings) {
      const { seen, reads } = await reading.result();
      expect(reads).toBeGreaterThan(20);
      expect(seen).toEqual(committed);
    }
    for (const stop of unfollow) stop();
    for (const reader of logReaders) await reader.close();
  });
});

describe('the check itself', () => {
  const openTestStore = storeOpener('server');

  test('catches a log numbered by a sequence, whose readers skip what commits late', async () => {
    const { store } = await openTestStore();
    await sql`CREATE SEQUENCE naive_position`.execute(store.db);
    await sql`CREATE TABLE naive_event (seq bigint PRIMARY KEY)`.execute(store.db);
    const reading = keepReading(async (after) => {
      await pause(1);
      const found = await sql<{ seq: number }>`SELECT seq FROM naive_event WHERE seq > ${after} ORDER BY seq`.execute(
        store.db,
      );
      return found.rows.map((row) => row.seq);
    });
    const write = async () => {
      const committed: number[] = [];
      for (let time = 0; time < 20; time += 1) {
        await store.db.transaction().execute(async (db) => {
          const taken = await sql<{
            seq: number;
          }>`INSERT INTO naive_event VALUES (nextval('naive_position')) RETURNING seq`.execute(db);
          committed.push(...taken.rows.map((row) => row.seq));
          await pause(randomInt(10));
        });
      }
      return committed;
    };
    const committed = ascending((await Promise.all(Array.from({ length: 6 }, write))).flat());
    const { seen } = await reading.result();
    expect(committed).toHaveLength(120);
    expect(seen.length).toBeLessThan(committed.length);
    expect(seen).not.toEqual(committed);
  });
});

describe('two workspaces on a server', () => {
  const openTestStore = storeOpener('server');

  test('writers of one workspace do not wait for those of another', async () => {
    const { store } = await openTestStore();
    const log = createWorkspaceLog({ store, now: Date.now });
    const [busy, other] = [await addWorkspace(store), await addWorkspace(store)];
    const release = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const slow = log.write(busy, async () => {
      entered.resolve();
      await release.promise;
    });
    await entered.promise;
    await log.write(other, async () => undefined);
    release.resolve();
    await slow;
  });
});
