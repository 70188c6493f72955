import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdersOf } from '../../../src-backend/contacts/linking.ts';
import { demoCapabilities, readDemoWorkspace } from '../../../src-backend/demo/seed/directory.ts';
import { generateConversations, type SeededConversation } from '../../../src-backend/demo/seed/generate.ts';
import { seedDatabase } from '../../../src-backend/demo/seed/into-database.ts';
import { type Directory, loadDirectory } from '../../../src-backend/store/entities/directory.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import type { InboxFilter } from '../../../src-shared/protocol/inbox-filter.ts';
import type { ServerQueryResult } from '../../../src-shared/protocol/queries.ts';
import { formatCpf } from '../../../src-shared/rules/tax-number.ts';
import { type Operation, openOperation } from '../core/operation.ts';
import { setUp } from '../provision/shop.ts';
import { describeOnStores } from '../stores.ts';

const counts = { conversations: 400, messages: 3_000, seed: 5, now: Date.UTC(2026, 10, 22, 15, 0) };

describeOnStores('a seeded database', (openTestStore) => {
  let store: Store;
  let operation: Operation;
  let directory: Directory;
  /** What must have been written, from the same seed. */
  let history: SeededConversation[];

  beforeAll(async () => {
    ({ store } = await openTestStore());
    const nowhere = 'http://127.0.0.1:1';
    const environment = { TURNO_DEMO_GRAPH_URL: nowhere, TURNO_DEMO_SOCIAL_URL: nowhere };
    const { workspaceId } = await setUp(store, environment).apply(readDemoWorkspace());
    const before = await store.db
      .selectFrom('workspace_log')
      .select('seq')
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow();
    await seedDatabase(store, workspaceId, counts, () => {});
    operation = await openOperation(
      store,
      { departments: [], people: [], channels: ['livechat'] },
      undefined,
      workspaceId,
    );
    directory = await loadDirectory(store.db, workspaceId, ({ channel }) => demoCapabilities(channel));
    // The filter sets come first.
    const firstPosition = before.seq + 4 + 1;
    history = [...generateConversations({ ...counts, ...directory, firstPosition })];
  }, 120_000);
  afterAll(() => operation.close());

  async function ask<Name extends 'search' | 'conversation.list'>(name: Name, args: unknown) {
    const personId = directory.people.find(({ role }) => role === 'supervisor')?.id ?? '';
    const reply = await operation.core.queries.run({ workspaceId: operation.workspaceId, personId }, { name, args });
    if (!reply.ok) throw new Error(`${name} was refused: ${reply.reason}`);
    // Made by this very handler.
    return reply.value as ServerQueryResult<Name>;
  }
  const search = (text: string) => ask('search', { text, before: null, heldSince: null, limit: 100 });

  async function listed(filter: Partial<InboxFilter>): Promise<string[]> {
    const whole = { tab: 'all', status: 'open', order: 'newest', ...plainFilterLists, ...filter };
    const answer = await ask('conversation.list', { filter: whole, after: null, limit: 100 });
    expect(answer.total).toBe(answer.conversations.length);
    return answer.conversations.map(({ id }) => id).sort();
  }

  const status = (filter: 'open' | 'finished', { conversation }: SeededConversation) =>
    (conversation.status === 'finished') === (filter === 'finished');

  test('is what the seed says, to the letter', async () => {
    const rows = await store.db
      .selectFrom('message')
      .select(['id', 'text', 'position'])
      .where('workspace_id', '=', operation.workspaceId)
      .orderBy('position')
      .execute();
    const said = history.flatMap(({ messages }) => messages.map(({ id, text, position }) => ({ id, text, position })));
    expect(rows).toEqual(said);
  });

  test('is searched by words of a message, by a CPF, and by a protocol number', async () => {
    const told = history.find(({ messages }) => (messages[0]?.text?.length ?? 0) > 40);
    const text = told?.messages[0]?.text ?? '';
    const byWords = await search(text.replace(/[^\p{L}\p{N} ]/gu, ' ').slice(0, 200));
    expect(byWords.hits.map(({ conversation }) => conversation.id)).toContain(told?.conversation.id);

    const cpfField = directory.fields.find(({ type }) => type === 'cpf')?.id ?? '';
    const known = history.find(({ contact }) => contact.fields[cpfField] !== undefined);
    const byCpf = await search(formatCpf(known?.contact.fields[cpfField] ?? ''));
    expect(byCpf.hits.map(({ contact }) => contact.id)).toContain(known?.contact.id);

    const protocol = history[123]?.conversation.protocol ?? '';
    expect((await search(protocol)).hits.map(({ conversation }) => conversation.protocol)).toContain(protocol);
  });

  test('is filtered by the stage of a deal and by a tag', async () => {
    const rootOf = ({ contact }: SeededConversation) => contact.merged?.intoId ?? contact.id;
    const roots = new Set(history.filter(({ contact }) => contact.merged !== null).map(rootOf));
    const plain = history.filter((one) => !roots.has(rootOf(one)));
    const stages = directory.pipelines.flatMap((pipeline) => pipeline.stages);
    let found = 0;
    for (const { id } of stages) {
      for (const filter of ['open', 'finished'] as const) {
        const ids = await listed({ stageIds: [id], status: filter });
        const wanted = plain.filter(
          (one) =>
            status(filter, one) && one.contact.deals.some(({ state, stageId }) => state === 'open' && stageId === id),
        );
        expect(ids).toEqual(expect.arrayContaining(wanted.map(({ conversation }) => conversation.id)));
        const others = new Set(plain.filter((one) => !wanted.includes(one)).map(({ conversation }) => conversation.id));
        expect(ids.filter((one) => others.has(one))).toEqual([]);
        found += wanted.length;
      }
    }
    expect(found).toBeGreaterThan(5);
    const tag = directory.tags[0]?.id ?? '';
    const tagged = history.filter((one) => status('open', one) && one.contact.tagIds.includes(tag));
    const ids = await listed({ tagIds: [tag] });
    expect(ids).toEqual(expect.arrayContaining(tagged.map(({ conversation }) => conversation.id)));
  });

  test('knows who may be the same person, who is, and finds both by what they have in common', async () => {
    const workspace = { db: store.db, workspaceId: operation.workspaceId };
    const suggestions = history.flatMap(({ suggestion }) => suggestion ?? []);
    const events = history.flatMap(({ event }) => event ?? []);
    expect([suggestions.length > 0, events.length > 0]).toEqual([true, true]);
    for (const { id, contactIds, reasons } of suggestions) {
      const row = await store.db.selectFrom('suggestion').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      expect([row.contact_a, row.contact_b, row.state]).toEqual([...contactIds, 'open']);
      const keys = reasons.flatMap(({ kind, value }) =>
        kind === 'email' ? [{ kind, value, written: value, certain: false } as const] : [],
      );
      const holders = await store.db.transaction().execute((db) => holdersOf({ ...workspace, db }, keys));
      expect([...holders.values()].flat().sort()).toEqual([...contactIds].sort());
    }
    for (const { contactId, what } of events) {
      const otherId = what.type === 'merged' ? what.otherId : '';
      const row = await store.db.selectFrom('contact').select('root_id').where('id', '=', otherId).executeTakeFirst();
      expect(row?.root_id).toBe(contactId);
    }
    const filters = await store.db
      .selectFrom('saved_filter')
      .select(sql<number>`count(*)::int`.as('count'))
      .where('workspace_id', '=', workspace.workspaceId)
      .executeTakeFirstOrThrow();
    expect(filters.count).toBe(4);
  });
});
