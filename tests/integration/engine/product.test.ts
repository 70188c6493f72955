import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import { type Desktop, newFolder } from '../../simulators/desktop.ts';
import type { Visitor } from '../../simulators/visitor.ts';
import { openProduct, type Product } from '../harness.ts';
import { createDatabase } from '../stores.ts';

const everything = {
  filter: {
    tab: 'all' as const,
    status: 'open' as const,
    order: 'newest' as const,
    ...plainFilterLists,
  },
  start: 0,
  count: 200,
};

/** The conversation that shows this preview, once it is on the machine. */
async function conversationOf(desktop: Desktop, preview: string): Promise<string> {
  const { rows } = await desktop.until('inbox.list', everything, (list) =>
    list.rows.some((row) => row.preview?.text === preview),
  );
  return rows.find((row) => row.preview?.text === preview)?.id ?? '';
}

const texts = async (desktop: Desktop, conversationId: string) =>
  (await desktop.see('conversation.chat', { conversationId, limit: 500 })).items.flatMap((item) =>
    item.type === 'message' && item.message.direction !== 'activity' ? [item.message.text] : [],
  );

const send = (desktop: Desktop, conversationId: string, text: string) =>
  desktop.act('server.message.send', { conversationId, text, mediaId: null, quotedMessageId: null });

const sent = (desktop: Desktop) => desktop.until('outbox', {}, ({ pending }) => pending.length === 0, 20_000);

describe('the product, whole, over a bad network', () => {
  let product: Product;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let ana: Desktop;

  beforeAll(async () => {
    database = await createDatabase();
    product = await openProduct({
      location: { kind: 'server', url: database.url },
      people: [{ name: 'Ana Souza', departments: ['Suporte', 'Vendas'] }],
    });
    ana = await product.agent('Ana Souza');
  });
  afterAll(async () => {
    await product[Symbol.asyncDispose]();
    await database.drop();
  });

  const greet = async (text: string): Promise<{ customer: Visitor; conversationId: string }> => {
    const customer = await product.customer();
    await customer.says(text);
    return { customer, conversationId: await conversationOf(ana, text) };
  };

  test('a customer writes, the agent answers, the customer reads it', async () => {
    const { customer, conversationId } = await greet('Oi, meu pedido sumiu');
    expect(await send(ana, conversationId, 'Vou ver para você')).toMatchObject({ ok: true });
    await expect.poll(customer.heard, { timeout: 10_000 }).toEqual(['Vou ver para você']);
    await sent(ana);
    expect(await texts(ana, conversationId)).toEqual(['Oi, meu pedido sumiu', 'Vou ver para você']);
  });

  test('a line lost in the middle of sending delivers to the customer exactly once', async () => {
    const { customer, conversationId } = await greet('alô?');
    for (let n = 1; n <= 5; n += 1) {
      product.network.hold('toClient');
      await send(ana, conversationId, `resposta ${n}`);
      await expect.poll(() => customer.heard().length, { timeout: 10_000 }).toBe(n);
      product.network.cut();
      product.network.release();
      await ana.online(20_000);
      await sent(ana);
    }
    expect(customer.heard()).toEqual([1, 2, 3, 4, 5].map((n) => `resposta ${n}`));
    expect(await texts(ana, conversationId)).toEqual(['alô?', ...[1, 2, 3, 4, 5].map((n) => `resposta ${n}`)]);
  }, 60_000);

  test('notes and a qualification made offline are applied once, in order, after the return', async () => {
    const { conversationId } = await greet('quero cancelar');
    product.network.down();
    await ana.until('connection', {}, ({ state }) => state === 'offline');
    expect(await send(ana, conversationId, 'não vai')).toMatchObject({ ok: false, reason: 'offline' });
    for (const text of ['ligou irritado', 'quer estorno']) {
      await ana.act('server.note.add', { conversationId, text, mentionIds: [] });
    }
    await ana.act('server.conversation.finish', { conversationId, reasonId: null, description: 'estorno pedido' });
    product.network.up();
    await ana.online(20_000);
    await sent(ana);
    const view = await ana.until('conversation', { conversationId }, (value) => value?.status === 'finished');
    expect(view?.qualification?.description).toBe('estorno pedido');
    expect(await texts(ana, conversationId)).toEqual(['quero cancelar', 'ligou irritado', 'quer estorno']);
    expect((await ana.see('outbox', {})).conflicts).toEqual([]);
  });

  test('after an absence every conversation is brought up to date, not only the open one', async () => {
    const open = await Promise.all(['assunto um', 'assunto dois', 'assunto três'].map(greet));
    product.network.down();
    await ana.until('connection', {}, ({ state }) => state === 'offline');
    for (const { customer } of open) for (const text of ['ainda aí?', 'oi??']) await customer.says(text);
    product.network.up();
    await ana.online(20_000);
    for (const { conversationId } of open) {
      await expect.poll(() => texts(ana, conversationId)).toEqual([expect.any(String), 'ainda aí?', 'oi??']);
    }
  });

  test('a backend that dies and comes back loses nothing and repeats nothing', async () => {
    const { customer, conversationId } = await greet('vai cair');
    await send(ana, conversationId, 'antes da queda');
    await sent(ana);
    customer.leave();
    product.network.down();
    await product.restartBackend();
    product.network.up();
    await ana.online(30_000);
    await send(ana, conversationId, 'depois da queda');
    await sent(ana);
    expect(await texts(ana, conversationId)).toEqual(['vai cair', 'antes da queda', 'depois da queda']);
  }, 60_000);

  test('a night of sleep ends with everything here, within seconds', async () => {
    const { customer, conversationId } = await greet('boa noite');
    product.network.hold('both');
    ana.clock.sleepFor(8 * 3_600_000);
    await ana.until('connection', {}, ({ state }) => state === 'offline', 3_000);
    product.network.cut();
    product.network.release();
    await customer.says('bom dia');
    await ana.online(10_000);
    await expect.poll(() => texts(ana, conversationId)).toEqual(['boa noite', 'bom dia']);
    ana.clock.setOff(0);
  });

  test('while the agent answers many customers over a line that keeps breaking, all is delivered once, in order', async () => {
    const open = await Promise.all(['cliente A', 'cliente B', 'cliente C'].map(greet));
    const taken = product.network.taken();
    let breaking = true;
    const breaker = (async () => {
      while (breaking) {
        await new Promise((done) => setTimeout(done, 120 + Math.random() * 250));
        if (Math.random() < 0.5) product.network.hold('toClient');
        await new Promise((done) => setTimeout(done, 30));
        product.network.cut();
        product.network.release();
      }
    })();
    for (let n = 1; n <= 10; n += 1) {
      for (const { conversationId } of open) {
        for (;;) {
          const result = await send(ana, conversationId, `linha ${n}`);
          if (result.ok) {
            await new Promise((done) => setTimeout(done, 60));
            break;
          }
          // As an agent does: the composer is disabled until the line is back.
          await ana.until('connection', {}, ({ state }) => state === 'online', 20_000);
        }
      }
    }
    breaking = false;
    await breaker;
    expect(product.network.taken() - taken).toBeGreaterThan(2);
    await ana.online(20_000);
    await sent(ana);
    const wanted = Array.from({ length: 10 }, (_, index) => `linha ${index + 1}`);
    for (const { customer, conversationId } of open) {
      await expect.poll(customer.heard, { timeout: 20_000 }).toEqual(wanted);
      expect((await texts(ana, conversationId)).slice(1)).toEqual(wanted);
    }
  }, 120_000);
});

async function disposableDatabase(): Promise<{ url: string } & AsyncDisposable> {
  const { url, drop } = await createDatabase();
  return { url, [Symbol.asyncDispose]: drop };
}

test('the application starts and is usable without a network', async () => {
  await using database = await disposableDatabase();
  await using product = await openProduct({ location: { kind: 'server', url: database.url } });
  const folder = await newFolder();
  const first = await product.agent('Ana Souza', { folder });
  const customer = await product.customer();
  await customer.says('tem alguém?');
  const conversationId = await conversationOf(first, 'tem alguém?');
  await first.act('draft.save', { conversationId, side: 'reply', text: 'já vou' });
  await first.close();
  product.network.down();
  const second = await product.desktop({ folder, shell: first.shell });
  expect((await second.see('session', {})).phase).toBe('ready');
  expect(await texts(second, conversationId)).toEqual(['tem alguém?']);
  const { hits } = await second.query('search', { text: 'alguem', limit: 10 });
  expect(hits.map((hit) => hit.conversationId)).toContain(conversationId);
  expect(await second.query('draft', { conversationId, side: 'reply' })).toEqual({ text: 'já vou' });
  await second.act('server.note.add', { conversationId, text: 'anotado sem rede', mentionIds: [] });
  expect(await texts(second, conversationId)).toEqual(['tem alguém?', 'anotado sem rede']);
  product.network.up();
  await sent(second);
  expect(await texts(second, conversationId)).toEqual(['tem alguém?', 'anotado sem rede']);
  await second.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);
