import { createHmac, randomUUID } from 'node:crypto';
import fastify, { type FastifyPluginAsync } from 'fastify';
import { expect } from 'vitest';
import type { ChannelAdapter, InboundDoor } from '../../../src-backend/channels/contract.ts';
import { createCore } from '../../../src-backend/core.ts';
import { createRandom } from '../../../src-backend/demo/seed/random.ts';
import { createMediaStore } from '../../../src-backend/media/media-store.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import type { Channel } from '../../../src-shared/protocol/entities.ts';
import { until } from '../core/operation.ts';
import { silent } from '../stores.ts';
import { wholeState } from './whole-state.ts';

/** A webhook as Meta posts it to `/webhooks/<channel>`. */
export interface Webhook {
  channel: Channel;
  body: { object: string; entry: object[] };
}

/** What many customers do over a day, as webhooks. `opening` must come first and in order: who is known. */
export interface Storm {
  opening: Webhook[];
  /** Each customer's own, in the order of the provider's time. */
  lanes: Webhook[][];
  /** Messages of ours whose sending a crash interrupted, to be there before the storm: `id` is ours. */
  interrupted: { id: string; address: string; connection: string; text: string }[];
}

export interface StormChannels {
  adapters(deps: { now: () => number; fetch: typeof fetch }): ChannelAdapter[];
  webhooks(deps: { door: InboundDoor }): FastifyPluginAsync[];
  connections: { channel: Channel; name: string; settings: object }[];
  appSecret: string;
  /** The provider, when files and profiles are asked for. */
  provider: typeof fetch;
  /** Whether all that is fetched after an arrival has come. */
  complete(store: Store): Promise<boolean>;
}

/** Everything was written before; so it is all late, and one time stands in every row. */
const NOW = 1_795_100_000_000;
/** Seconds on a quiet machine, minutes on a busy one; the test's own limit is the one that counts. */
const COMPLETE_MS = 300_000;
const DUPLICATES = 0.2;

/** How many different webhooks make `webhooks` when so many of them come twice. */
export const distinctOf = (webhooks: number): number => Math.round(webhooks / (1 + DUPLICATES));

interface Backend {
  store: Store;
  /** Posts a signed webhook and fails unless it is answered 200. */
  post(webhook: Webhook): Promise<void>;
  /** Resolves when everything is fetched and nothing waits. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Gives one database the storm in each customer's order, the other in random order with a fifth of it twice, and fails
 * unless all they hold is the same and nothing waits. Returns what was found, and how many webhooks the second one got.
 */
export async function compareOrders(
  stores: { clean: Store; wild: Store },
  channels: StormChannels,
  storm: Storm,
  seed: number,
): Promise<{ found: Record<string, unknown[]>; posted: number }> {
  const random = createRandom(seed);
  const all = storm.lanes.flat();
  const again = random.shuffle(all).slice(0, Math.round(all.length * DUPLICATES));
  const disordered = random.shuffle([...all, ...again]);

  const [clean, wild] = await Promise.all([openBackend(stores.clean, channels), openBackend(stores.wild, channels)]);
  try {
    await Promise.all([open(clean, storm), open(wild, storm)]);
    // Each customer's own in their order, several to a webhook: only the order matters here, and it is faster.
    await many(storm.lanes, 8, async (lane) => {
      for (let start = 0; start < lane.length; start += 20) await clean.post(together(lane.slice(start, start + 20)));
    });
    await many(disordered, 64, (webhook) => wild.post(webhook));
    await Promise.all([clean.settled(), wild.settled()]);
    const [expected, found] = [await wholeState(clean.store), await wholeState(wild.store)];
    for (const [table, rows] of Object.entries(expected)) {
      const same = { rows: rows.length, more: [], less: [] };
      expect(difference(found[table] ?? [], rows), table).toEqual(same);
    }
    expect(found.backlog).toEqual([]);
    return { found, posted: storm.opening.length + disordered.length };
  } finally {
    await Promise.all([clean.close(), wild.close()]);
  }
}

/** A core behind its webhooks over HTTP. */
async function openBackend(store: Store, channels: StormChannels): Promise<Backend> {
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
  for (const { channel, name, settings } of channels.connections) {
    const place = { id: `connection-${name}`, workspace_id: workspaceId, department_id: 'suporte', address: null };
    await db
      .insertInto('connection')
      .values({ ...place, channel, name, settings: JSON.stringify(settings), active: true, version: 0 })
      .execute();
  }
  const now = () => NOW;
  const core = await createCore({
    store,
    media: createMediaStore({ store, now }),
    adapters: channels.adapters({ now, fetch: channels.provider }),
    endSession: async () => undefined,
    endSessionsOf: async () => undefined,
    logger: silent,
    now,
  });
  const app = fastify({ forceCloseConnections: true });
  for (const webhook of channels.webhooks({ door: core.door })) await app.register(webhook);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });

  return {
    store,
    async post({ channel, body }) {
      const text = JSON.stringify(body);
      const signature = createHmac('sha256', channels.appSecret).update(text).digest('hex');
      const response = await fetch(`${address}/webhooks/${channel}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
        body: text,
      });
      await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`a webhook was answered ${response.status}`);
    },
    async settled() {
      await core.inbound.settle();
      await until(() => channels.complete(store), COMPLETE_MS);
    },
    async close() {
      await app.close();
      await core.close();
    },
  };
}

/** The opening, and the messages whose sending a crash interrupted. */
async function open(backend: Backend, storm: Storm): Promise<void> {
  for (const webhook of storm.opening) await backend.post(webhook);
  const { db } = backend.store;
  for (const { id, address, connection, text } of storm.interrupted) {
    const place = await db
      .selectFrom('message')
      .innerJoin('identity', 'identity.id', 'message.identity_id')
      .innerJoin('connection', 'connection.id', 'message.connection_id')
      .select(['message.workspace_id', 'message.channel', 'conversation_id', 'connection_id', 'identity_id'])
      .where('identity.address', '=', address)
      .where('connection.name', '=', connection)
      .where('message.direction', '=', 'inbound')
      .executeTakeFirstOrThrow();
    const empty = { mention_ids: '[]', attempts: '[]', status_times: '{}', reactions: '[]', edits: '[]' };
    await db
      .insertInto('message')
      .values({
        ...{ id, direction: 'outbound', kind: 'text', text, status: 'queued', version: 0 },
        ...place,
        ...empty,
        ...{ position: 0, created_at: NOW, sending_since: NOW },
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

/** Webhooks of one connection as one. */
function together(webhooks: readonly Webhook[]): Webhook {
  const [first] = webhooks;
  if (first === undefined) throw new Error('nothing to put together');
  return { ...first, body: { ...first.body, entry: webhooks.flatMap(({ body }) => body.entry) } };
}

/** Rows of one and not of the other, the first few. */
function difference(found: readonly unknown[], expected: readonly unknown[]) {
  const text = (row: unknown): string => JSON.stringify(row);
  const [more, less] = [new Set(found.map(text)), new Set(expected.map(text))];
  const some = (rows: Set<string>) => [...rows].slice(0, 4).map((row): unknown => JSON.parse(row));
  return { rows: found.length, more: some(more.difference(less)), less: some(less.difference(more)) };
}
