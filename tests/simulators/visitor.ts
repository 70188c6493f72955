import { randomBytes, randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import {
  LIVECHAT_NAMESPACE,
  LIVECHAT_PROTOCOL,
  LIVECHAT_SOCKET_PATH,
  type LivechatEntry,
  livechatPushSchema,
  livechatResumeReplySchema,
  livechatSendReplySchema,
} from '../../src-shared/protocol/livechat.ts';

/** A visitor of the shop, with the live chat open: speaks the widget's protocol over a real socket. */
export interface Visitor {
  id: string;
  says(text: string): Promise<void>;
  /** Texts of the agents, as they stand in the visitor's widget, in order. */
  heard(): string[];
  types(): void;
  leave(): void;
}

export async function enterShop(backendUrl: string, connectionId: string): Promise<Visitor> {
  const socket = io(`${backendUrl}${LIVECHAT_NAMESPACE}`, {
    path: LIVECHAT_SOCKET_PATH,
    forceNew: true,
    reconnection: false,
    transports: ['websocket'],
    auth: { protocol: LIVECHAT_PROTOCOL, connectionId, secret: randomBytes(32).toString('base64url') },
  });
  const entries = new Map<string, LivechatEntry>();
  const keep = (changed: LivechatEntry[]) => {
    for (const entry of changed) {
      const known = entries.get(entry.id);
      if (known === undefined || known.version < entry.version) entries.set(entry.id, entry);
    }
  };
  socket.on('push', (raw: unknown) => keep(livechatPushSchema.parse(raw).entries));
  await new Promise<void>((done, fail) => {
    socket.once('connect', () => done());
    socket.once('connect_error', fail);
  });
  const ask = (event: string, payload: unknown): Promise<unknown> => socket.timeout(10_000).emitWithAck(event, payload);
  const resumed = livechatResumeReplySchema.parse(await ask('resume', { cursor: null }));
  if (!resumed.ok) throw new Error(`the shop did not let the visitor in: ${resumed.reason}`);
  keep(resumed.entries);
  return {
    id: resumed.visitorId,
    async says(text) {
      const reply = livechatSendReplySchema.parse(await ask('send', { id: randomUUID(), text, imageId: null }));
      if (!reply.ok) throw new Error(`the shop did not take the message: ${reply.reason}`);
    },
    heard: () =>
      [...entries.values()]
        .sort((a, b) => a.position - b.position)
        .flatMap((entry) => (entry.kind === 'agent' && entry.text !== null ? [entry.text] : [])),
    types: () => socket.emit('typing'),
    leave: () => socket.disconnect(),
  };
}
