import { connect, createServer, type Socket } from 'node:net';

/** A plain TCP load balancer: each connection goes to the next backend that takes it. It knows nothing of what flows. */
export interface Balancer {
  url: string;
  /** `host:port` of those that listen now. */
  setBackends(ports: number[]): void;
  close(): Promise<void>;
}

export async function createBalancer(): Promise<Balancer> {
  let ports: number[] = [];
  let turn = 0;
  const open = new Set<Socket>();

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
    const first = ports.length === 0 ? 0 : turn % ports.length;
    give(client, [...ports.slice(first), ...ports.slice(0, first)]);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    setBackends(next) {
      ports = next;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
