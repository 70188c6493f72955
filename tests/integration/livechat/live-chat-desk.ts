import { randomBytes, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fastify from 'fastify';
import { io, type Socket } from 'socket.io-client';
import { vi } from 'vitest';
import type {
  ChannelAdapter,
  ChannelConnection,
  InboundDoor,
  InboundEvent,
  InboundMessage,
  InboundStatus,
  OutboundMessage,
  Sender,
} from '../../../src-backend/channels/contract.ts';
import { createLiveChatChannel } from '../../../src-backend/channels/livechat/channel.ts';
import { attachLiveChat, createLiveChatServer } from '../../../src-backend/channels/livechat/gateway.ts';
import {
  createLiveChatLimits,
  LIVECHAT_RATES,
  type LiveChatRates,
} from '../../../src-backend/channels/livechat/limits.ts';
import type { MediaBytes } from '../../../src-backend/channels/livechat/parts.ts';
import { liveChatRoutes } from '../../../src-backend/channels/livechat/routes.ts';
import type { LiveChatSettings } from '../../../src-backend/channels/livechat/settings.ts';
import { createLiveChatStore, type LiveChatStore } from '../../../src-backend/channels/livechat/store.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import {
  LIVECHAT_NAMESPACE,
  LIVECHAT_PROTOCOL,
  LIVECHAT_SOCKET_PATH,
  livechatResumeReplySchema,
  livechatSendReplySchema,
} from '../../../src-shared/protocol/livechat.ts';

/** A door that keeps what it is given; it can be made to fail, as a full disk does. */
export interface KeepingDoor extends InboundDoor {
  events: InboundEvent[];
  typed: string[];
  failing: boolean;
  messages(): InboundMessage[];
  statuses(): InboundStatus[];
}

/** One backend node that serves live chat over real sockets, with a door that keeps everything. */
export interface LiveChatDesk {
  url: string;
  connection: ChannelConnection<LiveChatSettings>;
  channel: ChannelAdapter<LiveChatSettings>;
  door: KeepingDoor;
  media: MediaBytes;
  /** Log lines, as they would be written. */
  logged: string[];
  /** An agent's message to the visitor. */
  reply(to: string, text: string, part?: Partial<OutboundMessage>): ReturnType<ChannelAdapter['send']>;
  close(): Promise<void>;
}

export interface LiveChatDeskOptions {
  connectionId?: string;
  rates?: Partial<LiveChatRates>;
  settings?: Partial<LiveChatSettings>;
  widgetFile?: string;
  /** Shared by the nodes of one backend. */
  door?: KeepingDoor;
  media?: MediaBytes;
  lookEveryMs?: number;
  /** Stands between the channel and its tables, to let them fail. */
  channelStore?: (store: LiveChatStore) => LiveChatStore;
}

export const to = (address: string): Sender => ({ address, phone: null, profileName: null });

export const keepingMedia = (): MediaBytes => {
  const held = new Map<string, Uint8Array>();
  return {
    async put({ workspaceId, bytes }) {
      const id = randomUUID();
      held.set(`${workspaceId} ${id}`, new Uint8Array(bytes));
      return id;
    },
    open: async ({ workspaceId, mediaId }) => held.get(`${workspaceId} ${mediaId}`) ?? null,
  };
};

export const keepingDoor = (connections: () => ChannelConnection[]): KeepingDoor => {
  const seen = new Set<string>();
  const door: KeepingDoor = {
    events: [],
    typed: [],
    failing: false,
    messages: () => door.events.filter((event) => event.type === 'message'),
    statuses: () => door.events.filter((event) => event.type === 'status'),
    connections: (channel) => (channel === 'livechat' ? connections() : []),
    typing: (_connectionId, address) => void door.typed.push(address),
    async accept(connectionId, events) {
      await new Promise((resolve) => setImmediate(resolve));
      if (door.failing) throw new Error('disk full');
      for (const event of events) {
        // As the core does: a message is known by its connection and external id.
        const key = event.type === 'message' ? `${connectionId} ${event.externalId}` : randomUUID();
        if (seen.has(key)) continue;
        seen.add(key);
        door.events.push(event);
      }
    },
  };
  return door;
};

export const openLiveChatDesk = async (store: Store, options: LiveChatDeskOptions = {}): Promise<LiveChatDesk> => {
  const connection: ChannelConnection<LiveChatSettings> = {
    id: options.connectionId ?? randomUUID(),
    workspaceId: 'aurora',
    settings: { title: null, greeting: null, ...options.settings },
  };
  const door = options.door ?? keepingDoor(() => [connection]);
  const media = options.media ?? keepingMedia();
  const logged: string[] = [];
  const log = { warn: (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message })) };
  const limits = createLiveChatLimits({ ...LIVECHAT_RATES, ...options.rates });
  const chat = createLiveChatStore(store.db);
  const widgetFile = options.widgetFile ?? (await emptyWidget());

  const app = fastify({ forceCloseConnections: true });
  await app.register(liveChatRoutes({ store: chat, door, media, limits, log, widgetFile }));
  app.get('/elsewhere', async () => 'another part of the backend');
  await app.ready();
  const sockets = createLiveChatServer(app.server);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const gateway = await attachLiveChat({
    io: sockets,
    door,
    store: chat,
    wakeups: store,
    limits,
    log,
    ...(options.lookEveryMs === undefined ? {} : { lookEveryMs: options.lookEveryMs }),
  });
  const channelStore = options.channelStore?.(chat) ?? chat;
  const channel = createLiveChatChannel({ store: channelStore, media, wakeups: store, log });

  return {
    url,
    connection,
    channel,
    door,
    media,
    logged,
    reply: (address, text, part = {}) =>
      channel.send(connection, {
        id: randomUUID(),
        to: to(address),
        kind: 'text',
        text,
        media: null,
        quotedExternalId: null,
        authorName: 'Ana Souza',
        ...part,
      }),
    async close() {
      await gateway.close();
      await new Promise<void>((resolve) => void sockets.close(() => resolve()));
      await app.close();
    },
  };
};

export const emptyWidget = async (): Promise<string> => {
  const file = path.join(tmpdir(), `turno-widget-${randomUUID()}.js`);
  await writeFile(file, '"the widget";');
  return file;
};

export const makeVisitorSecret = (): string => randomBytes(32).toString('base64url');

/** A bare socket, to say things that the widget never would. */
export const rawSocket = (url: string, auth: object): Socket =>
  io(`${url}${LIVECHAT_NAMESPACE}`, {
    path: LIVECHAT_SOCKET_PATH,
    forceNew: true,
    reconnection: false,
    transports: ['websocket'],
    auth,
  });

export interface RawVisitor {
  socket: Socket;
  id: string;
  ask(event: string, payload: unknown): Promise<unknown>;
  send(text: string, part?: object): Promise<ReturnType<typeof livechatSendReplySchema.parse>>;
  resume(cursor: number | null): Promise<ReturnType<typeof livechatResumeReplySchema.parse>>;
}

export const enterAs = (desk: LiveChatDesk, secret = makeVisitorSecret()): Promise<RawVisitor> =>
  enterAt(desk.url, desk.connection.id, secret);

export const enterAt = async (url: string, connectionId: string, secret: string): Promise<RawVisitor> => {
  const socket = rawSocket(url, { protocol: LIVECHAT_PROTOCOL, connectionId, secret });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('connect_error', reject);
  });
  const ask = (event: string, payload: unknown): Promise<unknown> => socket.timeout(5_000).emitWithAck(event, payload);
  const resume: RawVisitor['resume'] = async (cursor) =>
    livechatResumeReplySchema.parse(await ask('resume', { cursor }));
  const first = await resume(null);
  if (!first.ok) throw new Error(first.reason);
  return {
    socket,
    id: first.visitorId,
    ask,
    resume,
    send: async (text, part = {}) =>
      livechatSendReplySchema.parse(await ask('send', { id: randomUUID(), text, imageId: null, ...part })),
  };
};

export const eventually = (check: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 15_000, interval: 20 });
