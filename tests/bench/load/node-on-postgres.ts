import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Program, startProgram } from '../../e2e/harness/program.ts';
import { startPostgres } from '../../integration/postgres-server.ts';

const root = join(import.meta.dirname, '..', '..', '..');
/** Where the CPU profiles of the backends are written when they end; unset: none are made. */
const PROFILES = process.env.TURNO_BENCH_PROFILES;

/** One backend node as a process of its own, on a PostgreSQL server that commits to the disk. */
export interface NodeOnPostgres extends AsyncDisposable {
  url: string;
  databaseUrl: string;
  program: Program;
  /** A server of the bare path (bare-server.ts) on the same database. */
  bare(): Promise<{ url: string; program: Program }>;
}

/** `operation`: a provision file. */
export async function openNodeOnPostgres(operation: object): Promise<NodeOnPostgres> {
  await using opening = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'turno-bench-'));
  opening.defer(() => rm(folder, { recursive: true, force: true }));
  const server = await startPostgres({ durable: true });
  opening.defer(() => server.stop());
  const provision = join(folder, 'workspace.json');
  await writeFile(provision, JSON.stringify(operation));
  const program = await startProgram(join(root, 'src-backend', 'main.ts'), ['--port', '0', '--provision', provision], {
    DATABASE_URL: server.url,
    TURNO_LOG: process.env.TURNO_TEST_LOG ?? 'error',
    // Sign-ins are limited by address; a bench says from which of many each comes.
    TURNO_TRUSTED_PROXIES: '127.0.0.1',
    ...(PROFILES !== undefined && { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${PROFILES}` }),
  });
  opening.defer(() => program.end());
  const { url } = z.object({ url: z.url() }).parse(program.said);
  const all = opening.move();
  return {
    url,
    databaseUrl: server.url,
    program,
    async bare() {
      const bareProgram = await startProgram(join(import.meta.dirname, '..', 'bare-server.ts'), [server.url]);
      all.defer(() => bareProgram.kill());
      return { url: z.object({ url: z.url() }).parse(bareProgram.said).url, program: bareProgram };
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
