import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules, createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build, type Configuration, Platform } from 'electron-builder';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../../../scripts/built.mjs';

const project = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);
let folder = '';
let packed = '';

/**
 * electron-builder itself packs the application as for a release, around a stand-in for Electron's binary and without
 * the archive, so that what lies inside can be looked at and run.
 */
async function pack(changes: Configuration = {}): Promise<void> {
  const electronDist = join(folder, 'electron');
  await mkdir(join(electronDist, 'resources'), { recursive: true });
  await mkdir(join(electronDist, 'locales'), { recursive: true });
  for (const name of ['electron', 'LICENSE', 'LICENSES.chromium.html']) await writeFile(join(electronDist, name), '');
  await chmod(join(electronDist, 'electron'), 0o755);
  await build({
    projectDir: project,
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    config: {
      extends: join(project, 'electron-builder.yml'),
      electronDist,
      directories: { output: join(folder, 'release') },
      asar: false,
      afterPack: null,
      ...changes,
    },
  });
}

async function filesOf(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

beforeAll(async () => {
  await ensureBuilt(['renderer', 'electron']);
  folder = await mkdtemp(join(tmpdir(), 'turno-package-'));
  await pack();
  packed = join(folder, 'release', 'linux-unpacked', 'resources', 'app');
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test("electron-builder's own schema refuses a mistake, and takes our configuration", async () => {
  const typo: Configuration = JSON.parse('{"appID": "br.app.turno"}');
  await expect(pack(typo)).rejects.toThrow(/appID|configuration/i);
});

test('everything that the entry points import lies in the package', async () => {
  const parts = (await filesOf(join(packed, 'dist', 'electron'))).filter((name) => /\.c?js$/.test(name));
  expect(parts).toEqual(expect.arrayContaining(['main.js', 'engine.js', 'preload.cjs']));
  const missing: string[] = [];
  for (const part of parts) {
    const file = join(packed, 'dist', 'electron', part);
    const require = createRequire(file);
    for (const name of await importsOf(file)) {
      if (name === 'electron' || builtinModules.includes(name.replace(/^node:/, ''))) continue;
      try {
        if (!require.resolve(name).startsWith(packed)) missing.push(`${part}: ${name}`);
      } catch {
        missing.push(`${part}: ${name}`);
      }
    }
  }
  expect(missing).toEqual([]);
});

async function importsOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8');
  const names = text.matchAll(
    /^(?:import|export)\b[^'"\n]*?(?:from )?["']([^"'\n]+)["'];?$|\bimport\(["']([^"'\n]+)["']\)/gm,
  );
  return [...names].flatMap(([, still, lazy]) => still ?? lazy ?? []);
}

test('packages that are not bundled run from the package alone', async () => {
  // Away from the project, whose own packages would otherwise be found.
  const program = `
    import Database from 'better-sqlite3';
    import PDFDocument from 'pdfkit';
    import { hashRaw } from '@node-rs/argon2';
    import { createRequire } from 'node:module';
    const font = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
    const document = new PDFDocument();
    document.on('data', () => {});
    document.registerFont('text', font);
    document.font('text').text('Olá');
    document.end();
    const database = new Database(':memory:');
    const key = await hashRaw('senha', { salt: Buffer.alloc(16) });
    console.log(database.prepare('SELECT 1 AS one').get().one, key.length);`;
  await writeFile(join(packed, 'probe.mjs'), program);
  const { stdout } = await run(process.execPath, [join(packed, 'probe.mjs')]);
  expect(stdout.trim()).toBe('1 32');
});

test('nothing else is packed: no sources, no backend, no tests, no other platform', async () => {
  const files = await filesOf(packed);
  const foreign = files.filter(
    (name) => !/^(dist\/(electron|renderer|icons)\/|node_modules\/|package\.json$|probe\.mjs$)/.test(name),
  );
  expect(foreign).toEqual([]);
  expect(
    files.filter(
      (name) =>
        /fastify|kysely|pglite|socket\.io|^node_modules\/react|\.ts$|darwin|win32-x64\.node/.test(name) &&
        !name.includes('/lib/'),
    ),
  ).toEqual([]);
  expect(files).toContain('dist/renderer/index.html');
  const { main } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8'));
  expect(files).toContain(main);
});

test('every target of the product is configured', async () => {
  const text = await readFile(join(project, 'electron-builder.yml'), 'utf8');
  for (const target of ['AppImage', 'deb', 'nsis', 'dmg'])
    expect(text).toMatch(new RegExp(`target: \\[.*\\b${target}\\b`));
  expect(text).toContain('afterPack: scripts/after-pack.mjs');
  expect(text).toContain('schemes: [turno]');
});
