import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { type RunningBackend, startBackend } from '../e2e/harness/backend.ts';
import { openDesktop } from '../simulators/desktop.ts';
import { seedCache } from '../simulators/seed/cache.ts';

const home = join(import.meta.dirname, '..', '..', '.turno', 'bench');
/**
 * Raised when what a profile holds changes: one that was made before is made anew. 2: it keeps all of its history; before,
 * a start let go of what was older than 90 days, which was four fifths of it.
 */
const MADE = 2;
const keptSchema = z.object({ port: z.number().int(), made: z.number().int().default(1) });

export interface WarmProfile {
  backend: RunningBackend;
  /** A desktop's folder: Ana is signed in, and this much is cached. */
  folder: string;
}

/**
 * A backend and a desktop that has worked with it for long. Made once per size (a minute or two for a million
 * messages) and kept between runs, for it is the same every time.
 */
export async function warmProfile(
  conversations: number,
  messages: number,
  /** A folder to copy the profile to, for what changes it. */
  copyTo: string | null = null,
): Promise<WarmProfile> {
  const place = join(home, `${conversations}-${messages}`);
  const ready = join(place, 'ready.json');
  const desktop = join(place, 'desktop');
  const graphUrl = 'http://127.0.0.1:1/v26.0';
  const kept = existsSync(ready) ? keptSchema.parse(JSON.parse(await readFile(ready, 'utf8'))) : null;
  if (kept?.made === MADE) {
    const { port } = kept;
    const used = copyTo ?? place;
    if (copyTo !== null) await cp(place, copyTo, { recursive: true });
    const backend = await startBackend({ folder: join(used, 'backend'), port, graphUrl });
    return { backend, folder: join(used, 'desktop') };
  }
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  // The profile belongs to the server's address, so the port stays.
  const port = await freePort();
  const backend = await startBackend({ folder: join(place, 'backend'), port, graphUrl });
  const first = await openDesktop({ serverUrl: backend.url, folder: desktop, keyring: false });
  const signedIn = await first.signIn('turno-demo-2026');
  if (!signedIn.ok) throw new Error(`nobody could sign in: ${signedIn.reason}`);
  await first.act('session.protect', { way: 'file', password: null });
  await first.online();
  await first.close();
  process.stderr.write(`Caching ${conversations} conversations with ${messages} messages …\n`);
  const began = performance.now();
  let told = 0;
  await seedCache({
    folder: desktop,
    conversations,
    messages,
    onProgress(done) {
      if (done - told < conversations / 10) return;
      told = done;
      process.stderr.write(`  ${Math.round((done / conversations) * 100)}% in ${seconds(began)} s\n`);
    },
  });
  process.stderr.write(`  done in ${seconds(began)} s\n`);
  await writeFile(ready, JSON.stringify({ port, made: MADE }));
  if (copyTo === null) return { backend, folder: desktop };
  await backend.program.end();
  return await warmProfile(conversations, messages, copyTo);
}

const seconds = (began: number): string => ((performance.now() - began) / 1_000).toFixed(0);

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = address === null || typeof address === 'string' ? 0 : address.port;
      probe.close(() => done(port));
    });
  });
}
