import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { WebSocket } from 'ws';
import { createGuard } from '../../../src-main/chromium/loopback/guard.ts';
import { type LoopbackServer, startLoopbackServer } from '../../../src-main/chromium/loopback/server.ts';
import { openPageFiles } from '../../../src-main/desktop/page-files.ts';
import { silentLog } from '../../../src-main/engine/log.ts';
import type { UploadInput } from '../../../src-main/engine/media/uploads.ts';

/** A loopback server over a window of two files and an engine that only listens; closed after its test. */
export const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

interface Started extends LoopbackServer {
  uploads: { conversationId: string; name: string; text: string }[];
  windows: number[];
}

export async function start(
  options: { port?: number; session?: string; media?: string; userOf?: () => number | null } = {},
): Promise<Started> {
  const outside = await mkdtemp(join(tmpdir(), 'turno-loopback-'));
  const folder = join(outside, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Turno</title>');
  await writeFile(join(folder, 'assets', 'main-abc.js'), 'export {}');
  await writeFile(join(outside, 'key'), 'secret');
  const uploads: Started['uploads'] = [];
  const windows: number[] = [];
  const server = await startLoopbackServer({
    files: openPageFiles(folder),
    preferredPort: options.port ?? 0,
    guardOf: (port) => createGuard({ port, session: options.session ?? null }),
    log: silentLog,
    ...(options.userOf && { userOf: options.userOf }),
    onWindows: (open) => windows.push(open),
    door: Promise.resolve({
      attach(port) {
        port.onFrame((frame) => port.send({ type: 'result', call: frame.call, value: 'heard' }));
      },
      async upload(input) {
        if (input.conversationId === 'nobody') return null;
        uploads.push({ conversationId: input.conversationId, name: input.name, text: await textOf(input.body) });
        return { id: 'upload-1' };
      },
      async openMedia(id, part) {
        if (id === 'away') return { ok: false, reason: 'offline' };
        const bytes = Buffer.from(part === 'whole' ? '0123456789' : 'small');
        const read = async (from: number, to: number) => {
          if (id === 'cut-off' && to > 5) throw new Error('the line failed');
          return bytes.subarray(from, to);
        };
        return id === 'm1' || id === 'cut-off'
          ? { ok: true, content: { mime: options.media ?? 'image/png', length: bytes.length, read } }
          : { ok: false, reason: 'not-found' };
      },
    }),
  });
  servers.push(server);
  return { ...server, uploads, windows };
}

async function textOf(body: UploadInput['body']): Promise<string> {
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
}

/** The address is sent as written, as no browser would but an attacker does. */
export function ask(
  server: LoopbackServer,
  path: string,
  options: { headers?: Record<string, string>; method?: string; body?: string } = {},
): Promise<Answer> {
  return new Promise((done, fail) => {
    const { headers, method, body } = options;
    const asked = request(
      { host: '127.0.0.1', port: server.port, path, method: method ?? 'GET', headers },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      },
    );
    asked.on('error', fail);
    asked.end(body);
  });
}

export async function signedIn(server: LoopbackServer): Promise<string> {
  const { pathname, search } = new URL(server.launchUrl());
  const answer = await ask(server, `${pathname}${search}`);
  const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`no cookie: ${answer.status} ${answer.text}`);
  return cookie;
}

export function connect(server: LoopbackServer, headers: Record<string, string>): Promise<WebSocket | number> {
  return new Promise((done, fail) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/bridge`, { headers });
    socket.on('open', () => done(socket));
    socket.on('unexpected-response', (_request, response) => done(response.statusCode ?? 0));
    socket.on('error', fail);
  });
}
