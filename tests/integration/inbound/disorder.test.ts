import { expect, it } from 'vitest';
import { createWhatsAppChannel } from '../../../src-backend/channels/whatsapp/channel.ts';
import { whatsappWebhook } from '../../../src-backend/channels/whatsapp/webhook.ts';
import { storeOpener } from '../stores.ts';
import { createStorm, PHONES } from './storm.ts';
import { compareOrders, distinctOf, type StormChannels } from './two-orders.ts';

const SEED = 20_261_122;
const CUSTOMERS = 240;
const WEBHOOKS = 10_000;
const APP_SECRET = 'secret-of-the-storm';

const channels: StormChannels = {
  adapters: (deps) => [createWhatsAppChannel(deps)],
  webhooks: (deps) => [whatsappWebhook(deps)],
  connections: PHONES.map((phoneNumberId) => ({
    channel: 'whatsapp',
    name: phoneNumberId,
    settings: {
      displayPhoneNumber: '+55 11 4000-0000',
      phoneNumberId,
      businessAccountId: '900',
      accessToken: 'token',
      appSecret: APP_SECRET,
      verifyToken: 'verify',
      graphUrl: 'https://graph.example/v26.0',
    },
  })),
  appSecret: APP_SECRET,
  // The provider's media are files of text, each with words of its own.
  async provider(input) {
    const url = String(input);
    const id = /media-[\d\w-]+/.exec(url)?.[0] ?? 'none';
    if (url.includes('/bytes/')) return new Response(`os dados de ${id}`);
    return Response.json({ url: `https://graph.example/bytes/${id}`, mime_type: 'text/plain' });
  },
  async complete({ db }) {
    const pending = await db.selectFrom('media').select('id').where('state', '=', 'pending').limit(1).execute();
    return pending.length === 0;
  },
};

/**
 * PostgreSQL: it works in a process of its own while this one parses and posts. PGlite shares this one, and a quarter of the
 * storm took it more than three times as long.
 */
const [openClean, openWild] = [storeOpener('server'), storeOpener('server')];

it('ten thousand webhooks in random order, a fifth of them twice, leave what the clean sequence leaves', {
  timeout: 600_000,
}, async () => {
  const storm = createStorm(SEED, CUSTOMERS, distinctOf(WEBHOOKS));
  const stores = { clean: (await openClean()).store, wild: (await openWild()).store };
  const { found, posted } = await compareOrders(stores, channels, storm, SEED);
  expect(posted).toBeGreaterThanOrEqual(WEBHOOKS);
  expect(found.messages?.length).toBeGreaterThan(5_000);
});
