import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { passingMemory } from '../../src-backend/channels/livechat/widget/memory.ts';
import { createOutbox } from '../../src-backend/channels/livechat/widget/outbox.ts';
import { createSession, type Session } from '../../src-backend/channels/livechat/widget/session.ts';
import { type Program, startProgram } from '../e2e/harness/program.ts';
import { type Desktop, openDesktop } from '../simulators/desktop.ts';
import { createGraphApi, type GraphApi, type GraphApiOptions } from '../simulators/graph-api/graph-api.ts';
import { createFaultyProxy, type FaultyProxy } from '../simulators/network/faulty-proxy.ts';
import { emailOf, PASSWORD } from './harness.ts';
import { createDatabase } from './stores.ts';

/**
 * The backend as a process of its own, which can be killed, with WhatsApp's stand-in, visitors who come back by
 * themselves (the widget's own session) and desktops. Everybody speaks to it through one network, whose address stays
 * when the process is another.
 */
export interface BackendProcess extends AsyncDisposable {
  graph: GraphApi;
  network: FaultyProxy;
  /** Of the database, on PostgreSQL. */
  databaseUrl: string | null;
  agent(name: string): Promise<Desktop>;
  /** A visitor of the department's live chat. */
  visitor(): Session;
  /** SIGKILL: nothing is closed, saved or said. */
  kill(): Promise<void>;
  running(): boolean;
  /** How many bytes its disk has left, as far as it knows; null: as many as it has. On the embedded database. */
  leaveRoom(bytes: number | null): Promise<void>;
  /** The same backend anew, on the same database. */
  start(): Promise<void>;
}

const NUMBER = { phoneNumberId: '106540352242922', displayPhoneNumber: '+55 11 4000-0000', businessAccountId: '102' };
const smallDisk = pathToFileURL(join(import.meta.dirname, '..', 'simulators', 'small-disk.ts')).href;
const main = join(import.meta.dirname, '..', '..', 'src-backend', 'main.ts');

export async function openBackendProcess(options: {
  store: 'PGlite' | 'PostgreSQL';
  people: string[];
  statusAfterMs?: GraphApiOptions['statusAfterMs'];
}): Promise<BackendProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'turno-backend-'));
  const database = options.store === 'PostgreSQL' ? await createDatabase() : null;
  const secrets = { accessToken: 'token-of-the-test', appSecret: 'secret-of-the-test' };
  const graph = await createGraphApi({
    ...secrets,
    numbers: [NUMBER],
    retryDelaysMs: [100],
    ...(options.statusAfterMs && { statusAfterMs: options.statusAfterMs }),
  });
  const file = join(folder, 'workspace.json');
  await writeFile(
    file,
    JSON.stringify({
      workspace: { name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' },
      departments: [{ name: 'Suporte', distribution: 'automatic' }],
      people: options.people.map((name) => ({
        name,
        email: emailOf(name),
        password: PASSWORD,
        role: 'agent',
        departments: ['Suporte'],
        capacity: 50,
      })),
      connections: [
        {
          channel: 'whatsapp',
          name: 'WhatsApp',
          department: 'Suporte',
          ...NUMBER,
          ...secrets,
          verifyToken: 'verify-token-of-the-test',
          graphUrl: graph.graphUrl,
        },
        { channel: 'livechat', name: 'Chat do site', department: 'Suporte' },
      ],
    }),
  );

  const diskFile = join(folder, 'disk');
  const leaveRoom = (bytes: number | null) => writeFile(diskFile, bytes === null ? '' : String(bytes));
  await leaveRoom(null);
  let program: Program | null = null;
  let url = '';
  const start = async (): Promise<void> => {
    const data = database === null ? ['--data', join(folder, 'data')] : [];
    program = await startProgram(main, ['--port', '0', '--provision', file, ...data], {
      DATABASE_URL: database?.url ?? '',
      TURNO_LOG: process.env.TURNO_TEST_LOG ?? 'fatal',
      NODE_OPTIONS: `--import=${smallDisk}`,
      TURNO_TEST_DISK_FILE: diskFile,
    });
    ({ url } = z.object({ url: z.url() }).parse(program.said));
  };
  await start();
  const network = await createFaultyProxy({ target: url });
  graph.setCallback(`${network.url}/webhooks/whatsapp`);
  const connectionId = await liveChatOf(url);
  const desktops: Desktop[] = [];
  const visitors: Session[] = [];

  return {
    graph,
    network,
    databaseUrl: database?.url ?? null,
    async agent(name) {
      const desktop = await openDesktop({ serverUrl: network.url });
      desktops.push(desktop);
      const signedIn = await desktop.signIn(PASSWORD, emailOf(name));
      if (!signedIn.ok) throw new Error(`${name} could not sign in: ${signedIn.reason}`);
      await desktop.online();
      await desktop.act('server.presence.set', { state: 'available', reason: null });
      return desktop;
    },
    visitor() {
      const session = createSession({
        origin: network.url,
        connectionId,
        secret: randomBytes(32).toString('base64url'),
        outbox: createOutbox(passingMemory(), 'outbox'),
        upload: () => Promise.reject(new Error('no images here')),
        patience: { first: 100, longest: 500, answer: 2_000 },
      });
      visitors.push(session);
      session.start();
      return session;
    },
    async kill() {
      await program?.kill();
    },
    running: () => program?.running() ?? false,
    leaveRoom,
    async start() {
      await start();
      network.retarget(url);
    },
    async [Symbol.asyncDispose]() {
      for (const visitor of visitors) visitor.close();
      for (const desktop of desktops) await desktop[Symbol.asyncDispose]();
      await graph.close();
      await network.close();
      await program?.kill();
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The shop's page carries the connection of its live chat, as any site that embeds the widget does. */
async function liveChatOf(url: string): Promise<string> {
  const page = await (await fetch(`${url}/demo/shop`)).text();
  const id = /data-connection="([^"]+)"/.exec(page)?.[1];
  if (id === undefined) throw new Error('the shop has no live chat');
  return id;
}
