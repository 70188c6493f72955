import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InboundEvent } from '../../../src-backend/channels/contract.ts';
import type { Candidate } from '../../../src-backend/search/candidates.ts';
import {
  foundContacts,
  foundMessages,
  foundProtocols,
  messageCandidates,
} from '../../../src-backend/search/candidates.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import type { ServerQueryResult } from '../../../src-shared/protocol/queries.ts';
import { idIn, type Operation, openOperation } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { desktopOf } from './desktop-of.ts';

type Found = ServerQueryResult<'search'>;

async function asked(
  operation: Operation,
  person: string,
  text: string,
  more: { before?: number; heldSince?: number; limit?: number } = {},
): Promise<Found> {
  const args = { text, before: more.before ?? null, heldSince: more.heldSince ?? null, limit: more.limit ?? 50 };
  const from = { workspaceId: operation.workspaceId, personId: idIn(operation, person) };
  const reply = await operation.core.queries.run(from, { name: 'search', args });
  if (!reply.ok) throw new Error(`the search was refused: ${reply.reason}`);
  // Made by this very handler.
  return reply.value as Found;
}

const texts = (found: Found) => found.hits.map(({ message }) => message?.text ?? 'contact');

describeOnStores('the server searches', (openTestStore) => {
  let store: Store;
  let operation: Operation;

  beforeAll(async () => {
    ({ store } = await openTestStore());
    operation = await openOperation(store, {
      departments: [{ id: 'suporte' }, { id: 'vendas' }],
      people: [
        { id: 'ana', departments: ['suporte'] },
        { id: 'bruno', departments: ['vendas'] },
        { id: 'sofia', role: 'supervisor', departments: [] },
      ],
    });
  }, 60_000);
  afterAll(() => operation.close());

  /** A customer's conversation, a minute for each message, finished if said. */
  async function told(name: string, messages: string[], options: { department?: string; finished?: boolean } = {}) {
    const customer = operation.customer(name, options);
    for (const text of messages) {
      operation.clock.now += 60_000;
      await customer.writes(text);
    }
    if (messages.length === 0) return { customer, id: '', protocol: '' };
    const row = await store.db
      .selectFrom('conversation')
      .innerJoin('identity', 'identity.id', 'conversation.identity_id')
      .select(['conversation.id', 'conversation.protocol'])
      .where('identity.address', '=', customer.address)
      .executeTakeFirstOrThrow();
    if (options.finished) {
      await operation.command('sofia', 'conversation.finish', {
        conversationId: row.id,
        reasonId: null,
        description: null,
      });
    }
    return { ...row, customer };
  }

  it('messages by any words in any order, newest first, accents and case ignored', async () => {
    await told('Rita', ['Quero a DEVOLUÇÃO do girassol', 'girassóis atrasados, quero devolver']);
    expect(texts(await asked(operation, 'ana', 'quero girass'))).toEqual([
      'girassóis atrasados, quero devolver',
      'Quero a DEVOLUÇÃO do girassol',
    ]);
    expect(texts(await asked(operation, 'ana', 'girassol devolucao'))).toEqual(['Quero a DEVOLUÇÃO do girassol']);
    expect(texts(await asked(operation, 'ana', '"do girassol"'))).toEqual(['Quero a DEVOLUÇÃO do girassol']);
    expect(texts(await asked(operation, 'ana', '"girassol do"'))).toEqual([]);
    expect(texts(await asked(operation, 'ana', ' .,! '))).toEqual([]);
  });

  it('numbers however they are spelled, contacts by theirs, conversations by protocol', async () => {
    const { id, protocol, customer } = await told('Zuleica Prado', ['CPF 529.982.247-25, fone (81) 98888-7777']);
    for (const text of ['52998224725', '529.982.247-25', '+5581988887777', '(81) 8888-7777']) {
      expect(texts(await asked(operation, 'ana', text)), text).toEqual(['CPF 529.982.247-25, fone (81) 98888-7777']);
    }
    for (const text of ['zuleica', 'PRADO zul', customer.address, protocol]) {
      const { hits } = await asked(operation, 'ana', text);
      expect(
        hits.map((hit) => [hit.conversation.id, hit.message]),
        text,
      ).toEqual([[id, null]]);
    }
  });

  it('what an agent may see and nothing else; supervisors everything of their workspace', async () => {
    await told('Cliente', ['ornitorrinco azul'], { department: 'vendas' });
    expect(texts(await asked(operation, 'bruno', 'ornitorrinco'))).toEqual(['ornitorrinco azul']);
    expect(texts(await asked(operation, 'ana', 'ornitorrinco'))).toEqual([]);
    expect(texts(await asked(operation, 'sofia', 'ornitorrinco'))).toEqual(['ornitorrinco azul']);
    const other = await openOperation(store, {
      departments: [{ id: 'suporte' }],
      people: [{ id: 'ana', role: 'admin', departments: ['suporte'] }],
    });
    expect(texts(await asked(other, 'ana', 'ornitorrinco'))).toEqual([]);
    await other.close();
  });

  it('page by page without loss, those of one moment together', async () => {
    const customer = operation.customer('Paginado');
    for (let n = 0; n < 12; n += 1) {
      if (n % 3 === 0) operation.clock.now += 1_000;
      await customer.writes(`sequoia ${n}`);
    }
    const seen: string[] = [];
    let before: number | undefined;
    for (;;) {
      const page: Found = await asked(operation, 'ana', 'sequoia', { limit: 4, ...(before && { before }) });
      seen.push(...texts(page));
      if (page.next === null) break;
      before = page.next;
    }
    expect(seen.toSorted()).toEqual(Array.from({ length: 12 }, (_, n) => `sequoia ${n}`).toSorted());
    expect(seen.map((text) => Math.floor(Number(text.split(' ')[1]) / 3))).toEqual([
      3, 3, 3, 2, 2, 2, 1, 1, 1, 0, 0, 0,
    ]);
  });

  it('leaves out what the desktop holds: what is open, and what finished after', async () => {
    await told('Antiga', ['jabuticaba antiga'], { finished: true });
    const heldSince = operation.clock.now + 1;
    operation.clock.now += 86_400_000;
    await told('Recente', ['jabuticaba recente'], { finished: true });
    await told('Aberta', ['jabuticaba aberta']);
    expect(texts(await asked(operation, 'ana', 'jabuticaba', { heldSince }))).toEqual(['jabuticaba antiga']);
    expect(texts(await asked(operation, 'ana', 'antiga', { heldSince }))).toEqual(['contact', 'jabuticaba antiga']);
    expect(texts(await asked(operation, 'ana', 'recente', { heldSince }))).toEqual([]);
    expect(texts(await asked(operation, 'ana', 'jabuticaba'))).toHaveLength(3);
  });

  it('shows whoever is found under the name of the whole customer', async () => {
    const { id } = await told('Outra Imbuia', ['madeira imbuia'], { finished: true });
    const { id: intoId } = await told('Jacarandá', ['oi'], { finished: true });
    const contactIdOf = async (conversationId: string) =>
      (
        await store.db
          .selectFrom('conversation')
          .select('contact_id')
          .where('id', '=', conversationId)
          .executeTakeFirstOrThrow()
      ).contact_id;
    const [root, part] = [await contactIdOf(intoId), await contactIdOf(id)];
    await operation.command('sofia', 'contact.merge', { intoId: root, fromId: part, choices: {} });
    const { hits } = await asked(operation, 'ana', 'imbuia');
    expect(hits.map(({ contact, message }) => [contact.id, contact.name, message?.text ?? null]).toSorted()).toEqual([
      [root, 'Jacarandá', null],
      [root, 'Jacarandá', 'madeira imbuia'],
    ]);
  });

  it('follows what changes: another name, an edited and a deleted text', async () => {
    const { customer } = await told('Nome Velho', []);
    const sender = { address: customer.address, phone: customer.address, profileName: 'Nome Umbuzeiro' };
    await customer.writes('primeiro tamarindo', 'wamid.a');
    await customer.writes('segundo tamarindo', 'wamid.b');
    const arrive = async (event: InboundEvent) => {
      await operation.core.door.accept(idIn(operation, 'connection-suporte'), [event]);
      await operation.core.inbound.settle();
    };
    const change = { sender, providerAt: operation.clock.now };
    await arrive({ ...change, type: 'edited', externalId: 'e', targetExternalId: 'wamid.a', text: 'agora carambola' });
    await arrive({ ...change, type: 'deleted', externalId: 'd', targetExternalId: 'wamid.b', text: null });
    expect(texts(await asked(operation, 'ana', 'carambola'))).toEqual(['agora carambola']);
    expect(texts(await asked(operation, 'ana', 'tamarindo'))).toEqual([]);
  });

  it('the same as a desktop, whatever is written and searched', async () => {
    const world = await openOperation(store, {
      departments: [{ id: 'suporte' }],
      people: [{ id: 'ana', departments: ['suporte'] }],
    });
    const seed = fc.sample(dialogue, { numRuns: 60, seed: 11 });
    const customers = ['José Antônio', 'Antônia Ré', 'Conceição & Cia', 'Ana', '52998224725'].map((name) =>
      world.customer(name),
    );
    for (const [n, text] of seed.entries()) {
      world.clock.now += 1_000;
      await customers[n % customers.length]?.writes(text);
      if (n === 30) await finishAll(world);
    }
    const desktop = await desktopOf(world);
    for (const text of fc.sample(searches, { numRuns: 150, seed: 12 })) {
      expect(grouped(await asked(world, 'ana', text, { limit: 100 })), `«${text}»`).toEqual(desktop.found(text));
    }
    await world.close();
  }, 120_000);
});

async function finishAll(world: Operation): Promise<void> {
  const rows = await world.store.db
    .selectFrom('conversation')
    .select('id')
    .where('workspace_id', '=', world.workspaceId)
    .execute();
  for (const { id } of rows) {
    await world.command('ana', 'conversation.take', { conversationId: id });
    await world.command('ana', 'conversation.finish', { conversationId: id, reasonId: null, description: null });
  }
}

/** Conversation, newest message found (or the contact), how many. */
function grouped({ hits }: Found): string[] {
  const groups = new Map<string, { id: string; count: number }>();
  for (const { conversation, message } of hits) {
    const key = message === null ? `contact ${conversation.id}` : conversation.id;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { id: message?.id ?? '', count: 1 });
    else group.count += 1;
  }
  return [...groups].map(([key, { id, count }]) => `${key} ${id} ${count}`).sort();
}

const portuguese =
  'não bom dia pedido pedidos atrasado atraso devolução ção à é o a nº São João já JÁ coração cor'.split(' ');
const numbers = [
  '(11) 98765-4321',
  '11987654321',
  '1187654321',
  '529.982.247-25',
  '52998224725',
  '2026-0000003',
  '10/05',
  '3',
];
const written = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...portuguese) }, fc.constantFrom(...numbers));
const dialogue = fc.array(written, { minLength: 1, maxLength: 9 }).map((words) => words.join(' '));
const beginning = fc
  .tuple(written, fc.integer({ min: 1, max: 12 }))
  .map(([word, length]) => [...word].slice(0, length).join(''));
const searches = fc.oneof(
  fc.array(beginning, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
  fc.array(written, { minLength: 1, maxLength: 3 }).map((words) => `"${words.join(' ')}"`),
  fc.tuple(beginning, written).map(([one, other]) => `"${other}" ${one}`),
);

describeOnStores('a search at size', (openTestStore) => {
  it('asks the index for rare words, and never reads all there is', async () => {
    const { store } = await openTestStore();
    const { db } = store;
    const operation = await openOperation(store, { departments: [{ id: 'suporte' }], people: [] });
    const { workspaceId } = operation;
    await sql`INSERT INTO message_words SELECT ${workspaceId}, n, n, 'm' || n, 'c' || (n % 500),
      array_to_tsvector(ARRAY['comum', 'palavra' || (n % 3000)]) FROM generate_series(1, 30000) AS n`.execute(db);
    await sql`INSERT INTO contact (id, workspace_id, created_at, root_id)
      SELECT 'p' || n, ${workspaceId}, 0, 'p' || n FROM generate_series(1, 5000) AS n`.execute(db);
    await sql`INSERT INTO contact_words SELECT 'p' || n, ${workspaceId}, array_to_tsvector(ARRAY['nome' || n])
      FROM generate_series(1, 5000) AS n`.execute(db);
    await sql`ANALYZE message_words`.execute(db);
    await sql`ANALYZE contact_words`.execute(db);
    const sought = {
      ...{ db, workspaceId, viewer: { id: 'x', role: 'agent' as const, departmentIds: ['d'] } },
      ...{ query: "'palavra77':*", before: 1e15, heldSince: null, limit: 20 },
    };
    const planOf = async (query: ReturnType<typeof foundContacts>) => {
      const { rows } = await sql<{ 'QUERY PLAN': string }>`EXPLAIN ${query}`.execute(db);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    expect(await planOf(foundMessages(sought, 1e15))).toContain('Bitmap Index Scan on message_words_found');
    expect(await planOf(foundContacts({ ...sought, query: "'nome77'" }))).toContain(
      'Bitmap Index Scan on contact_words_found',
    );
    await sql`SET enable_seqscan = off`.execute(db);
    expect(await planOf(foundProtocols(sought, '48213'))).toContain('Bitmap Index Scan on protocol_words_found');
    await sql`SET enable_seqscan = on`.execute(db);
    const none: Candidate[] = (await messageCandidates({ ...sought, query: "'comum'" })).rows;
    expect(none).toEqual([]);
    await operation.close();
  }, 60_000);
});

describe('what is sought', () => {
  it('is made of letters and digits only, so that nothing typed is an operator of the database', async () => {
    const { readSearch } = await import('../../../src-shared/rules/search-words.ts');
    const { tsqueryOf } = await import('../../../src-backend/search/words.ts');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const query = tsqueryOf(readSearch(text));
        if (query !== null) expect(query.replace(/'[\p{L}\p{N}\p{Co}\p{Mn}]+'(:\*)?/gu, '')).toMatch(/^[ &|()]*$/);
      }),
    );
  });
});
