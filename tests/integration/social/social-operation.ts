import fastify from 'fastify';
import type { Store } from '../../../src-backend/store/open.ts';
import {
  createSocialGraph,
  type SocialGraph,
  type SocialGraphOptions,
} from '../../simulators/graph-api/social/social-graph.ts';
import { accessToken, appSecret, products, verifyToken } from '../channels/social-desk.ts';
import { type Operation, openOperation, type Plan } from '../core/operation.ts';

/** An operation whose connection is the real Instagram or Messenger channel, with its webhook and the stand-in for Meta. */
export interface SocialOperation extends Operation {
  graph: SocialGraph;
}

export async function openSocial(
  store: Store,
  product: 'instagram' | 'messenger',
  options: Partial<SocialGraphOptions> & { humanAgent?: boolean; plan?: Plan } = {},
): Promise<SocialOperation> {
  const {
    humanAgent = false,
    plan = { departments: [{ id: 'suporte' }], people: [{ id: 'ana', departments: ['suporte'] }] },
  } = options;
  const kind = products[product];
  const clock: { now: () => number } = { now: () => 0 };
  const graph = await createSocialGraph({
    ...{ accessToken, appSecret, retryDelaysMs: [50], now: () => clock.now() },
    accounts: [{ product, ...kind.account, humanAgent }],
    ...options,
  });
  const settings = { ...kind.settings, accessToken, appSecret, verifyToken, humanAgent, graphUrl: graph.graphUrl };
  const operation = await openOperation(store, plan, {
    adapter: kind.create({ now: () => clock.now() }),
    settings,
  });
  clock.now = () => operation.clock.now;
  const app = fastify({ forceCloseConnections: true });
  await app.register(kind.webhook({ door: operation.core.door }));
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  graph.setCallback(product, `${address}/webhooks/${product}`);
  return {
    ...operation,
    graph,
    async close() {
      await graph.close();
      await app.close();
      await operation.close();
    },
  };
}
