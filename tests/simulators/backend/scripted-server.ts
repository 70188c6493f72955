import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { CommandReply } from '../../../src-shared/protocol/commands.ts';
import { commandRequestSchema } from '../../../src-shared/protocol/commands.ts';
import { type HttpError, loginRequestSchema, refreshRequestSchema, routes } from '../../../src-shared/protocol/http.ts';
import { type LogItem, resumeRequestSchema } from '../../../src-shared/protocol/log.ts';
import { queryRequestSchema } from '../../../src-shared/protocol/queries.ts';
import { DESKTOP_NAMESPACE, type HandshakeRefusal, HEARTBEAT } from '../../../src-shared/protocol/socket.ts';
import { applyCommand, type World } from './apply-command.ts';
import { aurora, makeConnection, makeContact, makeConversation, makeDepartment, makePerson } from './entities.ts';
import { createScriptedMedia, type ScriptedMedia } from './media-routes.ts';

/**
 * A backend that follows the wire contract out of memory and does on demand what a healthy one does not: it keeps its
 * answers to itself, forgets its log, becomes another server, speaks another version, sends what breaks the contract.
 * What a healthy one does is tested on the real one.
 */
export interface ScriptedServer extends World {
  url: string;
  password: string;
  /** Commands as they came, resent ones too. */
  commands: { id: string; name: string; args: unknown }[];
  resumes: { cursor: number | null; logId: string | null; mode: 'log' | 'snapshot' }[];
  logins: number;
  refreshes: number;
  /** Acknowledged by the desktop: cursors of batches, in order. */
  acknowledged: number[];
  /** Applies commands and does not answer them. */
  muteReplies(mute: boolean): void;
  /** What queries are answered with, by their names. */
  answers: Map<string, unknown>;
  /** Applies commands, and answers them when it lets go. */
  holdReplies(hold: boolean): void;
  /** Answers commands before it sends what they changed; let go, everything held is sent. */
  holdLog(hold: boolean): void;
  refuseCommands(refuse: ((name: string) => CommandReply | null) | null): void;
  refuseHandshakes(refusal: HandshakeRefusal | null): void;
  refuseHttp(refusal: { status: number; error: HttpError } | null): void;
  /** The log begins here: older cursors get a snapshot. */
  prune(): void;
  /** Another server, or one restored from a backup: same address, another log. */
  becomeAnotherLog(): void;
  revoke(): void;
  permissionsChanged(): void;
  /** It is a node about to stop, and there are others (which it is too). */
  leaving(): void;
  /** Every access token ran out, and the lines with them. */
  expireAccess(): void;
  /** Sends whatever is given, unchecked. */
  pushRaw(event: 'batch' | 'snapshot', payload: unknown): void;
  accessLifetimeMs: number;
  media: ScriptedMedia;
  connected(): number;
  close(): Promise<void>;
}

export async function createScriptedServer(options: { conversations?: number } = {}): Promise<ScriptedServer> {
  const http = createServer();
  const io = new Server(http, { ...HEARTBEAT, serveClient: false });
  const namespace = io.of(DESKTOP_NAMESPACE);
  const sockets = new Set<{ socket: Socket; cursor: number; head: number }>();
  const access = new Set<string>();
  let refreshToken = '';
  let revoked = false;
  let mute = false;
  let holding = false;
  const heldBack: (() => void)[] = [];
  let held = false;
  let refuseCommand: ((name: string) => CommandReply | null) | null = null;
  let handshakeRefusal: HandshakeRefusal | null = null;
  let httpRefusal: { status: number; error: HttpError } | null = null;
  let prunedTo = 0;
  const replies = new Map<string, CommandReply>();
  const state = new Map<string, LogItem>();

  const server: ScriptedServer = {
    media: createScriptedMedia((token) => access.has(token)),
    url: '',
    password: 'segredo-da-ana',
    logId: randomUUID(),
    me: makePerson(),
    events: [],
    applied: [],
    commands: [],
    answers: new Map(),
    resumes: [],
    logins: 0,
    refreshes: 0,
    acknowledged: [],
    accessLifetimeMs: 900_000,
    head: () => server.events.length,
    append(make) {
      const items = make(server.head() + 1);
      server.events.push(items);
      for (const item of items) remember(item);
      for (const line of sockets) pushBatch(line);
      return server.head();
    },
    muteReplies(next) {
      mute = next;
    },
    holdReplies(hold) {
      holding = hold;
      if (!hold) for (const answer of heldBack.splice(0)) answer();
    },
    holdLog(hold) {
      held = hold;
      for (const line of sockets) pushBatch(line);
    },
    refuseCommands(refuse) {
      refuseCommand = refuse;
    },
    refuseHandshakes(refusal) {
      handshakeRefusal = refusal;
    },
    refuseHttp(refusal) {
      httpRefusal = refusal;
    },
    prune() {
      prunedTo = server.head();
    },
    becomeAnotherLog() {
      server.logId = randomUUID();
      namespace.disconnectSockets(true);
    },
    revoke() {
      revoked = true;
      namespace.emit('sessionEnd', { reason: 'session-revoked' });
    },
    permissionsChanged() {
      namespace.emit('sessionEnd', { reason: 'permissions-changed' });
    },
    leaving() {
      namespace.emit('leaving');
    },
    expireAccess() {
      access.clear();
      namespace.emit('sessionEnd', { reason: 'session-expired' });
      namespace.disconnectSockets(true);
    },
    pushRaw(event, payload) {
      namespace.emit(event, payload);
    },
    connected: () => sockets.size,
    async close() {
      await io.close();
    },
  };

  function remember(item: LogItem): void {
    if (item.type === 'enter') {
      for (const contact of item.contacts) remember({ type: 'contact', contact });
      for (const conversation of item.conversations) remember({ type: 'conversation', conversation });
      for (const message of item.messages) remember({ type: 'message', message });
    } else if (item.type === 'leave') {
      for (const id of item.conversationIds) state.delete(`conversation ${id}`);
    } else {
      const entity = 'message' in item ? item.message : 'conversation' in item ? item.conversation : null;
      const id =
        entity?.id ?? JSON.stringify(Object.values(item).map((value) => (typeof value === 'object' ? value.id : '')));
      state.set(`${item.type} ${id}`, item);
    }
  }

  function pushBatch(line: { socket: Socket; cursor: number }): void {
    if (held) return;
    const items = server.events.slice(line.cursor).flat();
    const cursor = server.head();
    if (cursor === line.cursor) return;
    line.cursor = cursor;
    line.socket.emit('batch', { items, cursor, head: cursor }, () => server.acknowledged.push(cursor));
  }

  const issue = () => {
    const accessToken = randomUUID();
    access.add(accessToken);
    refreshToken = randomUUID();
    return {
      accessToken,
      accessExpiresAt: Date.now() + server.accessLifetimeMs,
      refreshToken,
      person: server.me,
      workspace: aurora,
    };
  };

  http.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/socket.io') || server.media.handle(request, response)) return;
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const answer = (status: number, value: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      };
      if (httpRefusal !== null) return answer(httpRefusal.status, httpRefusal.error);
      if (request.url === routes.login) {
        server.logins += 1;
        const login = loginRequestSchema.safeParse(JSON.parse(body));
        if (!login.success) return answer(400, { error: 'invalid' });
        if (login.data.password !== server.password) return answer(401, { error: 'wrong-credentials' });
        revoked = false;
        return answer(200, issue());
      }
      if (request.url === routes.refresh) {
        server.refreshes += 1;
        const refresh = refreshRequestSchema.safeParse(JSON.parse(body));
        const known = refresh.success && refresh.data.refreshToken === refreshToken && !revoked;
        return known ? answer(200, issue()) : answer(401, { error: 'session-revoked' });
      }
      answer(404, { error: 'not-found' });
    });
  });

  namespace.use((socket, next) => {
    const refuse = (data: HandshakeRefusal) => next(Object.assign(new Error(data.reason), { data }));
    if (handshakeRefusal !== null) return refuse(handshakeRefusal);
    if (revoked) return refuse({ reason: 'session-revoked' });
    if (!access.has(String(socket.handshake.auth.token))) return refuse({ reason: 'session-expired' });
    next();
  });

  namespace.on('connection', (socket) => {
    const line = { socket, cursor: 0, head: 0 };
    socket.on('disconnect', () => sockets.delete(line));
    socket.on('resume', async (raw: unknown, reply: (value: unknown) => void) => {
      const { cursor, logId } = resumeRequestSchema.parse(raw);
      const continues = cursor !== null && logId === server.logId && cursor >= prunedTo && cursor <= server.head();
      const mode = continues ? 'log' : 'snapshot';
      server.resumes.push({ cursor, logId, mode });
      const head = server.head();
      reply({ mode, logId: server.logId, head, serverTime: Date.now() });
      line.cursor = continues ? cursor : head;
      if (mode === 'snapshot') {
        const pages = [[...state.values()].slice(0, 20), [...state.values()].slice(20)];
        for (const [index, items] of pages.entries()) {
          const page = { first: index === 0, last: index === 1, items, cursor: head, logId: server.logId };
          // A line that went away in between asks again on the next one.
          await socket
            .timeout(10_000)
            .emitWithAck('snapshot', page)
            .catch(() => undefined);
        }
      }
      sockets.add(line);
      pushBatch(line);
    });
    // It has nothing beyond what it pushed, so whatever is asked about is not there unless a test knows better.
    socket.on('query', (raw: unknown, reply: (value: unknown) => void) => {
      const { name } = queryRequestSchema.parse(raw);
      const value = server.answers.get(name);
      if (!mute) reply(value === undefined ? { ok: false, reason: 'not-found' } : { ok: true, value });
    });
    socket.on('command', (raw: unknown, reply: (value: unknown) => void) => {
      const request = commandRequestSchema.parse(raw);
      server.commands.push({ id: request.id, name: request.name, args: request.args });
      let answer = replies.get(request.id) ?? refuseCommand?.(request.name) ?? null;
      if (answer === null) {
        answer = applyCommand(server, request);
        replies.set(request.id, answer);
      }
      if (holding) heldBack.push(() => reply(answer));
      else if (!mute) reply(answer);
    });
  });

  server.append(() => [
    { type: 'person', person: server.me },
    { type: 'department', department: makeDepartment() },
    { type: 'connection', connection: makeConnection() },
  ]);
  for (let n = 1; n <= (options.conversations ?? 1); n += 1) {
    server.append((seq) => [
      { type: 'contact', contact: makeContact({ id: `k-${n}`, version: seq }) },
      {
        type: 'conversation',
        conversation: makeConversation({
          id: `v-${n}`,
          contactId: `k-${n}`,
          protocol: `2026-${String(n).padStart(7, '0')}`,
          version: seq,
        }),
      },
    ]);
  }

  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  server.url = `http://127.0.0.1:${address.port}`;
  return server;
}
