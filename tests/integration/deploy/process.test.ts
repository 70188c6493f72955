import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type Program, startProgram } from '../../e2e/harness/program.ts';
import { createDatabase } from '../stores.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'turno-deploy-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function node(home: string, environment: NodeJS.ProcessEnv): Promise<Program & { url: string }> {
  const program = await startProgram(join(home, 'src-backend', 'main.ts'), ['--port', '0'], {
    TURNO_LOG: 'info',
    ...environment,
  });
  undo.push(() => program.kill());
  return { ...program, url: z.object({ url: z.url() }).parse(program.said).url };
}

const status = (url: string) =>
  fetch(url).then(
    (answer) => answer.status,
    () => 'gone' as const,
  );

test('a node told to stop is first not ready, serves on for the balancer to notice, and then ends', async () => {
  const database = await createDatabase();
  undo.push(database.drop);
  const one = await node(root, { DATABASE_URL: database.url, TURNO_DRAIN_SECONDS: '2' });
  expect([await status(`${one.url}/readyz`), await status(`${one.url}/metrics`)]).toEqual([200, 200]);
  const began = performance.now();
  const ended = one.end();
  await expect.poll(() => status(`${one.url}/readyz`), { interval: 20, timeout: 1_500 }).toBe(503);
  expect([await status(`${one.url}/healthz`), await status(`${one.url}/demo/shop`)]).toEqual([200, 200]);
  await ended;
  expect(performance.now() - began).toBeGreaterThan(1_900);
  expect(await status(`${one.url}/healthz`)).toBe('gone');
  // The log is one JSON object a line.
  const lines = one.errors().trim().split('\n');
  expect(lines.map((line) => z.object({ level: z.number(), msg: z.string() }).parse(JSON.parse(line)).msg)).toContain(
    'the backend is about to stop',
  );
}, 60_000);

test('what the image copies is all that a backend needs', async () => {
  const dockerfile = await readFile(join(root, 'deploy', 'Dockerfile'), 'utf8');
  const copied = [...dockerfile.matchAll(/^COPY --from=build \/turno\/(\S+) \.\/\S*$/gm)].map(
    (match) => match[1] ?? '',
  );
  expect(copied).toContain('src-backend');
  const home = await temporary();
  for (const name of copied) {
    await mkdir(dirname(join(home, name)), { recursive: true });
    await symlink(join(root, name), join(home, name));
  }
  const environment = { DATABASE_URL: '', NODE_OPTIONS: '--preserve-symlinks --preserve-symlinks-main' };
  const program = await startProgram(
    join(home, 'src-backend', 'main.ts'),
    ['--port', '0', '--data', join(home, 'data')],
    {
      ...environment,
    },
  );
  undo.push(() => program.kill());
  const { url } = z.object({ url: z.url() }).parse(program.said);
  expect([await status(`${url}/readyz`), await status(`${url}/widget.js`)]).toEqual([200, 200]);
}, 60_000);
