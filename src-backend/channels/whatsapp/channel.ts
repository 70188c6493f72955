import type { ChannelAdapter } from '../contract.ts';
import { createGraph } from '../meta/graph.ts';
import { createRates, type Rates } from '../meta/rates.ts';
import { refusalOf } from '../meta/refusals.ts';
import { whatsAppCapabilities } from './capabilities.ts';
import { createFetchMedia } from './media.ts';
import { createPairBackoff } from './pair-backoff.ts';
import { createSend } from './send.ts';
import { type WhatsAppSettings, whatsAppSettingsSchema } from './settings.ts';
import { createTemplateList } from './templates.ts';

export interface WhatsAppChannelDeps {
  fetch?: typeof globalThis.fetch;
  /** Epoch milliseconds. */
  now?: () => number;
  /** How long an answer is awaited, in milliseconds. */
  sendTimeoutMs?: number;
  mediaTimeoutMs?: number;
  /** The provider's rates unless said. */
  rates?: Rates;
}

/** WhatsApp through Meta's Cloud API. What arrives comes through `whatsappWebhook` (webhook.ts). */
export function createWhatsAppChannel({
  fetch = globalThis.fetch,
  now = Date.now,
  sendTimeoutMs = 20_000,
  mediaTimeoutMs = 60_000,
  rates = createRates(now),
}: WhatsAppChannelDeps = {}): ChannelAdapter<WhatsAppSettings> {
  const graph = createGraph(fetch);
  const backoff = createPairBackoff(now);
  const send = createSend({ graph, backoff, rates, sendTimeoutMs, uploadTimeoutMs: mediaTimeoutMs });
  const templates = createTemplateList({ graph, timeoutMs: mediaTimeoutMs });
  const fetchMedia = createFetchMedia({ graph, fetch, timeoutMs: mediaTimeoutMs });

  /** Typing can only be shown together with read: it lasts 25 s or until the answer. */
  async function acknowledge(settings: WhatsAppSettings, messageId: string, extra: object): Promise<void> {
    const body = { messaging_product: 'whatsapp', status: 'read', message_id: messageId, ...extra };
    const path = `${settings.phoneNumberId}/messages`;
    const answer = await graph.post(settings, path, JSON.stringify(body), sendTimeoutMs);
    if (answer.state === 'answered' && answer.status < 300) return;
    throw new Error(`whatsapp did not take the acknowledgement: ${refusalOf(answer, false).code}`);
  }

  return {
    channel: 'whatsapp',
    capabilities: whatsAppCapabilities,
    parseSettings: (raw) => whatsAppSettingsSchema.parse(raw),
    publicAddress: (settings) => settings.displayPhoneNumber,
    send: send.message,
    react: send.reaction,
    templates: ({ settings }) => templates(settings),
    fetchMedia: (connection, ref, maxBytes) => fetchMedia(connection.settings, ref, maxBytes),
    async typing(connection, _to, lastExternalId) {
      if (lastExternalId === null) return;
      await acknowledge(connection.settings, lastExternalId, { typing_indicator: { type: 'text' } });
    },
    markRead: (connection, _to, externalId) => acknowledge(connection.settings, externalId, {}),
  };
}
