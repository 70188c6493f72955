import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startProgram } from '../../e2e/harness/program.ts';
import { openDesktop } from '../../simulators/desktop.ts';
import { openBackendProcess } from '../backend-process.ts';
import { emailOf, PASSWORD } from '../harness.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const clockModule = pathToFileURL(join(root, 'tests', 'chaos', 'world', 'machine-clock.ts')).href;
const HOUR_MS = 3_600_000;
/** Each node notes every five seconds who is there, and looks for whom nobody noted. */
const ROUND_MS = 6_500;

const undo: (() => PromiseLike<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** A node of its own on the same database, whose clock is so many hours off. */
async function nodeOff(hours: number, databaseUrl: string, folder: string): Promise<string> {
  const clockFile = join(folder, `clock ${hours}`);
  await writeFile(clockFile, String(hours * HOUR_MS));
  const node = await startProgram(join(root, 'src-backend', 'main.ts'), ['--port', '0'], {
    DATABASE_URL: databaseUrl,
    TURNO_LOG: 'warn',
    NODE_OPTIONS: `--import=${clockModule}`,
    TURNO_TEST_CLOCK_FILE: clockFile,
  });
  undo.push(() => node.kill());
  expect(node.errors()).toContain("this machine's clock is wrong; the database's is used");
  return z.object({ url: z.url() }).parse(node.said).url;
}

test('nodes whose clocks are hours off work by the database’s, and do nobody harm', async () => {
  const people = ['Ana Souza', 'Bruno Lima', 'Carla Dias'];
  const operation = await openBackendProcess({ store: 'PostgreSQL', people });
  undo.push(() => operation[Symbol.asyncDispose]());
  const desktops = [await operation.agent('Ana Souza')];
  const [ana] = desktops;
  const folder = ana?.folder ?? '';
  for (const [name, hours] of [
    ['Bruno Lima', 6],
    ['Carla Dias', -6],
  ] as const) {
    const serverUrl = await nodeOff(hours, operation.databaseUrl ?? '', folder);
    const { time } = z.object({ time: z.number() }).parse(await (await fetch(`${serverUrl}/healthz`)).json());
    expect(Math.abs(time - Date.now())).toBeLessThan(5_000);
    const desktop = await openDesktop({ serverUrl });
    undo.push(() => desktop[Symbol.asyncDispose]());
    expect(await desktop.signIn(PASSWORD, emailOf(name))).toEqual({ ok: true });
    await desktop.online();
    await desktop.act('server.presence.set', { state: 'available', reason: null });
    desktops.push(desktop);
  }
  for (const desktop of desktops)
    await desktop.until('directory', {}, (directory) =>
      directory.people.every(({ presence }) => presence.state === 'available'),
    );
  const seen = desktops.map((desktop) => desktop.record('directory', {}));
  await new Promise((done) => setTimeout(done, ROUND_MS));
  const states = seen.flat().flatMap((directory) => directory.people.map(({ presence }) => presence.state));
  expect(new Set(states)).toEqual(new Set(['available']));
  for (const desktop of desktops) expect((await desktop.see('connection', {})).state).toBe('online');
}, 90_000);
