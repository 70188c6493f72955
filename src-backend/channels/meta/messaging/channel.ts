import type { ChannelAdapter } from '../../contract.ts';
import { createGraph } from '../graph.ts';
import { createRates, type Rates } from '../rates.ts';
import { createFetchMedia } from './media.ts';
import { createMediaAgain } from './media-again.ts';
import { capabilitiesOf, type MessagingProduct, type MessagingSettings } from './product.ts';
import { createProfileName } from './profile.ts';
import { createSend } from './send.ts';

export interface MessagingChannelDeps {
  fetch?: typeof globalThis.fetch;
  /** Epoch milliseconds. */
  now?: () => number;
  /** How long an answer is awaited, in milliseconds. */
  sendTimeoutMs?: number;
  mediaTimeoutMs?: number;
  /** The provider's rates unless said. */
  rates?: Rates;
}

/** Instagram or Messenger through Meta's Graph API. What arrives comes through `metaWebhook`. */
export function createMessagingChannel<Settings extends MessagingSettings>(
  product: MessagingProduct,
  settings: { parse(raw: unknown): Settings; address(settings: Settings): string | null },
  {
    fetch = globalThis.fetch,
    now = Date.now,
    sendTimeoutMs = 20_000,
    mediaTimeoutMs = 60_000,
    rates,
  }: MessagingChannelDeps,
): ChannelAdapter<Settings> {
  const graph = createGraph(fetch);
  const send = createSend(product, {
    ...{ graph, now, sendTimeoutMs, uploadTimeoutMs: mediaTimeoutMs },
    rates: rates ?? createRates(now, product.rates),
  });
  const fetchMedia = createFetchMedia({ fetch, timeoutMs: mediaTimeoutMs });
  const mediaAgain = createMediaAgain({ graph, timeoutMs: sendTimeoutMs });
  const profileName = createProfileName({ graph, fields: product.profileFields, timeoutMs: sendTimeoutMs });
  return {
    channel: product.channel,
    capabilities: product.capabilities,
    capabilitiesWith: (own) => capabilitiesOf(product, own),
    parseSettings: settings.parse,
    publicAddress: settings.address,
    send: send.message,
    react: send.reaction,
    profileName: (connection, address) => profileName(connection.settings, address),
    fetchMedia: (connection, ref, maxBytes) => fetchMedia(connection.settings, ref, maxBytes),
    mediaAgain: (connection, externalId) => mediaAgain(connection.settings, externalId),
    typing: (connection, to) => send.action(connection, to, 'typing_on'),
    markRead: (connection, to) => send.action(connection, to, 'mark_seen'),
  };
}
