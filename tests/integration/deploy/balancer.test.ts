import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDiagnostics } from '../../../src-main/engine/diagnostics/diagnostics.ts';
import { uploadReplySchema } from '../../../src-shared/protocol/http.ts';
import { operationFile } from '../../bench/load/operation.ts';
import { signIn } from '../../bench/load/sign-in.ts';
import { createPoster, postWebhook } from '../../bench/load/webhooks.ts';
import { openLightDesktop } from '../../bench/restart/desktop.ts';
import { type Program, startProgram } from '../../e2e/harness/program.ts';
import { createDatabase } from '../stores.ts';
import { type Caddy, freePort, startCaddy } from './caddy.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const METRICS_TOKEN = 'for-who-reads-the-metrics';
/** Odd people serve the second department, which nothing is written to. */
const DEPARTMENTS = 2;
const PEOPLE = 12;

describe('two nodes behind the balancer of deploy/Caddyfile', () => {
  const undo: (() => Promise<unknown>)[] = [];
  const nodes: { port: number; program: Program }[] = [];
  let caddy: Caddy;
  let tokens: string[] = [];
  let connectionId = '';
  let startNode: (port: number) => Promise<Program>;
  const poster = createPoster(8);

  beforeAll(async () => {
    const database = await createDatabase();
    undo.push(database.drop);
    const home = await mkdtemp(join(tmpdir(), 'turno-balancer-'));
    undo.push(() => rm(home, { recursive: true, force: true }));
    const provision = join(home, 'workspace.json');
    await writeFile(
      provision,
      JSON.stringify(operationFile({ departments: DEPARTMENTS, people: PEOPLE, capacity: 5 })),
    );
    const compose = await readFile(join(root, 'compose.yaml'), 'utf8');
    startNode = async (port) => {
      const program = await startProgram(
        join(root, 'src-backend', 'main.ts'),
        ['--port', String(port), '--provision', provision],
        {
          DATABASE_URL: database.url,
          TURNO_LOG: 'error',
          TURNO_METRICS_TOKEN: METRICS_TOKEN,
          TURNO_TRUSTED_PROXIES: '127.0.0.1',
          TURNO_DRAIN_SECONDS: /TURNO_DRAIN_SECONDS: "(\d+)"/.exec(compose)?.[1] ?? '',
        },
      );
      undo.push(() => program.kill());
      return program;
    };
    // One after the other: the first makes the workspace.
    for (const port of [await freePort(), await freePort()]) nodes.push({ port, program: await startNode(port) });
    connectionId = await someConnection(database.url);
    caddy = await startCaddy(nodes.map(({ port }) => `127.0.0.1:${port}`));
    undo.push(() => caddy.stop());
    tokens = await signIn(addressOf(nodes[0]), PEOPLE);
  }, 60_000);

  afterAll(async () => {
    poster.close();
    for (const step of undo.splice(0).reverse()) await step();
  });

  const write = (text: string, id = `wamid.${randomUUID()}`) =>
    postWebhook(poster.post, caddy.url, { department: 0, customer: 1, id, text });

  /** People of the first department, with the texts that each was pushed. */
  async function openDesktops(people: number[], transports: ('websocket' | 'polling')[] = ['websocket']) {
    const open = people.map(async (person) => {
      const texts: string[] = [];
      const desktop = await openLightDesktop({
        url: caddy.url,
        token: tokens[person] ?? '',
        transports,
        onItem: ({ message }) => message?.text != null && texts.push(message.text),
      });
      undo.push(async () => desktop.close());
      return { desktop, texts };
    });
    return Promise.all(open);
  }

  const everybodyHas = (desktops: { texts: string[] }[], texts: string[]) =>
    expect
      .poll(() => desktops.map(({ texts: seen }) => seen.toSorted()), { timeout: 10_000 })
      .toEqual(desktops.map(() => texts.toSorted()));

  test('whoever writes through any node is read by the desktops of both, over WebSocket and where only polling goes', async () => {
    const sockets = await openDesktops([0, 2, 4, 6]);
    const polls = await openDesktops([0, 2, 4], ['polling']);
    const texts = Array.from({ length: 20 }, (_, n) => `mensagem ${n}`);
    await Promise.all(texts.map((text) => write(text)));
    await everybodyHas([...sockets, ...polls], texts);
    for (const { desktop } of [...sockets, ...polls]) desktop.close();
  }, 30_000);

  test('a desktop’s diagnostics find the server through it, and nobody finds the metrics', async () => {
    const diagnose = createDiagnostics({
      folder: tmpdir(),
      serverUrl: () => caddy.url,
      connection: () => {
        throw new Error('not asked');
      },
      session: () => ({ phase: 'starting' }),
      files: () => null,
      outbox: () => null,
      now: Date.now,
    });
    const found = [await diagnose('server'), await diagnose('version'), await diagnose('clock')];
    expect(found.map(({ code }) => code)).toEqual(['ok', 'ok', 'ok']);
    const authorization = `Bearer ${METRICS_TOKEN}`;
    const paths = ['/metrics', '/metrics/', '//metrics', '/METRICS', '/%6detrics', '/a/../metrics', '/./metrics?x'];
    const answers = await Promise.all(paths.map((path) => ask({ url: caddy.url, path, headers: { authorization } })));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 404));
    const inside = await fetch(`${addressOf(nodes[0])}/metrics`, { headers: { authorization } });
    expect(inside.status).toBe(200);
  });

  test('each caller is known by an address of their own, whatever they say it is', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const attempt = (url: string, from: string, n: number) =>
      ask({
        agent,
        url,
        path: '/auth/login',
        method: 'POST',
        body: '{}',
        from,
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${n % 250}` },
      }).then(({ status }) => status);
    const attempts = (url: string, from: string, count: number) =>
      Promise.all(Array.from({ length: count }, (_, n) => attempt(url, from, n))).then((answers) => new Set(answers));
    // Three hundred a minute are allowed on each node; the body is not what it should be.
    expect(await attempts(caddy.url, '127.0.0.2', 900)).toEqual(new Set([400, 429]));
    expect(await attempts(caddy.url, '127.0.0.3', 1)).toEqual(new Set([400]));
    // Told directly, a node believes nobody who is no balancer of its own.
    expect(await attempts(addressOf(nodes[0]), '127.0.0.4', 400)).toEqual(new Set([400, 429]));
    agent.destroy();
  }, 30_000);

  test('twenty megabytes go up whole, and what is text comes down compressed', async () => {
    const bytes = Buffer.concat([
      Buffer.from('%PDF-1.7\n'),
      Buffer.alloc(20_000_000, randomUUID()),
      Buffer.from('\n%%EOF\n'),
    ]);
    const form = new FormData();
    form.set('file', new Blob([bytes], { type: 'application/pdf' }), 'catálogo.pdf');
    const headers = { authorization: `Bearer ${tokens[0]}` };
    const up = await fetch(`${caddy.url}/media?connectionId=${connectionId}`, {
      method: 'POST',
      headers,
      body: form,
    });
    expect(up.status).toBe(201);
    expect(uploadReplySchema.parse(await up.json())).toMatchObject({ bytes: bytes.length });
    const widget = await ask({ url: caddy.url, path: '/widget.js', headers: { 'accept-encoding': 'gzip' } });
    expect(widget).toMatchObject({ status: 200, encoding: 'gzip' });
  }, 30_000);

  test('a node that stops is out before it ends: every webhook is taken at once, no desktop is away', async () => {
    const desktops = await openDesktops([0, 2, 4, 6, 8, 10]);
    const [leaving] = nodes;
    if (leaving === undefined) throw new Error('there are two');
    const sent: Promise<string>[] = [];
    const stream = setInterval(() => {
      const text = `parada ${sent.length}`;
      sent.push(write(text).then(() => text));
    }, 20);
    await leaving.program.end();
    await expect.poll(() => sent.length > 50).toBe(true);
    clearInterval(stream);
    // Any answer but 200 rejects.
    await everybodyHas(desktops, await Promise.all(sent));
    const away = desktops.map(({ desktop }) => desktop.away);
    expect(new Set(away.map(({ length }) => length))).toEqual(new Set([0, 1]));
    expect(Math.max(...away.flat())).toBeLessThan(1_000);
    for (const { desktop } of desktops) desktop.close();
    leaving.program = await startNode(leaving.port);
  }, 60_000);

  test('a node that dies is passed over, and what was on its way is taken when the provider repeats it', async () => {
    const desktops = await openDesktops([0, 2, 4, 6]);
    await nodes[1]?.program.kill();
    const texts = Array.from({ length: 40 }, (_, n) => `queda ${n}`);
    await Promise.all(
      texts.map(async (text) => {
        const id = `wamid.${randomUUID()}`;
        const taken = () =>
          write(text, id).then(
            () => true,
            () => false,
          );
        await expect.poll(taken, { interval: 500, timeout: 10_000 }).toBe(true);
      }),
    );
    await everybodyHas(desktops, texts);
    expect(desktops.flatMap(({ desktop }) => desktop.away).length).toBeGreaterThan(0);
  }, 60_000);
});

async function someConnection(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ id: string }>('SELECT id FROM connection LIMIT 1');
  await client.end();
  return rows[0]?.id ?? '';
}

const addressOf = (node: { port: number } | undefined): string => `http://127.0.0.1:${node?.port}`;

/** A request whose path goes as it stands, from one of this machine's addresses. */
function ask(options: {
  agent?: Agent;
  url: string;
  path: string;
  method?: string;
  body?: string;
  from?: string;
  headers?: Record<string, string>;
}): Promise<{ status: number; encoding: string | undefined }> {
  const { hostname, port } = new URL(options.url);
  const { agent, path, method = 'GET', body = '', from = '127.0.0.1', headers = {} } = options;
  return new Promise((done, fail) => {
    const call = request(
      { ...(agent && { agent }), hostname, port, path, method, localAddress: from, headers },
      (answer) => {
        answer.resume();
        answer.once('end', () =>
          done({ status: answer.statusCode ?? 0, encoding: answer.headers['content-encoding'] }),
        );
      },
    );
    call.once('error', fail);
    call.end(body);
  });
}
