import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { commandReplySchema, commands } from '../../../src-shared/protocol/commands.ts';
import { httpErrorSchema, routes, sessionSchema } from '../../../src-shared/protocol/http.ts';
import { resumeReplySchema } from '../../../src-shared/protocol/log.ts';
import { queries, queryReplySchema } from '../../../src-shared/protocol/queries.ts';
import { DESKTOP_NAMESPACE } from '../../../src-shared/protocol/socket.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import { arbitraryOf, type Choices } from '../../arbitrary/from-schema.ts';
import { emailOf, openProduct, PASSWORD, type Product } from '../../integration/harness.ts';
import { changedValue, junk } from '../mutate.ts';
import type { FuzzTarget } from '../target.ts';

/** A shop with a customer, and a supervisor who may do most things. */
async function openShop(): Promise<{ product: Product; ids: string[]; token: string }> {
  const product = await openProduct({
    people: [
      { name: 'Ana Souza', departments: ['Suporte', 'Vendas'] },
      { name: 'Eva', departments: ['Suporte'], role: 'admin' },
    ],
    backend: { attendance: { graceMs: 3_600_000, everyMs: 3_600_000 } },
  });
  const url = product.backend().url;
  await product.receive([{ from: 'maria', text: 'Oi' }]);
  const response = await fetch(`${url}${routes.login}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: emailOf('Eva'), password: PASSWORD, protocol: PROTOCOL_VERSION }),
  });
  const session = sessionSchema.parse(await response.json());
  const list = await product.backend().core.queries.run(
    { workspaceId: session.workspace.id, personId: session.person.id },
    {
      name: 'conversation.list',
      args: {
        filter: { tab: 'all', status: 'open', order: 'newest', connectionIds: [], departmentIds: [], tagIds: [] },
        ...{ after: null, limit: 10 },
      },
    },
  );
  const ids = JSON.stringify(list).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
  return { product, ids: [...new Set([session.person.id, ...ids])], token: session.accessToken };
}

/** What PostgreSQL does not hold. */
const UNSTORABLE = ['a\0b', 'metade \ud83e'];

const among = (ids: string[]): Choices => ({
  id: () =>
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...ids) },
      { weight: 1, arbitrary: fc.constantFrom(...UNSTORABLE) },
    ),
  words: () => fc.constantFrom('oi', 'Maria', '11988880001', '', ...UNSTORABLE),
});

/** Everything a signed-in desktop can say on its socket, changed: each is answered as the protocol says, or its line ends. */
export const socket: FuzzTarget = {
  name: 'socket',
  share: 4,
  async open() {
    const { product, ids, token } = await openShop();
    const address = `${product.backend().url}${DESKTOP_NAMESPACE}`;
    const open = (auth: object) =>
      io(address, { auth, transports: ['websocket'], forceNew: true, reconnection: false });
    let line: Socket = open({ token, protocol: PROTOCOL_VERSION });
    const connected = async (): Promise<Socket> => {
      if (line.disconnected) line = open({ token, protocol: PROTOCOL_VERSION });
      if (!line.connected) await new Promise((done) => line.once('connect', () => done(null)));
      return line;
    };
    const named = (map: Record<string, { args: z.ZodType }>) =>
      fc.oneof(
        ...Object.entries(map)
          .filter(([name]) => name !== 'session.signOut')
          .map(([name, { args }]) =>
            fc.record({ name: fc.constant(name), args: changedValue(arbitraryOf(args, among(ids))) }),
          ),
      );
    const said = fc.oneof(
      { weight: 6, arbitrary: fc.record({ event: fc.constant('command'), body: named(commands) }) },
      { weight: 3, arbitrary: fc.record({ event: fc.constant('query'), body: named(queries) }) },
      {
        weight: 1,
        arbitrary: fc.record({ event: fc.constantFrom('command', 'query', 'typing', 'looking', 'other'), body: junk }),
      },
      { weight: 1, arbitrary: fc.record({ event: fc.constant('resume'), body: junk }) },
    );
    const replies: Record<string, z.ZodType> = {
      command: commandReplySchema,
      query: queryReplySchema,
      resume: resumeReplySchema,
    };
    const property = fc.asyncProperty(said, async ({ event, body }) => {
      const now = await connected();
      const payload = event === 'command' && typeof body === 'object' ? { id: randomUUID(), ...body } : body;
      const schema = replies[event];
      if (schema === undefined) {
        now.emit(event, payload);
        return;
      }
      const ended = new Promise<null>((done) => now.once('disconnect', () => done(null)));
      const reply: unknown = await Promise.race([now.timeout(8_000).emitWithAck(event, payload), ended]);
      now.removeAllListeners('disconnect');
      if (reply === null) return;
      schema.parse(reply);
      if (JSON.stringify(reply).includes('server-error')) throw new Error('the backend failed');
    });
    return {
      property,
      async close() {
        line.disconnect();
        await product[Symbol.asyncDispose]();
      },
    };
  },
};

const PATHS = [...Object.values(routes), '/socket.io/', '/livechat/socket/', '/livechat/media', '/'];
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'];

/** Any request at any of the routes: never a 5xx but «the database is away», and errors by their names. */
export const http: FuzzTarget = {
  name: 'http',
  share: 4,
  async open() {
    const { product, ids, token } = await openShop();
    const { hostname, port } = new URL(product.backend().url);
    const part = fc.oneof(fc.constantFrom(...ids, 'x', '..', '%00', '%ff', '%', 'a'.repeat(300)), fc.webFragments());
    const header = fc.constantFrom(
      ...[
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=b',
        'x',
        '',
      ],
    );
    const body = fc.oneof(
      junk.map((value) => JSON.stringify(value) ?? ''),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom(
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx\r\n--b--',
        '{',
        'a=1&a=2',
      ),
    );
    const asked = fc.record({
      method: fc.constantFrom(...METHODS),
      path: fc.tuple(fc.constantFrom(...PATHS), fc.array(part, { maxLength: 2 }), fc.array(part, { maxLength: 2 })),
      type: header,
      authorization: fc.constantFrom(`Bearer ${token}`, 'Bearer x', 'Basic e', ''),
      body,
    });
    const property = fc.asyncProperty(
      asked,
      async ({ method, path: [start, more, query], type, authorization, body: sent }) => {
        const path = encodeURI(
          [start, ...more].join('/') + (query.length === 0 ? '' : `?${query.map((one, n) => `${n}=${one}`).join('&')}`),
        ).replaceAll('%25', '%');
        const answer = await ask(
          {
            hostname,
            port,
            method,
            path,
            headers: { 'content-type': type, authorization, 'content-length': Buffer.byteLength(sent) },
          },
          sent,
        );
        if (answer.status >= 500)
          throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 200)}`);
        const error = z.object({ error: z.string() }).safeParse(parsed(answer.text)).data;
        if (
          error !== undefined &&
          !/webhook|livechat|forms|socket/.test(path) &&
          !httpErrorSchema.safeParse(error).success
        )
          throw new Error(`${method} ${path} answered ${answer.status} with «${error.error}»`);
      },
    );
    return { property, close: () => product[Symbol.asyncDispose]() };
  },
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function ask(options: object, body: string): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    const sent = request({ ...options, timeout: 8_000 }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer within eight seconds')));
    // A refusal may come before all was sent.
    sent.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? done({ status: 0, text: '' }) : fail(error),
    );
    sent.end(body);
  });
}
