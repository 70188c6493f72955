import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import {
  LIVECHAT_LIMITS,
  LIVECHAT_NAMESPACE,
  LIVECHAT_PROTOCOL,
  LIVECHAT_SOCKET_PATH,
  type LivechatRefusal,
  livechatEarlierSchema,
  livechatHandshakeSchema,
  livechatMarkSchema,
  livechatResumeSchema,
  type ServerToVisitor,
} from '../../../src-shared/protocol/livechat.ts';
import type { ChannelConnection, InboundDoor } from '../contract.ts';
import { createFeed, type Feed, type Subscription } from './feed.ts';
import type { LiveChatLimits } from './limits.ts';
import { type LiveChatLog, WAKE_CHANNEL, type Wakeups } from './parts.ts';
import { refusal } from './refusals.ts';
import { type LiveChatSettings, liveChatSettingsSchema } from './settings.ts';
import type { LiveChatStore, Visitor } from './store.ts';
import { createVisitorMessages, type VisitorMessages } from './visitor-messages.ts';

/** Nothing a visitor's browser sends is typed here: every argument is `unknown` until a schema has seen it. */
type FromVisitor = Record<string, (...args: unknown[]) => void>;
type VisitorSocket = Socket<FromVisitor, ServerToVisitor, Record<string, never>, { visitor: Visitor }>;
export type LiveChatServer = Server<FromVisitor, ServerToVisitor, Record<string, never>, { visitor: Visitor }>;

/**
 * The visitors' own Socket.IO endpoint on the backend's HTTP server. Open to every site, because the widget is embedded
 * anywhere; it carries no cookies, so another site gains nothing by that. A message of 512 kB still gets a typed refusal;
 * anything larger ends the connection.
 */
export const createLiveChatServer = (http: HttpServer): LiveChatServer =>
  new Server(http, {
    path: LIVECHAT_SOCKET_PATH,
    cors: { origin: '*', methods: ['GET', 'POST'], credentials: false },
    serveClient: false,
    maxHttpBufferSize: 512 * 1024,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    connectTimeout: 10_000,
  });

export interface LiveChatGatewayDeps {
  io: LiveChatServer;
  door: InboundDoor;
  store: LiveChatStore;
  wakeups: Wakeups;
  limits: LiveChatLimits;
  log: LiveChatLog;
  /** The visitor's network address, for rate limits; by default the socket's own (give one behind a proxy). */
  addressOf?: (handshake: Socket['handshake']) => string;
  /** Looks for changes even if no wake-up came (milliseconds). */
  lookEveryMs?: number;
  now?: () => number;
}

export interface LiveChatGateway {
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 5_000;

/** Serves the widgets of this node. */
export const attachLiveChat = async (deps: LiveChatGatewayDeps): Promise<LiveChatGateway> => {
  const { door, store, wakeups, limits, log } = deps;
  const failed = (error: unknown): void =>
    log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'live chat: a widget could not be served');
  const feed = createFeed({ store, now: deps.now ?? Date.now, failed });
  const messages = createVisitorMessages({ store, door, limits, wakeups, log, wake: feed.wake });
  const addressOf = deps.addressOf ?? ((handshake) => handshake.address);
  const namespace = deps.io.of(LIVECHAT_NAMESPACE);

  const admit = async (socket: VisitorSocket): Promise<LivechatRefusal | null> => {
    const wait = limits.handshakes.take(addressOf(socket.handshake));
    if (wait > 0) return refusal('rate-limited', wait);
    const parsed = livechatHandshakeSchema.safeParse(socket.handshake.auth);
    if (!parsed.success) return refusal('invalid');
    if (parsed.data.protocol !== LIVECHAT_PROTOCOL) return refusal('protocol-mismatch');
    const connection = connectionOf(door, parsed.data.connectionId);
    if (!connection) return refusal('unknown-connection');
    try {
      socket.data.visitor = await store.enter(connection, parsed.data.secret);
      return null;
    } catch (error) {
      failed(error);
      return refusal('unavailable', 2_000);
    }
  };

  namespace.use((socket, next) => {
    void admit(socket).then((refused) => {
      if (!refused) return next();
      log.warn({ reason: refused.reason }, 'live chat: a handshake was refused');
      next(Object.assign(new Error(refused.reason), { data: refused }));
    });
  });

  namespace.on('connection', (socket) => {
    serve(socket, { feed, messages, store, door, limits, failed, address: addressOf(socket.handshake) });
  });

  const stopListening = await wakeups.listen(WAKE_CHANNEL, feed.wakeAll);
  const looking = setInterval(feed.wakeAll, deps.lookEveryMs ?? LOOK_EVERY_MS);
  looking.unref();

  return {
    async close() {
      clearInterval(looking);
      await stopListening();
      namespace.disconnectSockets(true);
      namespace.removeAllListeners();
    },
  };
};

const connectionOf = (door: InboundDoor, id: string): ChannelConnection | null =>
  door.connections('livechat').find((connection) => connection.id === id) ?? null;

interface Service {
  feed: Feed;
  messages: VisitorMessages;
  store: LiveChatStore;
  door: InboundDoor;
  limits: LiveChatLimits;
  failed(error: unknown): void;
  address: string;
}

const serve = (socket: VisitorSocket, service: Service): void => {
  const { visitor } = socket.data;
  const settings = (): LiveChatSettings =>
    liveChatSettingsSchema.parse(connectionOf(service.door, visitor.connectionId)?.settings ?? {});
  const subscription = service.feed.subscribe(visitor, settings, {
    push: (push) => socket.emit('push', push),
    typing: (typing) => socket.emit('typing', typing),
  });
  socket.on('disconnect', () => subscription.close());

  socket.use((_packet, next) => {
    if (service.limits.packets.take(socket.id) === 0) next();
    else socket.disconnect(true);
  });

  // One after the other, so that two messages written in a row keep their order.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): void => {
    last = last.then(work).catch(service.failed);
  };

  const answer = (event: string, work: (raw: unknown) => Promise<object>): void => {
    socket.on(event, (raw, reply) => {
      inTurn(async () => {
        const answered = await work(raw).catch((error: unknown) => {
          service.failed(error);
          return refusal('unavailable', 2_000);
        });
        if (typeof reply === 'function') reply(answered);
      });
    });
  };

  answer('resume', (raw) => resume(subscription, raw));
  answer('earlier', (raw) => earlier(service.store, visitor, raw));
  answer('send', (raw) => service.messages.send(visitor, service.address, raw));
  socket.on('mark', (raw) => {
    const mark = livechatMarkSchema.safeParse(raw);
    if (mark.success) inTurn(() => service.messages.mark(visitor, mark.data));
  });
  socket.on('typing', () => service.door.typing?.(visitor.connectionId, visitor.id));
};

const resume = async (subscription: Subscription, raw: unknown): Promise<object> => {
  const parsed = livechatResumeSchema.safeParse(raw);
  return parsed.success ? subscription.resume(parsed.data.cursor) : refusal('invalid');
};

const earlier = async (store: LiveChatStore, visitor: Visitor, raw: unknown): Promise<object> => {
  const parsed = livechatEarlierSchema.safeParse(raw);
  if (!parsed.success) return refusal('invalid');
  const entries = await store.before(visitor.id, parsed.data.before, LIVECHAT_LIMITS.page);
  return { ok: true, entries, earlier: entries.length === LIVECHAT_LIMITS.page };
};
