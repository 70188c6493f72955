import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInboxIndex } from '../../../../src-main/engine/cache/inbox-index.ts';
import { openDatabase } from '../../../../src-main/engine/cache/open.ts';
import { conversationNumber } from '../../../../src-main/engine/cache/rows.ts';
import { systemClock } from '../../../../src-main/engine/clock.ts';
import type { InboxFilter } from '../../../../src-shared/bridge/views.ts';
import type { Contact, Conversation } from '../../../../src-shared/protocol/entities.ts';
import { inboxStatusSchema, inboxTabSchema } from '../../../../src-shared/protocol/inbox-filter.ts';
import type { LogItem } from '../../../../src-shared/protocol/log.ts';
import { type InboxMoment, passesFilter } from '../../../../src-shared/rules/inbox-match.ts';
import { contactOf, conversationOf, directoryItems, noon } from './entities.ts';
import { openCacheForTest, stored } from './open-cache.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const deal = (stageId: string, state: 'open' | 'won') => ({
  id: `${stageId}-${state}`,
  title: 'Geladeira',
  pipelineId: 'vendas',
  stageId,
  amount: null,
  state,
  createdAt: noon,
  updatedAt: noon,
});

const contact = fc.record({
  id: fc.constantFrom('joao', 'rita', 'leo'),
  tagIds: fc.subarray(['vip', 'troca']),
  deals: fc.subarray([deal('novo', 'open'), deal('fim', 'won'), deal('fim', 'open')]),
});

const conversation = fc.record({
  id: fc.constantFrom(...Array.from({ length: 12 }, (_, n) => `c${n}`)),
  status: fc.constantFrom('queued', 'open', 'automation', 'finished'),
  assigneeId: fc.constantFrom('ana', 'bia', null),
  finishedById: fc.constantFrom('ana', 'bia', null),
  connectionId: fc.constantFrom('loja', 'site'),
  departmentId: fc.constantFrom('suporte', 'vendas'),
  channel: fc.constantFrom('whatsapp', 'livechat'),
  contactId: fc.constantFrom('joao', 'rita', 'leo'),
  lastActivityAt: fc.oneof(
    fc.integer({ min: noon, max: noon + 6 }),
    fc.integer({ min: -4, max: 0 }).map((days) => noon + days * DAY - 12 * HOUR),
  ),
  lastInboundAt: fc.constantFrom(null, ...[0, 1, 3, 5, 20, 21, 23, 24, 30].map((hours) => noon - hours * HOUR)),
  awaitingSince: fc.constantFrom(null, noon),
  failedCount: fc.integer({ min: 0, max: 2 }),
  unread: fc.integer({ min: 0, max: 2 }),
  reasonId: fc.constantFrom(null, 'entrega', 'atraso'),
  merged: fc.oneof(
    { weight: 9, arbitrary: fc.constant(null) },
    fc.constant({ id: 'm', intoId: 'c0', at: noon, byId: null }),
  ),
});

/** Mostly not set: all of them together would let nothing through. */
const rarely = <Value>(unset: Value, set: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(unset) }, { weight: 1, arbitrary: set });
const some = (...ids: string[]) => rarely<string[]>([], fc.subarray(ids, { maxLength: 2 }));
const filter: fc.Arbitrary<InboxFilter> = fc.record({
  tab: fc.constantFrom('all', 'mine', 'unassigned'),
  status: fc.constantFrom('open', 'awaiting', 'failed', 'finished', 'automation'),
  order: fc.constantFrom('newest', 'oldest'),
  connectionIds: some('loja', 'site', 'gone'),
  departmentIds: some('suporte', 'vendas'),
  tagIds: some('vip', 'troca'),
  channels: rarely<InboxFilter['channels']>([], fc.constant(['whatsapp'])),
  stageIds: some('novo', 'fim', 'gone'),
  reasonIds: some('entrega', 'atraso'),
  agentIds: some('ana', 'bia'),
  period: rarely<InboxFilter['period']>(
    null,
    fc.constantFrom<InboxFilter['period']>(
      { kind: 'last', days: 1 },
      { kind: 'last', days: 3 },
      { kind: 'days', from: '2026-05-02', to: '2026-05-03' },
    ),
  ),
  windowLeft: fc.constantFrom(null, 'expired', 'under-1h', 'under-4h'),
});

describe('the inbox in memory', () => {
  it('after any changes, and while time passes, shows what the rules say, under any filter', () => {
    const batch = fc.record({
      contacts: fc.array(contact, { maxLength: 2 }),
      conversations: fc.array(conversation, { maxLength: 10 }),
      hours: fc.constantFrom(0, 0, 1, 13),
    });
    fc.assert(
      fc.property(
        fc.array(batch, { minLength: 1, maxLength: 5 }),
        fc.array(filter, { minLength: 6, maxLength: 16 }),
        (batches, by) => {
          const world: World = { conversations: new Map(), contacts: new Map(), now: noon };
          const { cache, close } = openCacheForTest({ clock: { ...systemClock, now: () => world.now } });
          const apply = (all: LogItem[]) => stored(cache.writer.applyItems(all, null));
          const contacts = ['joao', 'rita', 'leo'].map((id) => contactOf({ id }));
          for (const one of contacts) world.contacts.set(one.id, one);
          apply([...directoryItems(), ...contacts.map((one): LogItem => ({ type: 'contact', contact: one }))]);
          let version = 1;
          for (const { contacts: changed, conversations, hours } of batches) {
            world.now += hours * HOUR;
            version += 1;
            // Within a batch one contact may change twice: the higher version is the later.
            for (const [index, change] of changed.entries()) {
              const one = contactOf({ ...change, version: version * 10 + index });
              world.contacts.set(one.id, one);
              apply([{ type: 'contact', contact: one }]);
            }
            const whole = conversations.map(({ reasonId, ...change }) => {
              version += 1;
              const createdAt = noon + Number(change.id.slice(1)) * 1000;
              const qualification = reasonId === null ? null : { reasonId, description: null, byId: 'ana', at: noon };
              const finishedById = change.status === 'finished' ? change.finishedById : null;
              return conversationOf({ ...change, finishedById, qualification, createdAt, version });
            });
            for (const one of whole) world.conversations.set(one.id, one);
            apply(whole.map((one) => ({ type: 'conversation', conversation: one })));
            for (const one of by) check(cache, world, one);
          }
          close();
        },
      ),
      { numRuns: 20 },
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
    const index = createInboxIndex(db, () => null, 5);
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

interface World {
  conversations: Map<string, Conversation>;
  contacts: Map<string, Contact>;
  now: number;
}

function check(cache: ReturnType<typeof openCacheForTest>['cache'], world: World, by: InboxFilter) {
  const moment = (now: number): InboxMoment => ({
    me: 'ana',
    now,
    timeZone: 'America/Sao_Paulo',
    reasons: [
      { id: 'entrega', parentId: null },
      { id: 'atraso', parentId: 'entrega' },
    ],
    windowMs: (id) => (id === 'loja' ? DAY : null),
  });
  const passing = (filter: InboxFilter, now = world.now) =>
    [...world.conversations.values()].filter((one) => {
      const owner = world.contacts.get(one.contactId);
      if (owner === undefined) throw new Error('every conversation has its contact');
      return passesFilter({ conversation: one, contact: owner }, filter, moment(now));
    });
  const expected = passing(by)
    .sort((a, b) => a.lastActivityAt - b.lastActivityAt || a.createdAt - b.createdAt)
    .map((one) => one.id);
  if (by.order === 'newest') expected.reverse();
  const { rows, total } = cache.reader.inboxList(by, 1, 3);
  expect(total).toBe(expected.length);
  expect(rows.map((row) => row.id)).toEqual(expected.slice(1, 4));
  expect(cache.reader.inboxStates(by).map((row) => row.conversationId)).toEqual(expected);
  const counts = cache.reader.inboxCounts(by);
  for (const tab of inboxTabSchema.options) expect(counts.tabs[tab]).toBe(passing({ ...by, tab }).length);
  for (const status of inboxStatusSchema.options)
    expect(counts.statuses[status]).toBe(passing({ ...by, status }).length);
  const mine = [...world.conversations.values()].filter(
    (one) => one.merged === null && one.assigneeId === 'ana' && one.status !== 'finished',
  );
  expect(counts.unread).toBe(mine.reduce((sum, one) => sum + one.unread, 0));

  // Until the moment that it names, time changes nothing of all this.
  const changesIn = cache.reader.inboxChangesIn(by);
  const dependsOnTime = by.windowLeft !== null || by.period?.kind === 'last';
  if (!dependsOnTime) expect(changesIn).toBeNull();
  const before = world.now + (changesIn ?? 400 * DAY) - 1;
  for (const status of inboxStatusSchema.options) {
    const shown = (now: number) => passing({ ...by, tab: 'all', status }, now).map((one) => one.id);
    if (dependsOnTime) expect(shown(before)).toEqual(shown(world.now));
  }
}
