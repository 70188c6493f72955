import { expect, it } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { openMortalGraph } from './mortal-graph.ts';
import { conversations, type Plan, until } from './operation.ts';
import { openOnWhatsApp, type WhatsAppOperation } from './whatsapp-operation.ts';

/** The hundred on PostgreSQL; the embedded database has one owner and therefore fewer ways to go wrong. */
const DEATHS = { server: 100, embedded: 8 };
const CUSTOMERS = 40;
const REACHED = new Set(['sent', 'delivered', 'read']);

const plan: Plan = {
  departments: [{ id: 'suporte' }],
  people: [{ id: 'ana', departments: ['suporte'], capacity: CUSTOMERS }],
};

describeOnStores('a provider that is killed amid the sends', (openTestStore, kind) => {
  const kills = DEATHS[kind];
  it(`${kills} deaths lose no message and send none twice, and every message says what became of it`, async () => {
    // Amid the second to fifth send of each life, in turn just before and just after it was accepted.
    await using graph = await openMortalGraph((life) =>
      life < kills ? { send: 2 + (life % 4), phase: life % 2 === 0 ? 'after' : 'before' } : null,
    );
    const { store } = await openTestStore();
    const operation = await openOnWhatsApp(store, plan, graph.graphUrl);
    try {
      graph.setCallback(operation.webhook);
      const ids = await greeted(operation, graph.url);
      const lines = new Map<string, string[]>(ids.map((id) => [id, []]));
      let written = 0;
      while (graph.deaths() < kills) {
        const conversationId = ids[written % ids.length] ?? '';
        written += 1;
        const text = `resposta ${written}`;
        lines.get(conversationId)?.push(text);
        const args = { conversationId, text, mediaId: null, quotedMessageId: null };
        expect(await operation.command('ana', 'message.send', args)).toMatchObject({ ok: true });
        // Never far ahead of what went out, so that deaths fall into the sending and not after it.
        await until(async () => (await waiting(operation)) < CUSTOMERS * 2, 120_000);
      }
      await until(async () => (await waiting(operation)) === 0, 300_000);

      const agreed = async () => {
        const reached = new Set(graph.accepted().map(({ message }) => message.ownId));
        return (await outbound(operation)).every(({ id, status }) => REACHED.has(status ?? '') === reached.has(id));
      };
      await until(agreed, 120_000);
      const first = await compare(operation, graph.accepted());
      expect(first.twice).toEqual([]);
      expect(first.wrong).toEqual([]);
      expect(first.outOfOrder).toEqual([]);
      expect(first.codes.difference(new Set(['uncertain', 'network']))).toEqual(new Set());
      // Half of the deaths came after acceptance: their answers were lost, and the provider's later word settled them,
      // or `wrong` would not be empty. The other half came before: the agent is told, and nothing was sent
      // again by itself.
      expect(first.missed.length).toBeGreaterThan(kills / 4);

      for (const messageId of first.missed) {
        expect(await operation.command('ana', 'message.retry', { messageId })).toMatchObject({ ok: true });
      }
      await until(async () => (await waiting(operation)) === 0, 300_000);
      await until(agreed, 120_000);
      const last = await compare(operation, graph.accepted());
      expect(last).toMatchObject({ twice: [], wrong: [], missed: [] });
      expect(graph.accepted()).toHaveLength(written);
    } finally {
      await operation.close();
    }
  }, 900_000);
});

/** Customers have written, and Ana serves them all. */
async function greeted(operation: WhatsAppOperation, graphUrl: string): Promise<string[]> {
  for (let index = 0; index < CUSTOMERS; index += 1) {
    const waId = `55119888${String(index).padStart(5, '0')}`;
    await fetch(`${graphUrl}/control/customer-messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ waId, name: `Cliente ${index}`, text: 'oi' }),
    });
  }
  await until(async () => (await conversations(operation)).length === CUSTOMERS, 20_000);
  const ids = (await conversations(operation)).map(({ id }) => id);
  for (const conversationId of ids) {
    expect(await operation.command('ana', 'conversation.take', { conversationId })).toMatchObject({ ok: true });
  }
  return ids;
}

const outbound = ({ store, workspaceId }: WhatsAppOperation) =>
  store.db
    .selectFrom('message')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('direction', '=', 'outbound')
    .orderBy('position')
    .execute();

async function waiting({ store, workspaceId }: WhatsAppOperation): Promise<number> {
  const row = await store.db
    .selectFrom('message')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'queued')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** What the backend says against what the customers got. */
async function compare(
  operation: WhatsAppOperation,
  got: ReturnType<Awaited<ReturnType<typeof openMortalGraph>>['accepted']>,
) {
  const messages = await outbound(operation);
  const times = Map.groupBy(got, ({ message }) => message.ownId);
  const isReached = (id: string) => times.has(id);
  const inOrder = Map.groupBy(messages, (message) => message.conversation_id);
  const place = new Map(got.map(({ message }, index) => [message.ownId, index]));
  const outOfOrder = [...inOrder.values()].flatMap((lane) => {
    const places = lane.flatMap(({ id }) => place.get(id) ?? []);
    return places.filter((at, index) => index > 0 && at < (places[index - 1] ?? 0));
  });
  return {
    twice: [...times].filter(([, copies]) => copies.length > 1).map(([id]) => id),
    wrong: messages
      .filter(({ id, status }) => isReached(id) !== REACHED.has(status ?? ''))
      .map(({ id, status }) => `${id} ${status}`),
    missed: messages.filter(({ id }) => !isReached(id)).map(({ id }) => id),
    codes: new Set(messages.flatMap(({ failure }) => failure?.code ?? [])),
    outOfOrder,
  };
}
