import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { snapshotItems } from '../../../src-backend/realtime/snapshot.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import type { Conversation, Message, Person } from '../../../src-shared/protocol/entities.ts';
import type { QueryName, ServerQueryResult } from '../../../src-shared/protocol/queries.ts';
import { type Customer, idIn, type Operation, openOperation } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';

const DAY = 24 * 60 * 60_000;

describeOnStores('what a desktop does not keep', (openTestStore) => {
  let store: Store;
  let operation: Operation;

  beforeAll(async () => {
    ({ store } = await openTestStore());
    operation = await openOperation(store, {
      departments: [{ id: 'suporte' }, { id: 'vendas' }],
      people: [
        { id: 'ana', departments: ['suporte'], capacity: 50 },
        { id: 'bruno', departments: ['vendas'], capacity: 50 },
        { id: 'sofia', role: 'supervisor', departments: [], capacity: 50 },
      ],
    });
  }, 60_000);
  afterAll(() => operation.close());

  async function ask<Name extends QueryName>(person: string, name: Name, args: object) {
    const from = { workspaceId: operation.workspaceId, personId: idIn(operation, person) };
    const reply = await operation.core.queries.run(from, { name, args });
    // Made by this query's own handler.
    return reply.ok ? (reply.value as ServerQueryResult<Name>) : reply.reason;
  }

  const given = <Value>(answer: Value | string): Value => {
    if (typeof answer === 'string') throw new Error(`refused: ${answer}`);
    return answer;
  };

  async function serve(customer: Customer, person: string, texts: string[], description: string | null = null) {
    for (const text of texts) {
      operation.clock.now += 1_000;
      await customer.writes(text);
    }
    const { id } = await store.db
      .selectFrom('conversation')
      .innerJoin('identity', 'identity.id', 'conversation.identity_id')
      .select('conversation.id')
      .where('identity.address', '=', customer.address)
      .where('conversation.status', '<>', 'finished')
      .executeTakeFirstOrThrow();
    await operation.command(person, 'conversation.take', { conversationId: id });
    await operation.command(person, 'conversation.finish', { conversationId: id, reasonId: null, description });
    return id;
  }

  it('a conversation is given whole, page by page, newest first, without a hole', async () => {
    const texts = Array.from({ length: 7 }, (_, n) => `linha ${n}`);
    const conversationId = await serve(operation.customer('Rita'), 'ana', texts);
    const heard: string[] = [];
    let before: number | null = null;
    for (;;) {
      const page: ServerQueryResult<'conversation.whole'> = given(
        await ask('ana', 'conversation.whole', { conversationId, before, limit: 3 }),
      );
      expect(page.conversation.id).toBe(conversationId);
      expect(page.contacts.map(({ name }) => name)).toEqual(['Rita']);
      heard.push(...page.messages.flatMap(({ text }) => text ?? []));
      const last: Message | undefined = page.messages.at(-1);
      if (!page.hasMore || last === undefined) break;
      before = last.position;
    }
    expect(heard).toEqual([...texts].reverse());
  });

  it('who may not see it is told the same as of one that does not exist', async () => {
    const conversationId = await serve(operation.customer('Sílvio'), 'ana', ['oi']);
    const { contact_id: contactId } = await store.db
      .selectFrom('conversation')
      .select('contact_id')
      .where('id', '=', conversationId)
      .executeTakeFirstOrThrow();
    for (const [name, args] of [
      ['conversation.whole', { conversationId, before: null, limit: 10 }],
      ['conversation.whole', { conversationId: randomUUID(), before: null, limit: 10 }],
      ['contact.conversations', { contactId, before: null, limit: 10 }],
      ['contact.conversations', { contactId: randomUUID(), before: null, limit: 10 }],
    ] as const) {
      expect(await ask('bruno', name, args)).toBe('not-found');
    }
    expect(await ask('ana', 'conversation.whole', { conversationId, before: null, limit: 501 })).toBe('invalid');
  });

  it('a contact’s conversations come newest first, each once, as many at a time as asked for', async () => {
    const customer = operation.customer('Tereza');
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(await serve(customer, 'ana', [`vez ${n}`]));
    const { contact_id: contactId } = await store.db
      .selectFrom('conversation')
      .select('contact_id')
      .where('id', '=', ids[0] ?? '')
      .executeTakeFirstOrThrow();
    const heard: string[] = [];
    let before: ServerQueryResult<'contact.conversations'>['next'] = null;
    do {
      const page: ServerQueryResult<'contact.conversations'> = given(
        await ask('sofia', 'contact.conversations', { contactId, before, limit: 2 }),
      );
      expect(page.conversations.length).toBeLessThanOrEqual(2);
      heard.push(...page.conversations.map(({ id }: Conversation) => id));
      before = page.next;
    } while (before !== null);
    expect(heard).toEqual(ids.reverse());
  });

  it('a snapshot leaves out what came to rest before the desktop’s period, with contacts that then have nothing', async () => {
    const gone = operation.customer('Úrsula');
    const stays = operation.customer('Vera');
    const old = await serve(gone, 'ana', ['antiga']);
    const alsoOld = await serve(stays, 'ana', ['antiga também']);
    operation.clock.now += 100 * DAY;
    const keepsSince = operation.clock.now - 90 * DAY;
    const recent = await serve(stays, 'ana', ['recente']);
    const held = { conversations: new Set<string>(), contacts: new Set<string | null>() };
    const viewer: Pick<Person, 'id' | 'role' | 'departmentIds'> = {
      id: idIn(operation, 'ana'),
      role: 'agent',
      departmentIds: [idIn(operation, 'suporte')],
    };
    const deps = { capabilitiesOf: () => null, horizon: keepsSince };
    for await (const items of snapshotItems(store.db, operation.workspaceId, viewer, deps)) {
      for (const item of items) {
        if (item.type !== 'enter') continue;
        for (const { id } of item.conversations) held.conversations.add(id);
        for (const { name } of item.contacts) held.contacts.add(name);
      }
    }
    expect([...held.conversations]).toContain(recent);
    expect([...held.conversations]).not.toContain(old);
    expect([...held.conversations]).not.toContain(alsoOld);
    expect(held.contacts.has('Vera')).toBe(true);
    expect(held.contacts.has('Úrsula')).toBe(false);
  });

  it('the list is searched by words of contact, protocol and description, accents ignored', async () => {
    const named = await serve(operation.customer('Zoraide Conceição'), 'ana', ['oi']);
    const described = await serve(operation.customer('Wilma'), 'ana', ['oi'], 'Troca de PEÇA do fogão');
    const filter = { ...plainFilterLists, tab: 'all', status: 'finished', order: 'newest' };
    const found = async (text: string) =>
      given(await ask('ana', 'conversation.list', { filter, text, after: null, limit: 50 })).conversations.map(
        ({ id }) => id,
      );
    expect(await found('conceicao zora')).toEqual([named]);
    expect(await found('peca fogao')).toEqual([described]);
    expect(await found('fogao zoraide')).toEqual([]);
    const { protocol } = await store.db
      .selectFrom('conversation')
      .select('protocol')
      .where('id', '=', named)
      .executeTakeFirstOrThrow();
    expect(await found(protocol)).toEqual([named]);
    // What looks like a pattern is words.
    expect(await found('.*(zor')).toEqual([named]);
  });

  it('the snapshot’s finished conversations come by their index, however many there are', async () => {
    const plan = await store.db.transaction().execute(async (db) => {
      // A table of a few rows is scanned, whatever indexes it has.
      await sql`SET LOCAL enable_seqscan = off`.execute(db);
      await sql`SET LOCAL enable_bitmapscan = off`.execute(db);
      const { rows } = await sql<{ 'QUERY PLAN': string }>`EXPLAIN SELECT * FROM conversation
        WHERE workspace_id = ${operation.workspaceId} AND status = 'finished'
          AND greatest(finished_at, last_activity_at) >= ${operation.clock.now}
        ORDER BY greatest(finished_at, last_activity_at) DESC, id LIMIT 100`.execute(db);
      return rows.map((line) => line['QUERY PLAN']).join();
    });
    expect(plan).toContain('conversation_rest');
  });
});
