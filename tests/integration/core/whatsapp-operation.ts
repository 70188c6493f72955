import fastify from 'fastify';
import { createWhatsAppChannel, type WhatsAppChannelDeps } from '../../../src-backend/channels/whatsapp/channel.ts';
import { whatsappWebhook } from '../../../src-backend/channels/whatsapp/webhook.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { createGraphApi, type GraphApi, type GraphApiOptions } from '../../simulators/graph-api/graph-api.ts';
import { type Operation, openOperation, type Plan } from './operation.ts';

export const number = {
  phoneNumberId: '106540352242922',
  displayPhoneNumber: '+55 11 4000-0000',
  businessAccountId: '102290129340398',
};
export const secrets = { accessToken: 'token-of-the-test', appSecret: 'secret-of-the-test' };

export interface WhatsAppOperation extends Operation {
  /** Address of the webhook. */
  webhook: string;
}

/** An operation whose connections are the real WhatsApp channel, with its webhook, over real sockets. */
export async function openOnWhatsApp(
  store: Store,
  plan: Plan,
  graphUrl: string,
  channel: WhatsAppChannelDeps = {},
): Promise<WhatsAppOperation> {
  const settings = { ...number, ...secrets, verifyToken: 'verify-token-of-the-test', graphUrl };
  const operation = await openOperation(store, plan, { adapter: createWhatsAppChannel(channel), settings });
  const app = fastify({ forceCloseConnections: true });
  await app.register(whatsappWebhook({ door: operation.core.door }));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    ...operation,
    webhook: `${address}/webhooks/whatsapp`,
    async close() {
      await app.close();
      await operation.close();
    },
  };
}

/** The same with the stand-in for Meta in this process. */
export async function openWithGraph(
  store: Store,
  plan: Plan,
  options: Partial<GraphApiOptions> = {},
): Promise<WhatsAppOperation & { graph: GraphApi }> {
  const graph = await createGraphApi({ ...secrets, numbers: [number], retryDelaysMs: [50], ...options });
  const operation = await openOnWhatsApp(store, plan, graph.graphUrl);
  graph.setCallback(operation.webhook);
  return {
    ...operation,
    graph,
    async close() {
      await graph.close();
      await operation.close();
    },
  };
}
