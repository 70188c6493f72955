import { connect, createServer, type Socket } from 'node:net';

const READY_WITHIN_MS = 1_000;

/** A plain TCP load balancer: each connection goes to the next backend that takes it. It knows nothing of what flows. */
export interface Balancer {
  url: string;
  /** Ports of those that listen now. */
  setBackends(ports: number[]): void;
  close(): Promise<void>;
}

/** `askEveryMs`: how often each backend is asked on `/readyz`, as in deploy/Caddyfile; null: whoever is named is ready. */
export async function createBalancer({ askEveryMs = null as number | null } = {}): Promise<Balancer> {
  let ports: number[] = [];
  let ready: number[] = [];
  let turn = 0;
  const open = new Set<Socket>();

  async function ask(): Promise<void> {
    const asked = ports;
    const answers = await Promise.all(asked.map(isReady));
    ready = asked.filter((port, index) => answers[index] && ports.includes(port));
  }
  const asking = askEveryMs === null ? undefined : setInterval(() => void ask(), askEveryMs);

  function keep(socket: Socket): void {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.setNoDelay(true);
  }

  /** Tries each backend once, beginning with the next in turn. */
  function give(client: Socket, left: number[]): void {
    const [port, ...others] = left;
    if (port === undefined || client.destroyed) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(port, '127.0.0.1');
    const refused = () => give(client, others);
    upstream.once('error', refused);
    upstream.once('connect', () => {
      upstream.off('error', refused);
      keep(upstream);
      upstream.on('error', () => client.resetAndDestroy());
      client.on('error', () => upstream.resetAndDestroy());
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
      client.pipe(upstream).pipe(client);
    });
  }

  const server = createServer({ pauseOnConnect: true }, (client) => {
    keep(client);
    client.on('error', () => client.destroy());
    turn += 1;
    const first = ready.length === 0 ? 0 : turn % ready.length;
    give(client, [...ready.slice(first), ...ready.slice(0, first)]);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    setBackends(next) {
      ports = next;
      if (askEveryMs === null) ready = next;
      else void ask();
    },
    async close() {
      clearInterval(asking);
      for (const socket of open) socket.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

function isReady(port: number): Promise<boolean> {
  const signal = AbortSignal.timeout(READY_WITHIN_MS);
  return fetch(`http://127.0.0.1:${port}/readyz`, { headers: { connection: 'close' }, signal }).then(
    (answer) => answer.ok,
    () => false,
  );
}
