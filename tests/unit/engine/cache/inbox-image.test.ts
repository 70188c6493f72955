import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInboxImage, imageFile } from '../../../../src-main/engine/cache/inbox-image.ts';
import { packTable, unpackTable } from '../../../../src-main/engine/cache/inbox-packing.ts';
import { createTable, type Row } from '../../../../src-main/engine/cache/inbox-table.ts';
import { openDatabase } from '../../../../src-main/engine/cache/open.ts';
import { silentLog } from '../../../../src-main/engine/log.ts';
import type { LogItem } from '../../../../src-shared/protocol/log.ts';
import { contactOf, conversationOf, directoryItems, noon } from './entities.ts';
import { everyFilter, type OpenedCache, openCacheForTest, stored } from './open-cache.ts';

const item = (change: Parameters<typeof conversationOf>[0]): LogItem => ({
  type: 'conversation',
  conversation: conversationOf(change),
});

function filled(): OpenedCache {
  const opened = openCacheForTest();
  const conversations = Array.from({ length: 30 }, (_, n) =>
    item({ id: `c${n}`, createdAt: noon + n * 1000, lastActivityAt: noon - ((n * 7) % 30), version: 1 }),
  );
  stored(opened.cache.writer.applyItems([...directoryItems(), { type: 'contact', contact: contactOf() }], null));
  stored(opened.cache.writer.applyItems(conversations, { cursor: 1, logId: 'log' }));
  return opened;
}

const shown = ({ cache }: OpenedCache) => cache.reader.inboxList(everyFilter, 0, 50).rows.map(({ id }) => id);
const reopened = ({ folder, key }: OpenedCache) => openCacheForTest({ folder, key });

/** What the kept columns say; null: there are none of the cache's state. */
function keptIn({ folder, key }: OpenedCache): number | null {
  const file = join(folder, 'cache.db');
  const db = stored(openDatabase({ file, key, kind: 'cache' }));
  const kept = createInboxImage(db, file, key, silentLog).read();
  db.close();
  return kept === null ? null : kept.finished.length;
}

describe('the inbox columns that are kept for the next start', () => {
  it('are written when the cache closes, and show the same list', () => {
    const first = filled();
    const before = shown(first);
    first.close();
    expect(keptIn(first)).toBe(30);
    const second = reopened(first);
    expect(shown(second)).toEqual(before);
    // And they go on from there.
    stored(second.cache.writer.applyItems([item({ id: 'c9', lastActivityAt: noon + 5, version: 2 })], null));
    stored(second.cache.writer.applyItems([item({ id: 'new', lastActivityAt: noon + 9, version: 2 })], null));
    stored(second.cache.writer.applyItems([{ type: 'leave', conversationIds: ['c3'], contactIds: [] }], null));
    const expected = ['new', 'c9', ...before.filter((id) => id !== 'c9' && id !== 'c3')];
    expect(shown(second)).toEqual(expected);
    second.close();
    expect(shown(reopened(second))).toEqual(expected);
  });

  it('are not believed once a row has changed, however the program ended', () => {
    const first = filled();
    shown(first);
    first.close();
    const second = reopened(first);
    const file = imageFile(join(first.folder, 'cache.db'));
    const old = readFileSync(file);
    stored(second.cache.writer.applyItems([item({ id: 'c9', lastActivityAt: noon + 5, version: 2 })], null));
    // As after a kill: the file of before is still there.
    expect(keptIn(second)).toBeNull();
    const list = shown(second);
    second.close();
    writeFileSync(file, old);
    expect(keptIn(second)).toBeNull();
    expect(shown(reopened(second))).toEqual(list);
  });

  it('stay when something else than the inbox changes, and are nothing without their key', () => {
    const first = filled();
    shown(first);
    first.close();
    const second = reopened(first);
    stored(second.cache.writer.applyItems(directoryItems(), { cursor: 2, logId: 'log' }));
    expect(keptIn(second)).toBe(30);
    const bytes = readFileSync(imageFile(join(first.folder, 'cache.db')));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(imageFile(join(first.folder, 'cache.db')), bytes);
    expect(keptIn(second)).toBeNull();
    expect(shown(second)).toHaveLength(30);
  });

  it('leave with the cache they belong to', () => {
    const first = filled();
    shown(first);
    first.close();
    const second = reopened(first);
    stored(second.cache.writer.clear());
    expect(existsSync(imageFile(join(first.folder, 'cache.db')))).toBe(false);
    expect(shown(second)).toEqual([]);
  });

  it('hold every number that a row can have, in both orders, whatever came and went before', () => {
    const number = (most: number) => fc.integer({ min: 0, max: most });
    const row = fc
      .record({ n: number(40), at: number(20), finishedAt: number(20), inbound: number(2 ** 41) })
      .chain(({ n, at, finishedAt, inbound }) =>
        fc
          .record({ state: number(2 ** 40), who: number(2 ** 45), what: number(2 ** 45) })
          .map(({ state, who, what }): Row => [n * 1e12, at, finishedAt, inbound, state, who, what]),
      );
    const step = fc.oneof({ weight: 4, arbitrary: row }, { weight: 1, arbitrary: number(40) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.array(step, { maxLength: 8 }), (before, after) => {
        const table = createTable({ capacity: 4 });
        const run = (into: typeof table, steps: typeof before) => {
          for (const one of steps) {
            if (typeof one === 'number') into.remove(one * 1e12);
            else into.put(one);
          }
        };
        run(table, before);
        const again = createTable(unpackTable(packTable(table)));
        expect(told(again)).toEqual(told(table));
        run(table, after);
        run(again, after);
        expect(told(again)).toEqual(told(table));
      }),
      { numRuns: 200 },
    );
  });
});

/** Every row whole, in both orders. */
function told(table: ReturnType<typeof createTable>) {
  const rows = (order: 'activity' | 'finished') =>
    [...table.ordered(order)].map((slot) =>
      Object.entries(table.columns)
        .map(([name, column]) => [name, column[slot]])
        .sort(),
    );
  return { activity: rows('activity'), finished: rows('finished') };
}
