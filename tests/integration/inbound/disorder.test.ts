import { createHmac, randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { createWhatsAppChannel } from '../../../src-backend/channels/whatsapp/channel.ts';
import { whatsappWebhook } from '../../../src-backend/channels/whatsapp/webhook.ts';
import { createCore } from '../../../src-backend/core.ts';
import { createRandom } from '../../../src-backend/demo/seed/random.ts';
import { createMediaStore } from '../../../src-backend/media/media-store.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { until } from '../core/operation.ts';
import { silent, storeOpener } from '../stores.ts';
import { createStorm, PHONES, type Storm, type Webhook } from './storm.ts';
import { wholeState } from './whole-state.ts';

const SEED = 20_261_122;
const CUSTOMERS = 240;
const WEBHOOKS = 10_000;
const DUPLICATES = 0.2;
const APP_SECRET = 'secret-of-the-storm';
/** Everything was written before; so it is all late, and one time stands in every row. */
const NOW = 1_795_100_000_000;
/** Seconds on a quiet machine, minutes on a busy one; the test's own limit is the one that counts. */
const MEDIA_FETCHED_MS = 300_000;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Backend {
  store: Store;
  /** Posts a signed webhook and fails unless it is answered 200. */
  post(webhook: Webhook): Promise<void>;
  /** Resolves when all media are fetched and nothing waits. */
  settled(): Promise<void>;
}

/** A whole backend behind its webhook over HTTP. The provider's media are files of text, each with words of its own. */
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
  const departmentId = 'suporte';
  await db
    .insertInto('department')
    .values({
      id: departmentId,
      workspace_id: workspaceId,
      name: 'Suporte',
      distribution: 'manual',
      requires_reason: false,
      requires_description: false,
      version: 0,
    })
    .execute();
  for (const phoneNumberId of PHONES) {
    const settings = {
      displayPhoneNumber: '+55 11 4000-0000',
      phoneNumberId,
      businessAccountId: '900',
      accessToken: 'token',
      appSecret: APP_SECRET,
      verifyToken: 'verify',
      graphUrl: 'https://graph.example/v26.0',
    };
    await db
      .insertInto('connection')
      .values({
        id: `connection-${phoneNumberId}`,
        workspace_id: workspaceId,
        channel: 'whatsapp',
        name: phoneNumberId,
        department_id: departmentId,
        address: null,
        settings: JSON.stringify(settings),
        active: true,
        version: 0,
      })
      .execute();
  }
  const now = () => NOW;
  const core = await createCore({
    store,
    media: createMediaStore({ store, now }),
    adapters: [createWhatsAppChannel({ now, fetch: serveMedia })],
    endSession: async () => undefined,
    endSessionsOf: async () => undefined,
    logger: silent,
    now,
  });
  closing.push(core.close);
  const app = fastify({ forceCloseConnections: true });
  await app.register(whatsappWebhook({ door: core.door }));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  closing.push(() => app.close());

  return {
    store,
    async post(webhook) {
      const body = JSON.stringify(webhook);
      const signature = createHmac('sha256', APP_SECRET).update(body).digest('hex');
      const response = await fetch(`${address}/webhooks/whatsapp`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
        body,
      });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`a webhook was answered ${response.status}`);
    },
    async settled() {
      await core.inbound.settle();
      await until(async () => {
        const pending = await db.selectFrom('media').select('id').where('state', '=', 'pending').limit(1).execute();
        return pending.length === 0;
      }, MEDIA_FETCHED_MS);
    },
  };
}

const serveMedia: typeof fetch = async (input) => {
  const url = String(input);
  const id = /media-[\d\w-]+/.exec(url)?.[0] ?? 'none';
  if (url.includes('/bytes/')) return new Response(`os dados de ${id}`);
  return Response.json({ url: `https://graph.example/bytes/${id}`, mime_type: 'text/plain' });
};

/** The opening, and the messages whose sending a crash interrupted. */
async function open(backend: Backend, storm: Storm): Promise<void> {
  for (const webhook of storm.opening) await backend.post(webhook);
  const { db } = backend.store;
  for (const { id, address, phoneNumberId } of storm.interrupted) {
    const { workspace_id, conversation_id, connection_id, identity_id } = await db
      .selectFrom('message')
      .innerJoin('identity', 'identity.id', 'message.identity_id')
      .innerJoin('connection', 'connection.id', 'message.connection_id')
      .select(['message.workspace_id', 'conversation_id', 'connection_id', 'identity_id'])
      .where('identity.address', '=', address)
      .where('connection.name', '=', phoneNumberId)
      .where('message.direction', '=', 'inbound')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('message')
      .values({
        id,
        workspace_id,
        conversation_id,
        connection_id,
        identity_id,
        channel: 'whatsapp',
        direction: 'outbound',
        kind: 'text',
        text: 'Um instante',
        mention_ids: '[]',
        attempts: '[]',
        status_times: '{}',
        reactions: '[]',
        edits: '[]',
        position: 0,
        created_at: NOW,
        status: 'queued',
        sending_since: NOW,
        version: 0,
      })
      .execute();
  }
}

async function many<T>(items: readonly T[], atOnce: number, act: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items].reverse();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = queue.pop(); item !== undefined; item = queue.pop()) await act(item);
    }),
  );
}

const together = (webhooks: readonly Webhook[]): Webhook => ({
  object: 'whatsapp_business_account',
  entry: webhooks.flatMap(({ entry }) => entry),
});

/** Rows of one and not of the other, the first few. */
function difference(found: readonly unknown[], expected: readonly unknown[]) {
  const [more, less] = [new Set(found.map(text)), new Set(expected.map(text))];
  const some = (rows: Set<string>) => [...rows].slice(0, 4).map((row): unknown => JSON.parse(row));
  if (found.length !== expected.length) return { more: found.length, less: expected.length };
  return { more: some(more.difference(less)), less: some(less.difference(more)) };
}
const text = (row: unknown): string => JSON.stringify(row);

/**
 * PostgreSQL: it works in a process of its own while this one parses and posts. PGlite shares this one, and a quarter of the
 * storm took it more than three times as long.
 */
const openTestStores = [storeOpener('server'), storeOpener('server')];

it('ten thousand webhooks in random order, a fifth of them twice, leave what the clean sequence leaves', {
  timeout: 600_000,
}, async () => {
  const distinct = Math.round(WEBHOOKS / (1 + DUPLICATES));
  const storm = createStorm(SEED, CUSTOMERS, distinct);
  const random = createRandom(SEED);
  const all = storm.lanes.flat();
  const extra = random.shuffle(all).slice(0, Math.round(all.length * DUPLICATES));
  const disordered = random.shuffle([...all, ...extra]);
  expect(storm.opening.length + disordered.length).toBeGreaterThanOrEqual(WEBHOOKS);

  const [clean, wild] = await Promise.all(
    openTestStores.map(async (openTestStore) => openBackend((await openTestStore()).store)),
  );
  if (clean === undefined || wild === undefined) throw new Error('two databases are needed');
  await Promise.all([open(clean, storm), open(wild, storm)]);
  // Each customer's own in their order, several to a webhook: only the order matters here, and it is faster.
  await many(storm.lanes, 8, async (lane) => {
    for (let start = 0; start < lane.length; start += 20) await clean.post(together(lane.slice(start, start + 20)));
  });
  await many(disordered, 64, (webhook) => wild.post(webhook));
  await Promise.all([clean.settled(), wild.settled()]);
  const [expected, found] = [await wholeState(clean.store), await wholeState(wild.store)];
  expect(found.messages?.length).toBeGreaterThan(5_000);
  for (const table of Object.keys(expected)) {
    expect(difference(found[table] ?? [], expected[table] ?? []), table).toEqual({ more: [], less: [] });
  }
  expect(found.backlog).toEqual([]);
});
