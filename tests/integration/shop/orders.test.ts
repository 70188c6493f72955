import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { shopQueries } from '../../../src-shared/protocol/shop.ts';
import { type CustomerDesk, openCustomerDesk } from '../core/customers.ts';
import { idIn } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';

const TOKEN = 'segredo-da-loja';
const MOBILE = '5511988887777';

/** A shop over HTTP that does what the test says. */
let behave: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
const asked: string[] = [];
const shop = createServer((request, response) => {
  asked.push(request.url ?? '');
  behave(request, response);
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((listening) => shop.listen(0, '127.0.0.1', () => listening()));
  const address = shop.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(() => {
  shop.closeAllConnections();
  shop.close();
});
const answers = (orders: unknown, status = 200) => {
  behave = (request, response) => {
    if (request.headers.authorization !== `Bearer ${TOKEN}`) response.writeHead(401).end();
    else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ orders }));
  };
};
const order = (number: string, placedAt: string) => ({
  number,
  placedAt,
  status: 'Entregue',
  total: 10,
  currency: 'BRL',
});

describeOnStores('orders of a customer', (openTestStore) => {
  beforeEach(() => {
    asked.length = 0;
  });

  async function opened(settings: object | null = {}) {
    const desk = await openCustomerDesk((await openTestStore()).store);
    if (settings !== null)
      await desk.store.db
        .insertInto('shop')
        .values({
          workspace_id: desk.workspaceId,
          settings: JSON.stringify({ name: 'Loja Aurora', baseUrl: url, token: TOKEN, ...settings }),
        })
        .execute();
    return desk;
  }
  async function ordersOf(desk: CustomerDesk, contactId: string, by = 'ana', again = false) {
    const reply = await desk.core.queries.run(
      { workspaceId: desk.workspaceId, personId: idIn(desk, by) },
      { name: 'contact.orders', args: { contactId, again } },
    );
    return reply.ok ? shopQueries['contact.orders'].result.parse(reply.value) : reply;
  }

  it('are found by what is proved of them, newest first, each once', async () => {
    const desk = await opened();
    await desk.customer('João', { address: MOBILE, department: 'suporte' }).writes('oi');
    const contactId = await desk.contactOf(MOBILE);
    answers([order('1', '2026-01-01'), order('2', '2026-03-01'), order('2', '2026-03-01')]);
    expect(await ordersOf(desk, contactId)).toMatchObject({
      state: 'ready',
      shop: 'Loja Aurora',
      orders: [{ number: '2' }, { number: '1' }],
      more: false,
    });
    expect(asked).toEqual([`/orders?phone=${MOBILE}`]);
    await desk.close();
  });

  it('are not looked up by what somebody only typed, or to whoever does not see the customer', async () => {
    const desk = await opened();
    const typed = '5511977776666';
    await desk.customer('João', { address: MOBILE, department: 'suporte' }).writes('oi');
    const contactId = await desk.contactOf(MOBILE);
    await desk.store.db
      .updateTable('identity')
      .set({ address: typed, phone: typed, proved: false })
      .where('contact_id', '=', contactId)
      .execute();
    expect(await ordersOf(desk, contactId)).toEqual({ state: 'unproved', shop: 'Loja Aurora' });
    expect(await ordersOf(desk, 'ninguem')).toMatchObject({ ok: false, reason: 'not-found' });
    expect(asked).toEqual([]);
    await desk.close();
  });

  it('are nothing to speak of in a workspace without a shop', async () => {
    const desk = await opened(null);
    await desk.customer('João', { address: MOBILE, department: 'suporte' }).writes('oi');
    expect(await ordersOf(desk, await desk.contactOf(MOBILE))).toEqual({ state: 'no-shop' });
    await desk.close();
  });

  it('say what is wrong with the shop', async () => {
    const desk = await opened({ timeoutMs: 500 });
    await desk.customer('João', { address: MOBILE, department: 'suporte' }).writes('oi');
    const contactId = await desk.contactOf(MOBILE);
    const failed = async (how: typeof behave) => {
      behave = how;
      const answer = await ordersOf(desk, contactId, 'ana', true);
      return 'state' in answer && answer.state === 'failed' ? answer.reason : answer;
    };
    expect(await failed((_, response) => response.writeHead(403).end())).toBe('refused');
    expect(await failed((_, response) => response.end('<html>'))).toBe('unreadable');
    expect(await failed((_, response) => response.writeHead(302, { location: 'https://mal.example' }).end())).toBe(
      'unreachable',
    );
    // A third in a row: it is left alone.
    expect(await failed(() => undefined)).toBe('timeout');
    expect(await failed(() => undefined)).toBe('resting');
    desk.clock.now += 30_000;
    answers([]);
    expect(await ordersOf(desk, contactId)).toMatchObject({ state: 'ready', orders: [] });
    await desk.close();
  });

  it('are not read beyond a megabyte', async () => {
    const desk = await opened();
    await desk.customer('João', { address: MOBILE, department: 'suporte' }).writes('oi');
    behave = (_, response) => response.end('x'.repeat(1_100_000));
    expect(await ordersOf(desk, await desk.contactOf(MOBILE))).toMatchObject({ state: 'failed', reason: 'unreadable' });
    await desk.close();
  });
});
