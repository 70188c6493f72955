import type { Server as HttpServer } from 'node:http';
import type { FastifyPluginAsync } from 'fastify';
import type { Socket } from 'socket.io';
import type { MediaStore } from '../../media/media-store.ts';
import type { Store } from '../../store/open.ts';
import type { ChannelAdapter, InboundDoor } from '../contract.ts';
import { createLiveChatChannel } from './channel.ts';
import { attachLiveChat, createLiveChatServer } from './gateway.ts';
import { createLiveChatLimits, LIVECHAT_RATES, type LiveChatRates } from './limits.ts';
import type { LiveChatLog, MediaBytes } from './parts.ts';
import { liveChatRoutes } from './routes.ts';
import type { LiveChatSettings } from './settings.ts';
import { createLiveChatStore } from './store.ts';

/**
 * Live chat as a whole, in the order in which a backend comes up: the adapter is there before the core, the routes
 * before the HTTP server listens, the sockets when it does.
 */
export interface LiveChat {
  adapter: ChannelAdapter<LiveChatSettings>;
  /** `widgetFile`: path of the built widget (scripts/build-widget.ts). */
  routes(parts: { door: InboundDoor; widgetFile: string }): FastifyPluginAsync;
  /** Takes visitors until `close`, which must come before the HTTP server's own. */
  serve(parts: {
    http: HttpServer;
    door: InboundDoor;
    /** A visitor's network address, for rate limits: give one behind a proxy. */
    addressOf?: (handshake: Socket['handshake']) => string;
  }): Promise<{ close(): Promise<void> }>;
}

export const createLiveChat = (deps: {
  store: Store;
  media: MediaStore;
  log: LiveChatLog;
  rates?: Partial<LiveChatRates>;
  now?: () => number;
}): LiveChat => {
  const now = deps.now ?? Date.now;
  const { log, store: wakeups } = deps;
  const store = createLiveChatStore(deps.store.db, now);
  const limits = createLiveChatLimits({ ...LIVECHAT_RATES, ...deps.rates });
  const media = bytesIn(deps.media);
  return {
    adapter: createLiveChatChannel({ store, media, wakeups, log, now }),
    routes: ({ door, widgetFile }) => liveChatRoutes({ store, door, media, limits, log, widgetFile }),
    async serve({ http, door, ...options }) {
      const io = createLiveChatServer(http);
      const gateway = await attachLiveChat({ io, door, store, wakeups, limits, log, now, ...options });
      return {
        async close() {
          await gateway.close();
          // Only the engine: `io.close` would also close the HTTP server, which belongs to others.
          io.engine.close();
        },
      };
    },
  };
};

const bytesIn = (media: MediaStore): MediaBytes => ({
  async put({ workspaceId, bytes, mime, name }) {
    return (await media.keep({ workspaceId, bytes, name, claimedMime: mime })).id;
  },
  async open({ workspaceId, mediaId }) {
    return (await media.open(workspaceId, mediaId))?.bytes ?? null;
  },
});
