import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type RememberedMessage, readJournal } from '../../simulators/graph-api/journal.ts';
import { secrets } from './whatsapp-operation.ts';

/** A stand-in for Meta that is killed amid a send, again and again, at one address and with one memory. */
export interface MortalGraph extends AsyncDisposable {
  graphUrl: string;
  url: string;
  deaths(): number;
  /** What it accepted in all its lives. */
  accepted(): RememberedMessage[];
  setCallback(url: string): void;
}

const main = join(import.meta.dirname, '..', '..', 'simulators', 'graph-api', 'main.ts');
const SPARES = 3;
const addresses = z.object({ url: z.url(), graphUrl: z.url() });

/** `dieAt(life)`: amid which send of this life it dies, and whether before or after accepting it; null: it does not. */
export async function openMortalGraph(
  dieAt: (life: number) => { send: number; phase: 'before' | 'after' } | null,
): Promise<MortalGraph> {
  const folder = await mkdtemp(join(tmpdir(), 'turno-graph-'));
  const journal = join(folder, 'journal');
  let callback: string | null = null;
  let port = 0;
  let deaths = 0;
  let closed = false;
  let living: ChildProcess | null = null;

  const launch = (life: number, wait: boolean): ChildProcess => {
    const death = dieAt(life);
    return spawn(
      process.execPath,
      [
        main,
        ...['--port', String(port), '--journal', journal, '--status-after-ms', '10,-,-'],
        ...(callback === null ? [] : ['--callback', callback]),
        ...(death === null ? [] : ['--die-at', String(death.send), '--die-phase', death.phase]),
        ...(wait ? ['--wait'] : []),
      ],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...process.env, WHATSAPP_ACCESS_TOKEN: secrets.accessToken, WHATSAPP_APP_SECRET: secrets.appSecret },
      },
    );
  };
  const said = (child: ChildProcess): Promise<z.infer<typeof addresses>> =>
    new Promise((resolve, reject) => {
      child.once('exit', () => reject(new Error('the stand-in ended before it listened')));
      if (child.stdout === null) return;
      createInterface({ input: child.stdout }).once('line', (line) => resolve(addresses.parse(JSON.parse(line))));
    });

  /** The next lives are loaded while this one lives, so that an outage is short and lives are many. */
  const spares: ChildProcess[] = [];
  const live = (child: ChildProcess): void => {
    living = child;
    child.once('exit', () => {
      if (closed) return;
      deaths += 1;
      const heir = spares.shift() ?? launch(deaths, true);
      heir.stdin?.write('live\n');
      live(heir);
      spares.push(launch(deaths + SPARES, true));
    });
  };

  const first = launch(0, false);
  const { url, graphUrl } = await said(first);
  port = Number(new URL(url).port);
  return {
    url,
    graphUrl,
    deaths: () => deaths,
    accepted: () => readJournal(journal),
    setCallback(address) {
      callback = address;
      void fetch(`${url}/control/callback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ url: address }),
      });
      live(first);
      for (let life = 1; life <= SPARES; life += 1) spares.push(launch(life, true));
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      for (const spare of spares) spare.kill('SIGKILL');
      living?.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
