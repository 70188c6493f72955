import fastify from 'fastify';
import type {
  ChannelAdapter,
  ChannelConnection,
  InboundDoor,
  InboundEvent,
} from '../../../src-backend/channels/contract.ts';
import { createWhatsAppChannel, type WhatsAppChannelDeps } from '../../../src-backend/channels/whatsapp/channel.ts';
import type { WhatsAppSettings } from '../../../src-backend/channels/whatsapp/settings.ts';
import { whatsappWebhook } from '../../../src-backend/channels/whatsapp/webhook.ts';
import { createGraphApi, type GraphApi, type GraphApiOptions } from '../../simulators/graph-api/graph-api.ts';

export const numbers = [
  { phoneNumberId: '106540352242922', displayPhoneNumber: '+55 11 4000-0000', businessAccountId: '102290129340398' },
];
export const accessToken = 'EAAG-test-token';
export const appSecret = 'test-app-secret';
export const verifyToken = 'test-verify-token';

/** A door that keeps what it is given; it can be made to fail, as a full disk does. */
export interface OpenDoor extends InboundDoor {
  accepted: { connectionId: string; event: InboundEvent }[];
  failing: boolean;
}

export interface WhatsAppDesk {
  channel: ChannelAdapter<WhatsAppSettings>;
  connection: ChannelConnection<WhatsAppSettings>;
  graph: GraphApi;
  door: OpenDoor;
  /** Address of the webhook. */
  webhook: string;
  /** Every line the webhook's server logged. */
  log: string[];
  close(): Promise<void>;
}

export interface WhatsAppDeskOptions {
  graph?: Partial<GraphApiOptions>;
  channel?: WhatsAppChannelDeps;
  /** Connections beside the desk's own. */
  others?: (own: WhatsAppSettings) => ChannelConnection[];
}

/** The WhatsApp channel, its webhook and the stand-in for Meta, over real sockets. */
export async function openWhatsAppDesk(options: WhatsAppDeskOptions = {}): Promise<WhatsAppDesk> {
  const graph = await createGraphApi({ accessToken, appSecret, numbers, retryDelaysMs: [30], ...options.graph });
  const channel = createWhatsAppChannel(options.channel);
  const settings = channel.parseSettings({
    ...numbers[0],
    accessToken,
    appSecret,
    verifyToken,
    graphUrl: graph.graphUrl,
  });
  const connection = { id: 'loja', workspaceId: 'aurora', settings };
  const connections = [connection, ...(options.others?.(settings) ?? [])];
  const door: OpenDoor = {
    accepted: [],
    failing: false,
    connections: (wanted) => (wanted === 'whatsapp' ? connections : []),
    async accept(connectionId, events) {
      // A turn of the event loop, as storing takes one.
      await new Promise((resolve) => setImmediate(resolve));
      if (door.failing) throw new Error('disk full');
      door.accepted.push(...events.map((event) => ({ connectionId, event })));
    },
  };
  const log: string[] = [];
  const app = fastify({
    logger: { level: 'info', stream: { write: (line) => void log.push(line) } },
    forceCloseConnections: true,
  });
  await app.register(whatsappWebhook({ door }));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const webhook = `${address}/webhooks/whatsapp`;
  graph.setCallback(webhook);
  return {
    channel,
    connection,
    graph,
    door,
    webhook,
    log,
    async close() {
      await graph.close();
      await app.close();
    },
  };
}
