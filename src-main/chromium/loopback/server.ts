import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { pageHeaders, pagePolicy } from '../../desktop/content-security.ts';
import { mediumOfPath } from '../../desktop/media-path.ts';
import type { PageFiles } from '../../desktop/page-files.ts';
import { errorFacts } from '../../engine/error-facts.ts';
import type { Log } from '../../engine/log.ts';
import type { EngineDoor } from './door.ts';
import type { Guard, GuardedRequest } from './guard.ts';
import { serveMedia } from './media.ts';
import { isStranger, peerUser } from './peer.ts';
import { socketPort } from './sockets.ts';
import { takeUpload } from './uploads.ts';

export interface LoopbackServer {
  port: number;
  origin: string;
  /** The session's secret: kept while we run, so that an open page outlives a killed engine. */
  session: string;
  /** An address that opens the window once. */
  launchUrl(): string;
  openWindows(): number;
  close(): Promise<void>;
}

export interface LoopbackDeps {
  files: PageFiles;
  /** The engine may still be starting: pages are served before it is there, and frames wait for it. */
  door: Promise<EngineDoor>;
  /** The port used before on this folder; another is taken when it is not free. 0: any. */
  preferredPort: number;
  /** Who may come, for the port that was taken. */
  guardOf(port: number): Guard;
  log: Log;
  /** Who is at the other end of a connection; the system's own answer unless given. */
  userOf?: (connection: Socket) => number | null;
  /** A window's bridge was opened or closed. */
  onWindows(open: number): void;
}

/** Frames carry texts of at most 100,000 characters; files go through `POST /uploads`. */
const MOST_FRAME_BYTES = 2 * 1024 * 1024;

export async function startLoopbackServer(deps: LoopbackDeps): Promise<LoopbackServer> {
  const { log } = deps;
  const server = createServer({ keepAlive: true });
  const port = await listen(server, deps.preferredPort);
  const guard = deps.guardOf(port);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_FRAME_BYTES, perMessageDeflate: false });

  server.on('request', (request, response) => {
    serve({ ...deps, guard }, request, response).catch((error: unknown) => {
      log.error('loopback-request-failed', errorFacts(error));
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const refusal = request.url === '/bridge' ? guard.refusal({ kind: 'socket', headers: request.headers }) : 'path';
    if (refusal !== null) {
      log.warn('loopback-socket-refused', { why: refusal });
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const windowPort = socketPort(socket);
      deps.onWindows(sockets.clients.size);
      windowPort.onClose(() => deps.onWindows(sockets.clients.size));
      deps.door.then(
        (door) => door.attach(windowPort),
        () => windowPort.close(),
      );
    });
  });

  return {
    port,
    origin: `http://${guard.host}`,
    session: guard.session,
    launchUrl: guard.launchUrl,
    openWindows: () => sockets.clients.size,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

interface Serving extends LoopbackDeps {
  guard: Guard;
}

async function serve(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { guard, log } = serving;
  const url = URL.parse(request.url ?? '', `http://${guard.host}`);
  // An address such as `//evil` or a whole one names another host.
  const kind = url?.host !== guard.host ? null : kindOf(request.method ?? '', url);
  if (url === null || kind === null) {
    response.writeHead(request.method === 'GET' || request.method === 'HEAD' ? 404 : 405).end();
    return;
  }
  const refusal = guard.refusal({ kind, headers: request.headers });
  if (refusal !== null) {
    log.warn('loopback-request-refused', { why: refusal, kind });
    refuse(response, kind);
    return;
  }
  const { pathname } = url;
  if (kind === 'launch') {
    // Before the token is looked at: another user's attempt must not spend it.
    if (!isStranger((serving.userOf ?? peerUser)(request.socket))) return launch(guard, url, request, response, log);
    log.warn('loopback-launch-refused', { why: 'user' });
    return refuse(response, 'launch');
  }
  if (kind === 'write') return await takeUpload(request, response, url.searchParams, await serving.door);
  const medium = mediumOfPath(pathname);
  if (medium !== null) return await serveMedia(request, response, medium, await serving.door);
  await servePage(serving, pathname, request, response);
}

function kindOf(method: string, url: URL): Exclude<GuardedRequest['kind'], 'socket'> | null {
  if (method === 'POST') return url.pathname === '/uploads' ? 'write' : null;
  if (method !== 'GET' && method !== 'HEAD') return null;
  if (url.pathname === '/launch') return 'launch';
  return url.pathname === '/' ? 'page' : 'file';
}

/** The token becomes a cookie that scripts cannot read and other sites cannot send, and leaves the address bar. */
function launch(guard: Guard, url: URL, request: IncomingMessage, response: ServerResponse, log: Log): void {
  const session = guard.redeem(url.searchParams.get('token') ?? '');
  if (session === null && !guard.hasCookie(request.headers)) {
    log.warn('loopback-launch-refused', { why: 'token' });
    refuse(response, 'launch');
    return;
  }
  const cookie = `${guard.cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`;
  response.writeHead(303, {
    location: '/',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    ...(session === null ? {} : { 'set-cookie': cookie }),
  });
  response.end();
}

/** A person who comes without the cookie reads why; files and sockets get no word. */
function refuse(response: ServerResponse, kind: GuardedRequest['kind']): void {
  response.writeHead(403, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
  response.end(
    kind === 'page' || kind === 'launch'
      ? 'Este endereço já foi usado ou não é deste Turno. Abra o Turno de novo.\n'
      : '',
  );
}

async function servePage(
  { files, guard }: Serving,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = await files.get(path);
  if (file === null) {
    response.writeHead(404).end();
    return;
  }
  const headers = {
    ...pageHeaders,
    'content-security-policy': pagePolicy(`ws://${guard.host}`),
    'cache-control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-cache',
    etag: file.etag,
  };
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, 'content-type': file.type, 'content-length': file.bytes.byteLength });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

/** The kept port, so that the window's origin and what the browser keeps for it stay; any other when it is taken. */
async function listen(server: Server, preferred: number): Promise<number> {
  for (const port of preferred === 0 ? [0] : [preferred, 0]) {
    const bound = await new Promise<boolean>((done, fail) => {
      const refused = (error: NodeJS.ErrnoException) => {
        if (port !== 0 && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) done(false);
        else fail(error);
      };
      server.once('error', refused);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', refused);
        done(true);
      });
    });
    if (bound) return portOf(server.address());
  }
  throw new Error('no port on 127.0.0.1 is free');
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
