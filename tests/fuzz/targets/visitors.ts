import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { fastify } from 'fastify';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import type { z } from 'zod/mini';
import { attachLiveChat, createLiveChatServer } from '../../../src-backend/channels/livechat/gateway.ts';
import { createLiveChatLimits, LIVECHAT_RATES } from '../../../src-backend/channels/livechat/limits.ts';
import { createLiveChatStore } from '../../../src-backend/channels/livechat/store.ts';
import { openStore } from '../../../src-backend/store/open.ts';
import { FORM_TRAP, formReplySchema, formSubmissionSchema } from '../../../src-shared/protocol/forms.ts';
import {
  LIVECHAT_NAMESPACE,
  LIVECHAT_PROTOCOL,
  LIVECHAT_SOCKET_PATH,
  livechatEarlierReplySchema,
  livechatEarlierSchema,
  livechatMarkSchema,
  livechatRefusalSchema,
  livechatResumeReplySchema,
  livechatResumeSchema,
  livechatSendReplySchema,
  livechatSendSchema,
} from '../../../src-shared/protocol/livechat.ts';
import { arbitraryOf } from '../../arbitrary/from-schema.ts';
import { openFormDesk } from '../../integration/form/form-desk.ts';
import { changedJson, changedText, changedValue } from '../mutate.ts';
import type { FuzzTarget } from '../target.ts';

const log = pino({ level: 'silent' });

async function emptyStore() {
  const opened = await openStore({ kind: 'embedded', folder: null }, { log });
  if (!opened.ok) throw new Error(opened.reason);
  return opened.store;
}

/** Without limits of how often: those are tried for themselves, and here they would answer everything. */
const unlimited = Object.fromEntries(Object.keys(LIVECHAT_RATES).map((name) => [name, { burst: 1e9, perSecond: 1e9 }]));

const words = { id: () => fc.uuid(), words: () => fc.constantFrom('Oi', 'Meu pedido\nnão chegou', '') };

/** Any visitor's words on the live chat's own socket. */
export const liveChat: FuzzTarget = {
  name: 'live-chat',
  share: 2,
  async open() {
    const store = await emptyStore();
    const connection = { id: randomUUID(), workspaceId: 'aurora', settings: {} };
    const app = fastify();
    const server = createLiveChatServer(app.server);
    const gateway = await attachLiveChat({
      io: server,
      door: { accept: async () => undefined, connections: () => [connection], typing: () => undefined },
      store: createLiveChatStore(store.db, Date.now),
      wakeups: store,
      limits: createLiveChatLimits({ ...LIVECHAT_RATES, ...unlimited }),
      log,
    });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const enter = (auth: object) =>
      io(`${url}${LIVECHAT_NAMESPACE}`, {
        ...{ path: LIVECHAT_SOCKET_PATH, auth, transports: ['websocket'], forceNew: true, reconnection: false },
      });
    const handshake = {
      protocol: LIVECHAT_PROTOCOL,
      connectionId: connection.id,
      secret: randomBytes(32).toString('base64url'),
    };
    const line = enter(handshake);
    await new Promise((connected) => line.once('connect', () => connected(null)));

    const events: [string, z.ZodMiniType, z.ZodMiniType | null][] = [
      ['resume', livechatResumeSchema, livechatResumeReplySchema],
      ['earlier', livechatEarlierSchema, livechatEarlierReplySchema],
      ['send', livechatSendSchema, livechatSendReplySchema],
      ['mark', livechatMarkSchema, null],
    ];
    const said = fc.oneof(
      ...events.map(([event, schema, reply]) =>
        fc.record({
          event: fc.constant(event),
          reply: fc.constant(reply),
          body: changedValue(arbitraryOf(schema, words)),
        }),
      ),
    );
    const entering = changedJson([handshake, { ...handshake, connectionId: 'x' }, ...[{}, null]]);
    const property = fc.asyncProperty(said, fc.option(entering, { freq: 12 }), async ({ event, body, reply }, auth) => {
      if (auth !== null && typeof auth === 'object') await enteredOrRefused(enter(auth));
      if (reply === null) return void line.emit(event, body);
      const answer: unknown = await line.timeout(8_000).emitWithAck(event, body);
      reply.parse(answer);
      if (livechatRefusalSchema.safeParse(answer).data?.reason === 'unavailable') throw new Error('the backend failed');
    });
    return {
      property,
      async close() {
        line.disconnect();
        await gateway.close();
        await server.close();
        await app.close();
        await store.close();
      },
    };
  },
};

async function enteredOrRefused(socket: Socket): Promise<void> {
  const refused = await new Promise<unknown>((done) => {
    socket.once('connect', () => done(null));
    // What is no handshake at all ends the line without a word.
    socket.io.once('close', () => done(null));
    socket.once('connect_error', (error: Error & { data?: unknown }) => done(error.data ?? error.message));
  });
  socket.disconnect();
  if (refused === null) return;
  const { reason } = livechatRefusalSchema.parse(refused);
  if (reason === 'unavailable') throw new Error('the backend failed at the door');
}

/** Anything sent to a form, as its script or as a plain page: taken, or refused by name. */
export const forms: FuzzTarget = {
  name: 'forms',
  share: 1,
  async open() {
    const store = await emptyStore();
    const desk = await openFormDesk(store, { plainPosts: true });
    const definition = await desk.open();
    const valid = {
      ...{ id: randomUUID(), token: definition.token, page: 'https://loja.example/contato', [FORM_TRAP]: '' },
      answers: { nome: 'Teresa', email: 'teresa@casa.example', mensagem: 'Quero trocar' },
    };
    formSubmissionSchema.parse(valid);
    const plain = new URLSearchParams({ id: valid.id, token: valid.token, ...valid.answers }).toString();
    const sent = fc.oneof(
      fc.record({ body: changedJson([valid]), type: fc.constant('application/json') }),
      fc.record({
        body: changedText([JSON.stringify(valid)]),
        type: fc.constantFrom('application/json', 'text/plain'),
      }),
      fc.record({ body: changedText([plain]), type: fc.constant('application/x-www-form-urlencoded') }),
    );
    const property = fc.asyncProperty(sent, async ({ body, type }) => {
      // So far apart that nobody has to wait, and near enough that the token is good most of the time.
      desk.operation.clock.now += 20_000;
      const response = await desk.post(body ?? 'null', { 'content-type': type });
      const text = await response.text();
      if (response.status >= 500) throw new Error(`answered ${response.status}`);
      const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
      if (isPage) {
        if (/<img src=x|<script(?! src)/.test(text)) throw new Error('markup came back');
      } else if (text !== '') formReplySchema.parse(JSON.parse(text));
    });
    return {
      property,
      async close() {
        await desk.close();
        await store.close();
      },
    };
  },
};
