import { createGraphApi, type GraphApi } from '../../simulators/graph-api/graph-api.ts';
import { messageWebhook } from '../../simulators/graph-api/webhook-bodies.ts';
import type { Product } from '../harness.ts';

/** A WhatsApp connection of a product's workspace, with the stand-in for Meta behind it. */
export interface WhatsAppLine {
  graph: GraphApi;
  appSecret: string;
  /** The body of a webhook, for tests that deliver it themselves. */
  textWebhook(message: { waId: string; name: string; text: string }): string;
  close(): Promise<void>;
}

const NUMBER = { phoneNumberId: '106540352242922', displayPhoneNumber: '+55 11 4000-0000', businessAccountId: '102' };

export async function connectWhatsApp(product: Product, workspace = 'Loja Aurora'): Promise<WhatsAppLine> {
  const secrets = { accessToken: 'token-of-the-test', appSecret: 'secret-of-the-test' };
  const graph = await createGraphApi({ ...secrets, numbers: [NUMBER], retryDelaysMs: [50] });
  graph.setCallback(`${product.backend().url}/webhooks/whatsapp`);
  const provisioned = await product.backend().provision(
    {
      workspace: { name: workspace, timeZone: 'America/Sao_Paulo' },
      departments: [{ name: 'Suporte' }],
      connections: [
        {
          channel: 'whatsapp',
          name: 'WhatsApp',
          department: 'Suporte',
          ...NUMBER,
          ...secrets,
          verifyToken: 'verify-token-of-the-test',
          graphUrl: graph.graphUrl,
        },
      ],
    },
    {},
  );
  if (!provisioned.ok) throw new Error(`WhatsApp was not connected: ${JSON.stringify(provisioned)}`);
  let written = 0;
  return {
    graph,
    appSecret: secrets.appSecret,
    textWebhook({ waId, name, text }) {
      written += 1;
      const message = {
        id: `wamid.test.${written}`,
        at: Date.now(),
        quotedId: null,
        content: { type: 'text', text: { body: text } },
      };
      return JSON.stringify(messageWebhook(NUMBER, { waId, userId: null, name }, message));
    },
    close: graph.close,
  };
}
