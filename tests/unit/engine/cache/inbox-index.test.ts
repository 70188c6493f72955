import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInboxIndex } from '../../../../src-main/engine/cache/inbox-index.ts';
import { openDatabase } from '../../../../src-main/engine/cache/open.ts';
import { conversationNumber } from '../../../../src-main/engine/cache/rows.ts';
import type { InboxFilter } from '../../../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../../../src-shared/protocol/defaults.ts';
import type { Conversation } from '../../../../src-shared/protocol/entities.ts';
import { conversationOf, directoryItems, items, noon } from './entities.ts';
import { openCacheForTest, stored } from './open-cache.ts';

const tagsOfContact: Record<string, string[]> = { joao: ['vip'], rita: ['vip', 'troca'], leo: [] };

const conversation = fc.record({
  id: fc.constantFrom(...Array.from({ length: 12 }, (_, n) => `c${n}`)),
  status: fc.constantFrom('queued', 'open', 'automation', 'finished'),
  assigneeId: fc.constantFrom('ana', 'bia', null),
  connectionId: fc.constantFrom('loja', 'site'),
  departmentId: fc.constantFrom('suporte', 'vendas'),
  contactId: fc.constantFrom('joao', 'rita', 'leo'),
  lastActivityAt: fc.integer({ min: noon, max: noon + 6 }),
  awaitingSince: fc.constantFrom(null, noon),
  failedCount: fc.integer({ min: 0, max: 2 }),
});

const some = (...ids: string[]) => fc.subarray(ids, { maxLength: 2 });
const filter: fc.Arbitrary<InboxFilter> = fc
  .record({
    tab: fc.constantFrom('all', 'mine', 'unassigned'),
    status: fc.constantFrom('open', 'awaiting', 'failed', 'finished', 'automation'),
    order: fc.constantFrom('newest', 'oldest'),
    connectionIds: some('loja', 'site', 'gone'),
    departmentIds: some('suporte', 'vendas'),
    tagIds: some('vip', 'troca'),
  })
  .map((chosen) => ({ ...plainFilterLists, ...chosen }));

/** The rules in plain words, over whole conversations. */
function belongs(one: Conversation, by: InboxFilter): boolean {
  const active = one.status === 'queued' || one.status === 'open';
  const inStatus = {
    open: active,
    awaiting: active && one.awaitingSince !== null,
    failed: one.failedCount > 0 && one.status !== 'finished',
    finished: one.status === 'finished',
    automation: one.status === 'automation',
  }[by.status];
  const inTab = { all: true, mine: one.assigneeId === 'ana', unassigned: one.assigneeId === null }[by.tab];
  const tags = tagsOfContact[one.contactId] ?? [];
  return (
    inStatus &&
    inTab &&
    (by.connectionIds.length === 0 || by.connectionIds.includes(one.connectionId)) &&
    (by.departmentIds.length === 0 || by.departmentIds.includes(one.departmentId)) &&
    (by.tagIds.length === 0 || by.tagIds.some((id) => tags.includes(id)))
  );
}

describe('the inbox in memory', () => {
  it('after any changes shows what the rules say, under any filter', () => {
    const changes = fc.array(fc.array(conversation, { maxLength: 6 }), { maxLength: 6 });
    fc.assert(
      fc.property(changes, fc.array(filter, { minLength: 1, maxLength: 4 }), (batches, filters) => {
        const { cache, close } = openCacheForTest();
        const contacts = Object.entries(tagsOfContact).map(([id, tagIds]) => items.contact({ id, tagIds }));
        stored(cache.writer.applyItems([...directoryItems(), ...contacts], null));
        const all = new Map<string, Conversation>();
        let version = 1;
        for (const batch of batches) {
          const whole = batch.map((change) => {
            version += 1;
            const createdAt = noon + Number(change.id.slice(1)) * 1000;
            return conversationOf({ ...change, createdAt, version });
          });
          for (const one of whole) all.set(one.id, one);
          stored(
            cache.writer.applyItems(
              whole.map((one) => ({ type: 'conversation', conversation: one })),
              null,
            ),
          );
          for (const by of filters) check(cache, all, by);
        }
        close();
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('what changes while it is loaded in slices is in it, and what leaves meanwhile is not', async () => {
    const { cache, folder, key } = openCacheForTest();
    const all = Array.from({ length: 23 }, (_, n) =>
      conversationOf({ id: `c${n}`, createdAt: noon + n * 1000, lastActivityAt: noon + n, version: 1 }),
    );
    const write = (conversation: Conversation) =>
      stored(cache.writer.applyItems([{ type: 'conversation', conversation }], null));
    stored(cache.writer.applyItems(directoryItems(), null));
    for (const one of all) write(one);
    const db = stored(openDatabase({ file: join(folder, 'cache.db'), key, kind: 'cache' }));
    const index = createInboxIndex(db, 5);
    const [first, second, last] = [all[0], all[1], all[22]];
    if (first === undefined || second === undefined || last === undefined) throw new Error('there are 23');
    let turns = 0;
    await index.load(async () => {
      turns += 1;
      if (turns !== 2) return;
      write({ ...first, lastActivityAt: noon + 100, version: 2 });
      write({ ...last, lastActivityAt: noon + 200, version: 2 });
      stored(cache.writer.applyItems([{ type: 'leave', conversationIds: [second.id], contactIds: [] }], null));
      index.refresh([first, second, last].map(conversationNumber));
    });
    expect(turns).toBe(5);
    const { total, numbers } = index.page('activity', true, () => true, 0, 3);
    expect(total).toBe(22);
    expect(numbers).toEqual([last, first, all[21]].map((one) => one && conversationNumber(one)));
    db.close();
  });
});

function check(cache: ReturnType<typeof openCacheForTest>['cache'], all: Map<string, Conversation>, by: InboxFilter) {
  const expected = [...all.values()]
    .filter((one) => belongs(one, by))
    .sort((a, b) => a.lastActivityAt - b.lastActivityAt || a.createdAt - b.createdAt)
    .map((one) => one.id);
  if (by.order === 'newest') expected.reverse();
  const { rows, total } = cache.reader.inboxList(by, 1, 3);
  expect(total).toBe(expected.length);
  expect(rows.map((row) => row.id)).toEqual(expected.slice(1, 4));
  const counts = cache.reader.inboxCounts(by);
  expect(counts.tabs[by.tab]).toBe(total);
  expect(counts.statuses[by.status]).toBe(total);
}
