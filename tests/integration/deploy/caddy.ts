import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The balancer of `compose.yaml`: the real Caddy with `deploy/Caddyfile`, in which only the addresses are others. */
export interface Caddy {
  url: string;
  /** The end of its log. */
  said(): string;
  stop(): Promise<void>;
}

const file = join(import.meta.dirname, '..', '..', '..', 'deploy', 'Caddyfile');
const START_TIMEOUT_MS = 10_000;

/** `nodes`: `host:port` of each. Resolves when it listens. */
export async function startCaddy(nodes: string[]): Promise<Caddy> {
  const home = await mkdtemp(join(tmpdir(), 'turno-caddy-'));
  const port = await freePort();
  const child = spawn('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      XDG_DATA_HOME: home,
      XDG_CONFIG_HOME: home,
      TURNO_HOST: `http://127.0.0.1:${port}`,
      TURNO_NODES: nodes.join(' '),
    },
  });
  let said = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    said = (said + text).slice(-20_000);
  });
  const caddy: Caddy = {
    url: `http://127.0.0.1:${port}`,
    said: () => said,
    async stop() {
      await ended(child);
      await rm(home, { recursive: true, force: true });
    },
  };
  try {
    await listening(child, caddy);
    return caddy;
  } catch (error) {
    await caddy.stop();
    throw error;
  }
}

function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGKILL');
  });
}

async function listening(child: ChildProcess, { url, said }: Caddy): Promise<void> {
  let broken: string | null = null;
  child.once('error', (error) => {
    broken = 'code' in error && error.code === 'ENOENT' ? 'sudo apt-get install caddy' : error.message;
  });
  child.once('exit', () => {
    broken ??= said();
  });
  const until = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const answers = await fetch(url, { signal: AbortSignal.timeout(START_TIMEOUT_MS) }).then(
      () => true,
      () => false,
    );
    if (answers && broken === null) return;
    if (broken !== null || performance.now() > until) throw new Error(`Caddy did not start: ${broken ?? said()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** One that was free a moment ago, for programs that cannot say which they took. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') fail(new Error('no port'));
        else done(address.port);
      });
    });
  });
}
