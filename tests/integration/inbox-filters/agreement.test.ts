import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createConversationList, listed, pageOf } from '../../../src-backend/queries/conversation-list.ts';
import type { QueryContext } from '../../../src-backend/queries/run.ts';
import { visibleTo } from '../../../src-backend/realtime/visible.ts';
import { loadPeople } from '../../../src-backend/store/entities/person.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { systemClock } from '../../../src-main/engine/clock.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import type { Contact, Conversation } from '../../../src-shared/protocol/entities.ts';
import type { InboxFilter, ListCursor } from '../../../src-shared/protocol/inbox-filter.ts';
import type { LogItem } from '../../../src-shared/protocol/log.ts';
import { passesFilter } from '../../../src-shared/rules/inbox-match.ts';
import { composeContact } from '../../../src-shared/rules/merged-contact.ts';
import { connectionOf, departmentOf, personOf, reasonOf } from '../../unit/engine/cache/entities.ts';
import { openCacheForTest, stored } from '../../unit/engine/cache/open-cache.ts';
import { describeOnStores } from '../stores.ts';
import { filterIn, filterSeed, HOUR, storeWorld, type World, worldOf, worldSeed } from './world.ts';

const WINDOW = 24 * HOUR;
const windowMs = (channel: string) => (channel === 'whatsapp' ? WINDOW : null);
let connections: World['connections'] = [];
const list = createConversationList({
  windows: () =>
    connections.flatMap(({ id, channel }) => {
      const length = windowMs(channel);
      return length === null ? [] : [{ connectionId: id, windowMs: length }];
    }),
});
const timeZone = 'America/Sao_Paulo';

describeOnStores('a filter of the inbox', (openTestStore, kind) => {
  it('means the same in plain words, on the server and on a desktop, whoever looks', async () => {
    const { store } = await openTestStore();
    const filters = fc.array(filterSeed, { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(worldSeed, filters, fc.nat({ max: 2 }), async (seed, filterSeeds, viewer) => {
        const world = worldOf(seed);
        await storeWorld(store, world);
        connections = world.connections;
        const context = await contextOf(store, world, viewer);
        const visible = await visibleIn(context, world);
        const desktop = desktopOf(world, visible, context.caller.id);
        for (const one of filterSeeds) {
          const filter = filterIn(world, one);
          const expected = inOrder(visible, filter).filter((conversation) =>
            passes(world, conversation, filter, context),
          );
          const ids = expected.map(({ id }) => id);
          const answer = await everything(context, filter);
          expect(answer.conversations.map(({ id }) => id)).toEqual(ids);
          expect(answer.totals).toEqual(new Set([ids.length]));
          expect(new Set(answer.contacts.map(({ id }) => id))).toEqual(recordsOf(world, expected));
          const held = desktop.inboxStates(filter).map(({ conversationId }) => conversationId);
          expect(held.toSorted()).toEqual(ids.toSorted());
        }
      }),
      // A smaller case is found only by storing many worlds: what failed first is told.
      { numRuns: kind === 'embedded' ? 3 : 6, endOnFailure: true },
    );
  }, 120_000);

  it('is answered along an index in the list’s order, nothing sorted, backwards and forwards, from any place', async () => {
    const { store } = await openTestStore();
    const [seed] = fc.sample(worldSeed, 1);
    if (seed === undefined) throw new Error('a sample of one has one');
    const world = worldOf(seed);
    await storeWorld(store, world);
    for (const viewer of [0, 2]) {
      const context = await contextOf(store, world, viewer);
      for (const status of ['open', 'awaiting', 'failed', 'automation', 'finished'] as const) {
        for (const order of ['newest', 'oldest'] as const) {
          for (const after of [null, { at: world.now, id: world.workspaceId }]) {
            const filter: InboxFilter = {
              ...plainFilterLists,
              tab: 'all',
              status,
              order,
              tagIds: world.tagIds.slice(0, 1),
            };
            const plan = await planOf(store, context, filter, after);
            const index = status === 'finished' ? 'conversation_list_finished' : 'conversation_list_open';
            expect(plan).toContain(
              order === 'newest' ? `Index Scan Backward using ${index}` : `Index Scan using ${index}`,
            );
            expect(plan).not.toMatch(/Sort/);
          }
        }
      }
      const mine: InboxFilter = { ...plainFilterLists, tab: 'mine', status: 'finished', order: 'newest' };
      expect(await planOf(store, context, mine, null)).toMatch(/Backward using conversation_list_(mine|finished)/);
    }
  });

  it('never shows another workspace’s', async () => {
    const { store } = await openTestStore();
    const [seed] = fc.sample(worldSeed, 1);
    if (seed === undefined) throw new Error('a sample of one has one');
    const [world, other] = [worldOf(seed), worldOf(seed)];
    await storeWorld(store, world);
    await storeWorld(store, other);
    const context = await contextOf(store, world, 2);
    const all: InboxFilter = { ...plainFilterLists, tab: 'all', status: 'finished', order: 'newest' };
    const foreign = { ...all, tagIds: other.tagIds, departmentIds: other.departmentIds };
    expect((await everything(context, foreign)).conversations).toEqual([]);
    const finished = world.conversations.filter(({ status, merged }) => status === 'finished' && merged === null);
    expect((await everything(context, all)).conversations).toHaveLength(finished.length);
  });
});

async function contextOf({ db }: Store, world: World, viewer: number): Promise<QueryContext> {
  const { workspaceId, now } = world;
  const [caller] = await loadPeople(db, workspaceId, [world.people[viewer]?.id ?? '']);
  if (caller === undefined) throw new Error('the world has this person');
  return { db, workspaceId, caller, now };
}

/** Page by page, as a desktop asks. */
async function everything(context: QueryContext, filter: InboxFilter) {
  const conversations: Conversation[] = [];
  const contacts: Contact[] = [];
  const totals = new Set<number>();
  for (let after: ListCursor | null = null; ; ) {
    const page: Awaited<ReturnType<typeof list>> = await list(context, { filter, after, limit: 7 });
    if (typeof page === 'string') throw new Error(page);
    conversations.push(...page.conversations);
    contacts.push(...page.contacts);
    totals.add(page.total);
    if (page.next === null) return { conversations, contacts, totals };
    after = page.next;
  }
}

async function visibleIn({ db, workspaceId, caller }: QueryContext, world: World): Promise<Conversation[]> {
  const rows = await db
    .selectFrom('conversation')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where(visibleTo(caller))
    .execute();
  const seen = new Set(rows.map(({ id }) => id));
  return world.conversations.filter(({ id }) => seen.has(id));
}

function inOrder(conversations: readonly Conversation[], { order }: InboxFilter): Conversation[] {
  const ascending = conversations.toSorted((a, b) => a.lastActivityAt - b.lastActivityAt || (a.id < b.id ? -1 : 1));
  return order === 'newest' ? ascending.reverse() : ascending;
}

function passes(world: World, conversation: Conversation, filter: InboxFilter, { caller }: QueryContext): boolean {
  const rootId = world.rootOf.get(conversation.contactId);
  const root = world.contacts.find(({ id }) => id === rootId);
  if (root === undefined) throw new Error('every contact has a root');
  const { now, reasons } = world;
  const channelOf = (id: string) => world.connections.find((one) => one.id === id)?.channel ?? '';
  const moment = { me: caller.id, now, timeZone, reasons, windowMs: (id: string) => windowMs(channelOf(id)) };
  return passesFilter({ conversation, contact: composeContact(root, world.contacts) }, filter, moment);
}

/** The customers of these conversations with everything that is merged into them. */
function recordsOf(world: World, conversations: readonly Conversation[]): Set<string> {
  const roots = new Set(conversations.map(({ contactId }) => world.rootOf.get(contactId)));
  return new Set(world.contacts.filter(({ id }) => roots.has(world.rootOf.get(id))).map(({ id }) => id));
}

/** A desktop that holds what its person may see. */
function desktopOf(world: World, conversations: Conversation[], me: string) {
  const { cache } = openCacheForTest({ me, clock: { ...systemClock, now: () => world.now } });
  const people = world.people.map((one): LogItem => ({ type: 'person', person: personOf(one) }));
  const departments = world.departmentIds.map(
    (id): LogItem => ({ type: 'department', department: departmentOf({ id }) }),
  );
  const connections = world.connections.map(({ id, channel }): LogItem => {
    const { capabilities } = connectionOf();
    return {
      type: 'connection',
      connection: connectionOf({ id, channel, capabilities: { ...capabilities, windowMs: windowMs(channel) } }),
    };
  });
  const reasons = world.reasons.map((one): LogItem => ({ type: 'reason', reason: reasonOf(one) }));
  const held = recordsOf(world, conversations);
  const contacts = world.contacts.filter(({ id }) => held.has(id));
  const enter: LogItem = { type: 'enter', contacts, conversations, messages: [] };
  stored(cache.writer.applyItems([...people, ...departments, ...connections, ...reasons, enter], null));
  return cache.reader;
}

/** With small tables a planner walks through them whole; told not to, it shows what else it could do. */
async function planOf(
  { db }: Store,
  context: QueryContext,
  filter: InboxFilter,
  after: ListCursor | null,
): Promise<string> {
  return db.transaction().execute(async (tx) => {
    for (const way of ['seqscan', 'bitmapscan', 'sort', 'incremental_sort'])
      await sql.raw(`SET LOCAL enable_${way} = off`).execute(tx);
    const moment = { me: context.caller.id, now: context.now, timeZone, reasons: [], windows: [] };
    const page = pageOf(
      listed({ ...context, db: tx }, filter, moment, visibleTo(context.caller)),
      filter.order,
      after,
      50,
    );
    const rows = await page.selectAll('conversation').explain();
    return rows.map((row) => Object.values(row).join('')).join('\n');
  });
}
