import { expect, it } from 'vitest';
import { accessToken, appSecret, products, verifyToken } from '../channels/social-desk.ts';
import { storeOpener } from '../stores.ts';
import { createSocialStorm } from './social-storm.ts';
import { compareOrders, distinctOf, type StormChannels } from './two-orders.ts';

const SEED = 20_261_123;
const CUSTOMERS = 60;
const WEBHOOKS = 2_000;

const secrets = { accessToken, appSecret, verifyToken, graphUrl: 'https://graph.example/v26.0' };

const channels: StormChannels = {
  adapters: (deps) => Object.values(products).map((product) => product.create(deps)),
  webhooks: (deps) => Object.values(products).map((product) => product.webhook(deps)),
  connections: (['instagram', 'messenger'] as const).map((channel) => ({
    channel,
    name: channel,
    settings: { ...products[channel].settings, ...secrets },
  })),
  appSecret,
  // Files and profiles each have words of their own.
  async provider(input) {
    const url = String(input);
    const file = /media-[\d-]+/.exec(url)?.[0];
    if (file !== undefined) return new Response(`os dados de ${file}`, { headers: { 'content-type': 'text/plain' } });
    return Response.json({ name: `Cliente ${/(\d+)\?/.exec(url)?.[1]}` });
  },
  async complete({ db }) {
    const media = await db.selectFrom('media').select('id').where('state', '=', 'pending').limit(1).execute();
    const names = await db.selectFrom('contact').select('id').where('name', 'is', null).limit(1).execute();
    return media.length + names.length === 0;
  },
};

/** PostgreSQL works in a process of its own while this one parses and posts. */
const [openClean, openWild] = [storeOpener('server'), storeOpener('server')];

it('two thousand webhooks of Instagram and Messenger in random order, a fifth of them twice, leave what the clean sequence leaves', {
  timeout: 300_000,
}, async () => {
  const storm = createSocialStorm(SEED, CUSTOMERS, distinctOf(WEBHOOKS));
  const stores = { clean: (await openClean()).store, wild: (await openWild()).store };
  const { found, posted } = await compareOrders(stores, channels, storm, SEED);
  expect(posted).toBeGreaterThanOrEqual(WEBHOOKS);
  expect(found.messages?.length).toBeGreaterThan(800);
  expect(found.watermarks?.length).toBeGreaterThan(50);
  // Every interrupted message was settled by its echo, and made no second one.
  const own = await stores.wild.db
    .selectFrom('message')
    .select(['status', 'id'])
    .where('text', 'like', 'Um instante%')
    .execute();
  expect(own).toHaveLength(CUSTOMERS);
  expect(own.filter(({ status }) => status === 'queued')).toEqual([]);
});
