import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, startProgram } from '../../e2e/harness/program.ts';
import { freePort, startCaddy } from '../../integration/deploy/caddy.ts';
import { startPostgres } from '../../integration/postgres-server.ts';

const main = join(import.meta.dirname, '..', '..', '..', 'src-backend', 'main.ts');
/** As in compose.yaml. */
const DRAIN_SECONDS = 5;
const STOP_WITHIN_MS = 40_000;

export interface MeasuredNode {
  url: string;
  end(): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Of the event loop since it was last asked, and of the processor since the start. */
  load(): Promise<{ lagMs: number; cpuSeconds: number }>;
}

/** Two nodes on a PostgreSQL server that commits to the disk, behind the real balancer. `operation`: a provision file. */
export async function openTwoNodes(operation: object) {
  await using opening = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'turno-bench-'));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  const server = await startPostgres({ durable: true });
  opening.defer(() => server.stop());
  const provision = join(folder, 'workspace.json');
  await writeFile(provision, JSON.stringify(operation));

  const openNode = async (args: string[]): Promise<MeasuredNode> => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const launch = () =>
      startProgram(main, ['--port', String(port), ...args], {
        DATABASE_URL: server.url,
        TURNO_LOG: process.env.TURNO_TEST_LOG ?? 'error',
        TURNO_TRUSTED_PROXIES: '127.0.0.1',
        TURNO_DRAIN_SECONDS: String(DRAIN_SECONDS),
      });
    let program: Program = await launch();
    opening.defer(() => program.kill());
    return {
      url,
      end: () => program.end(STOP_WITHIN_MS),
      kill: () => program.kill(),
      async start() {
        program = await launch();
      },
      async load() {
        const words = await (await fetch(`${url}/metrics`)).text();
        const read = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(words)?.[1]);
        return {
          lagMs: read('nodejs_eventloop_lag_max_seconds') * 1_000,
          cpuSeconds: read('process_cpu_seconds_total'),
        };
      },
    };
  };
  // One after the other: the first makes the workspace.
  const first = await openNode(['--provision', provision]);
  const second = await openNode([]);
  const caddy = await startCaddy([first, second].map(({ url }) => new URL(url).host));
  opening.defer(() => caddy.stop());
  const all = opening.move();
  return { url: caddy.url, first, second, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
