import fastify, { type FastifyPluginAsync } from 'fastify';
import type { ChannelAdapter, ChannelConnection, InboundDoor } from '../../../src-backend/channels/contract.ts';
import { createInstagramChannel, instagramWebhook } from '../../../src-backend/channels/instagram/channel.ts';
import { createMessengerChannel, messengerWebhook } from '../../../src-backend/channels/messenger/channel.ts';
import type { MessagingChannelDeps } from '../../../src-backend/channels/meta/messaging/channel.ts';
import {
  createSocialGraph,
  type SocialGraph,
  type SocialGraphOptions,
} from '../../simulators/graph-api/social/social-graph.ts';
import type { OpenDoor } from './whatsapp-desk.ts';

export const accessToken = 'EAAG-social-token';
export const appSecret = 'social-app-secret';
export const verifyToken = 'social-verify-token';

interface Kind {
  account: { accountId: string; senderId: string };
  create(deps?: MessagingChannelDeps): ChannelAdapter;
  webhook(deps: { door: InboundDoor }): FastifyPluginAsync;
  settings: object;
}

export const products: Record<'instagram' | 'messenger', Kind> = {
  instagram: {
    account: { accountId: '17841400000000001', senderId: '404217156637689' },
    create: (deps) => createInstagramChannel(deps),
    webhook: instagramWebhook,
    settings: { username: 'loja.aurora', accountId: '17841400000000001', pageId: '404217156637689' },
  },
  messenger: {
    account: { accountId: '505217156637689', senderId: '505217156637689' },
    create: (deps) => createMessengerChannel(deps),
    webhook: messengerWebhook,
    settings: { pageName: 'Loja Aurora', pageId: '505217156637689' },
  },
};

export interface SocialDesk {
  channel: ChannelAdapter;
  connection: ChannelConnection;
  graph: SocialGraph;
  door: OpenDoor & { troubles: { code: string; detail: string | null }[] };
  /** Address of the webhook. */
  webhook: string;
  log: string[];
  close(): Promise<void>;
}

/** One of the two channels, its webhook and the stand-in for Meta, over real sockets. */
export async function openSocialDesk(
  product: 'instagram' | 'messenger',
  options: { graph?: Partial<SocialGraphOptions>; channel?: MessagingChannelDeps; humanAgent?: boolean } = {},
): Promise<SocialDesk> {
  const kind = products[product];
  const { humanAgent = false } = options;
  const graph = await createSocialGraph({
    ...{ accessToken, appSecret, retryDelaysMs: [30] },
    accounts: [{ product, ...kind.account, humanAgent }],
    ...options.graph,
  });
  const channel = kind.create(options.channel);
  const settings = channel.parseSettings({
    ...kind.settings,
    ...{ accessToken, appSecret, verifyToken, humanAgent, graphUrl: graph.graphUrl },
  });
  const connection = { id: 'loja', workspaceId: 'aurora', settings };
  const door: SocialDesk['door'] = {
    accepted: [],
    failing: false,
    troubles: [],
    connections: (wanted) => (wanted === product ? [connection] : []),
    async accept(connectionId, events) {
      await new Promise((resolve) => setImmediate(resolve));
      if (door.failing) throw new Error('disk full');
      door.accepted.push(...events.map((event) => ({ connectionId, event })));
    },
    async trouble(_connectionId, problem) {
      if (problem !== null) door.troubles.push(problem);
    },
  };
  const log: string[] = [];
  const app = fastify({
    logger: { level: 'info', stream: { write: (line) => void log.push(line) } },
    forceCloseConnections: true,
  });
  await app.register(kind.webhook({ door }));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const webhook = `${address}/webhooks/${product}`;
  graph.setCallback(product, webhook);
  return {
    ...{ channel, connection, graph, door, webhook, log },
    async close() {
      await graph.close();
      await app.close();
    },
  };
}
