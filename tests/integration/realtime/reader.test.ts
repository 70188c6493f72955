import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';
import { EVERYONE } from '../../../src-backend/log/audience.ts';
import { createLogReader } from '../../../src-backend/log/reader.ts';
import { createWorkspaceLog, type WorkspaceLog } from '../../../src-backend/log/write.ts';
import type { Database } from '../../../src-backend/store/database.ts';
import { silent, storeOpener } from '../stores.ts';
import { addWorkspace } from '../workspaces.ts';

const append = (log: WorkspaceLog, workspaceId: string) =>
  log.write(workspaceId, async (tx) => {
    const seq = tx.nextSeq();
    const tag = { id: randomUUID(), name: 'Urgente', color: 'red', version: seq };
    tx.append(seq, { body: { type: 'tag', tag }, audience: EVERYONE });
  });

/** A database whose reads of the log's head wait for `turn`, and fail when it does. */
function slowHead(db: Kysely<Database>, turn: () => Promise<void>): Kysely<Database> {
  return new Proxy(db, {
    get(target, name) {
      if (name !== 'selectFrom') return Reflect.get(target, name, target);
      return (table: 'workspace_log') => {
        const query = target.selectFrom(table);
        if (table !== 'workspace_log') return query;
        return query.$call((builder) => delayed(builder, turn));
      };
    },
  });
}

/** The same query, executed after `turn`, whatever is added to it on the way. */
function delayed<Builder extends object>(builder: Builder, turn: () => Promise<void>): Builder {
  return new Proxy(builder, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name === 'executeTakeFirstOrThrow') return () => turn().then(() => value.call(target));
      return (...args: unknown[]) => delayed(value.apply(target, args), turn);
    },
  });
}

describe('a node that begins to follow a workspace', () => {
  const openTestStore = storeOpener('embedded');

  test('and cannot reach its database begins anew with the next desktop, and keeps up then', async () => {
    const { store } = await openTestStore();
    const workspaceId = await addWorkspace(store);
    const log = createWorkspaceLog({ store, now: Date.now });
    await append(log, workspaceId);
    let down = true;
    const turn = async () => {
      if (down) throw new Error('the database is down');
    };
    const reader = await createLogReader({ store: { ...store, db: slowHead(store.db, turn) }, log, logger: silent });
    await expect(reader.follow(workspaceId, () => undefined)).rejects.toThrow('the database is down');
    down = false;
    let advances = 0;
    await reader.follow(workspaceId, () => {
      advances += 1;
    });
    await append(log, workspaceId);
    await expect.poll(() => advances).toBe(1);
    expect(reader.head(workspaceId)).toBe(2);
    await reader.close();
  });

  test('tells nobody a head before it knows it: several desktops that come at once all see what they missed', async () => {
    const { store } = await openTestStore();
    const workspaceId = await addWorkspace(store);
    const log = createWorkspaceLog({ store, now: Date.now });
    await append(log, workspaceId);
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const db = slowHead(store.db, () => answered);
    const reader = await createLogReader({ store: { ...store, db }, log, logger: silent, pollMs: 3_600_000 });
    const heads = Array.from({ length: 3 }, () =>
      reader.follow(workspaceId, () => undefined).then(() => reader.head(workspaceId)),
    );
    answer();
    expect(await Promise.all(heads)).toEqual([1, 1, 1]);
    await reader.close();
  });
});
