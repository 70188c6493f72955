import { createHmac, randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { createCore } from '../../../src-backend/core.ts';
import { createRandom } from '../../../src-backend/demo/seed/random.ts';
import { createMediaStore } from '../../../src-backend/media/media-store.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { accessToken, appSecret, products, verifyToken } from '../channels/social-desk.ts';
import { until } from '../core/operation.ts';
import { silent, storeOpener } from '../stores.ts';
import { createSocialStorm, type SocialStorm, type SocialWebhook } from './social-storm.ts';
import { wholeState } from './whole-state.ts';

const SEED = 20_261_123;
const CUSTOMERS = 60;
const WEBHOOKS = 2_000;
const DUPLICATES = 0.2;
/** Everything was written before; so it is all late, and one time stands in every row. */
const NOW = 1_795_100_000_000;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Backend {
  store: Store;
  post(webhook: SocialWebhook): Promise<void>;
  settled(): Promise<void>;
}

/** A core behind the two webhooks over HTTP. Files and profiles are the provider's, each with words of its own. */
async function openBackend(store: Store): Promise<Backend> {
  const { db } = store;
  // The same in both databases, so that the rows compare.
  const workspaceId = 'storm';
  await db
    .insertInto('workspace')
    .values({ id: workspaceId, name: workspaceId, time_zone: 'America/Sao_Paulo', created_at: 0 })
    .execute();
  const log = { log_id: randomUUID(), seq: 0, pruned_to: 0, protocol_year: 0, protocol_last: 0 };
  await db
    .insertInto('workspace_log')
    .values({ workspace_id: workspaceId, ...log })
    .execute();
  const rules = { distribution: 'manual' as const, requires_reason: false, requires_description: false };
  await db
    .insertInto('department')
    .values({ id: 'suporte', workspace_id: workspaceId, name: 'Suporte', ...rules, version: 0 })
    .execute();
  const secrets = { accessToken, appSecret, verifyToken, graphUrl: 'https://graph.example/v26.0' };
  for (const channel of ['instagram', 'messenger'] as const) {
    const settings = JSON.stringify({ ...products[channel].settings, ...secrets });
    const row = { channel, name: channel, department_id: 'suporte', address: null, settings, active: true, version: 0 };
    await db
      .insertInto('connection')
      .values({ id: `connection-${channel}`, workspace_id: workspaceId, ...row })
      .execute();
  }
  const now = () => NOW;
  const core = await createCore({
    store,
    media: createMediaStore({ store, now }),
    adapters: Object.values(products).map((product) => product.create({ now, fetch: serve })),
    endSession: async () => undefined,
    endSessionsOf: async () => undefined,
    logger: silent,
    now,
  });
  closing.push(core.close);
  const app = fastify({ forceCloseConnections: true });
  for (const product of Object.values(products)) await app.register(product.webhook({ door: core.door }));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  closing.push(() => app.close());

  return {
    store,
    async post({ product, body }) {
      const text = JSON.stringify(body);
      const signature = createHmac('sha256', appSecret).update(text).digest('hex');
      const response = await fetch(`${address}/webhooks/${product}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
        body: text,
      });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`a webhook was answered ${response.status}`);
    },
    async settled() {
      await core.inbound.settle();
      await until(async () => {
        const media = await db.selectFrom('media').select('id').where('state', '=', 'pending').limit(1).execute();
        const names = await db.selectFrom('contact').select('id').where('name', 'is', null).limit(1).execute();
        return media.length + names.length === 0;
      }, 120_000);
    },
  };
}

const serve: typeof fetch = async (input) => {
  const url = String(input);
  const file = /media-[\d-]+/.exec(url)?.[0];
  if (file !== undefined) return new Response(`os dados de ${file}`, { headers: { 'content-type': 'text/plain' } });
  return Response.json({ name: `Cliente ${/(\d+)\?/.exec(url)?.[1]}` });
};

/** The opening, and the messages whose sending a crash interrupted. */
async function open(backend: Backend, storm: SocialStorm): Promise<void> {
  for (const webhook of storm.opening) await backend.post(webhook);
  const { db } = backend.store;
  for (const { id, address, product, text } of storm.interrupted) {
    const place = await db
      .selectFrom('message')
      .innerJoin('identity', 'identity.id', 'message.identity_id')
      .select(['message.workspace_id', 'conversation_id', 'connection_id', 'identity_id'])
      .where('identity.address', '=', address)
      .where('identity.channel', '=', product)
      .executeTakeFirstOrThrow();
    const empty = { mention_ids: '[]', attempts: '[]', status_times: '{}', reactions: '[]', edits: '[]' };
    await db
      .insertInto('message')
      .values({
        ...{ id, channel: product, direction: 'outbound', kind: 'text', text, status: 'queued', version: 0 },
        ...place,
        ...empty,
        ...{ position: 0, created_at: NOW, sending_since: NOW },
      })
      .execute();
  }
}

function together(webhooks: readonly SocialWebhook[]): SocialWebhook {
  const [first] = webhooks;
  if (first === undefined) throw new Error('nothing to put together');
  const entry = webhooks.flatMap(({ body }) => body.entry);
  return { ...first, body: { ...first.body, entry } };
}

async function many<T>(items: readonly T[], atOnce: number, act: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items].reverse();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = queue.pop(); item !== undefined; item = queue.pop()) await act(item);
    }),
  );
}

/** Rows of one and not of the other, the first few. */
function difference(found: readonly unknown[], expected: readonly unknown[]) {
  const text = (row: unknown): string => JSON.stringify(row);
  const [more, less] = [new Set(found.map(text)), new Set(expected.map(text))];
  const some = (rows: Set<string>) => [...rows].slice(0, 3).map((row): unknown => JSON.parse(row));
  return { more: some(more.difference(less)), less: some(less.difference(more)) };
}

/** PostgreSQL works in a process of its own while this one parses and posts. */
const openTestStores = [storeOpener('server'), storeOpener('server')];

it('two thousand webhooks of Instagram and Messenger in random order, a fifth of them twice, leave what the clean sequence leaves', {
  timeout: 300_000,
}, async () => {
  const storm = createSocialStorm(SEED, CUSTOMERS, Math.round(WEBHOOKS / (1 + DUPLICATES)));
  const random = createRandom(SEED);
  const all = storm.lanes.flat();
  const disordered = random.shuffle([...all, ...random.shuffle(all).slice(0, Math.round(all.length * DUPLICATES))]);
  expect(storm.opening.length + disordered.length).toBeGreaterThanOrEqual(WEBHOOKS);

  const [clean, wild] = await Promise.all(
    openTestStores.map(async (openTestStore) => openBackend((await openTestStore()).store)),
  );
  if (clean === undefined || wild === undefined) throw new Error('two databases are needed');
  await Promise.all([open(clean, storm), open(wild, storm)]);
  await many(storm.lanes, 8, async (lane) => {
    // Each customer's own in their order, several to a webhook: only the order matters here, and it is faster.
    for (let start = 0; start < lane.length; start += 20) await clean.post(together(lane.slice(start, start + 20)));
  });
  await many(disordered, 64, (webhook) => wild.post(webhook));
  await Promise.all([clean.settled(), wild.settled()]);
  const [expected, found] = [await wholeState(clean.store), await wholeState(wild.store)];
  expect(found.messages?.length).toBeGreaterThan(800);
  expect(found.watermarks?.length).toBeGreaterThan(50);
  for (const table of Object.keys(expected)) {
    expect(difference(found[table] ?? [], expected[table] ?? []), table).toEqual({ more: [], less: [] });
  }
  expect(found.backlog).toEqual([]);
  // Every interrupted message was settled by its echo, and made no second one.
  const own = await wild.store.db
    .selectFrom('message')
    .select(['status', 'id'])
    .where('text', 'like', 'Um instante%')
    .execute();
  expect(own).toHaveLength(CUSTOMERS);
  expect(own.filter(({ status }) => status === 'queued')).toEqual([]);
});
