import { connect, createServer, type Socket } from 'node:net';

/**
 * A TCP proxy that behaves like a bad network between a desktop and its backend. It keeps TCP's own promise (bytes
 * arrive once, in order, or the connection ends), because that is what a real network under TCP does: a lost packet is
 * a delay, a lost line is a held stream that may be cut later. Doubling and reordering happen above TCP and are made
 * there (see the scripted server and the chaos run).
 */
export interface FaultyProxy {
  /** Where to connect instead of the target; stays the same through every fault. */
  url: string;
  port: number;
  /** Every byte waits this long, each way. */
  delay(ms: number): void;
  /** Bytes per second each way, per connection; null: as fast as it goes. */
  throttle(bytesPerSecond: number | null): void;
  /**
   * Half-open: connections stay open and nothing arrives any more, in one direction or both. New connections are
   * taken and stay silent too. `release` lets what was held go on, as retransmission would.
   */
  hold(direction: Direction | 'both'): void;
  release(): void;
  /** Ends every open connection at once, with whatever was on its way. New ones are taken. */
  cut(): void;
  /** No connection lives, and new ones are refused, until `up`. */
  down(): void;
  up(): void;
  /** Sends new connections elsewhere (a server that came back on another port). */
  retarget(target: string): void;
  openConnections(): number;
  /** How many connections were taken so far. */
  taken(): number;
  bytes(): { toServer: number; toClient: number };
  close(): Promise<void>;
}

type Direction = 'toServer' | 'toClient';

interface Faults {
  delayMs: number;
  bytesPerSecond: number | null;
  held: { toServer: boolean; toClient: boolean };
  down: boolean;
}

export async function createFaultyProxy(options: { target: string }): Promise<FaultyProxy> {
  let target = new URL(options.target);
  const faults: Faults = { delayMs: 0, bytesPerSecond: null, held: { toServer: false, toClient: false }, down: false };
  const pairs = new Set<{ end(): void }>();
  const wakers = new Set<() => void>();
  const bytes = { toServer: 0, toClient: 0 };
  let taken = 0;

  const changed = () => {
    for (const wake of [...wakers]) wake();
  };

  /** Copies one direction, each chunk under the faults of the moment. Ends when the source ends or either breaks. */
  async function pump(from: Socket, to: Socket, direction: Direction, alive: () => boolean): Promise<void> {
    const queue: { chunk: Buffer; at: number }[] = [];
    let ended = false;
    let wake = () => {};
    const woken = () => wake();
    wakers.add(woken);
    from.on('data', (chunk: Buffer) => {
      queue.push({ chunk, at: performance.now() });
      // The sender feels a slow line, as through real buffers.
      if (queue.length > 8) from.pause();
      woken();
    });
    from.on('end', () => {
      ended = true;
      woken();
    });
    from.on('close', woken);
    while (alive()) {
      const first = queue[0];
      const wait = first === undefined || faults.held[direction] ? null : first.at + faults.delayMs - performance.now();
      if (first === undefined && ended && !faults.held[direction]) break;
      if (wait === null || wait > 0) {
        await new Promise<void>((done) => {
          const timer = wait === null ? null : setTimeout(done, wait);
          wake = () => {
            if (timer !== null) clearTimeout(timer);
            done();
          };
        });
        continue;
      }
      queue.shift();
      if (queue.length < 4) from.resume();
      if (first === undefined) continue;
      bytes[direction] += first.chunk.length;
      to.write(first.chunk);
      if (faults.bytesPerSecond !== null) await pause((first.chunk.length / faults.bytesPerSecond) * 1_000);
    }
    wakers.delete(woken);
    if (alive()) to.end();
  }

  const server = createServer((client) => {
    taken += 1;
    if (faults.down) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(Number(target.port || 80), target.hostname);
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    let open = true;
    const pair = {
      end() {
        open = false;
        pairs.delete(pair);
        client.resetAndDestroy();
        upstream.resetAndDestroy();
        changed();
      },
    };
    pairs.add(pair);
    for (const socket of [client, upstream]) socket.on('error', () => pair.end());
    const closed = (other: Socket, direction: Direction) => {
      // A held line hides its end too.
      if (!faults.held[direction]) other.end();
      if (client.destroyed && upstream.destroyed) pair.end();
    };
    client.on('close', () => closed(upstream, 'toServer'));
    upstream.on('close', () => closed(client, 'toClient'));
    void pump(client, upstream, 'toServer', () => open);
    void pump(upstream, client, 'toClient', () => open);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  const { port } = address;

  const cut = () => {
    for (const pair of [...pairs]) pair.end();
  };

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    delay(ms) {
      faults.delayMs = ms;
    },
    throttle(bytesPerSecond) {
      faults.bytesPerSecond = bytesPerSecond;
    },
    hold(direction) {
      if (direction !== 'toClient') faults.held.toServer = true;
      if (direction !== 'toServer') faults.held.toClient = true;
    },
    release() {
      faults.held = { toServer: false, toClient: false };
      changed();
    },
    cut,
    down() {
      faults.down = true;
      cut();
    },
    up() {
      faults.down = false;
    },
    retarget(next) {
      target = new URL(next);
    },
    openConnections: () => pairs.size,
    taken: () => taken,
    bytes: () => ({ ...bytes }),
    async close() {
      cut();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
