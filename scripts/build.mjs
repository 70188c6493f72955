import { cp, mkdir, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './machine.mjs';

/**
 * Builds everything that runs from `dist/`: the window (renderer), the live-chat widget, and both shells with the
 * engine in them. Runs on the pinned Node.
 *
 * A shell is bundled so that a start reads a few files instead of some hundred; what cannot be bundled (native code,
 * or a library that reads files beside itself) stays a package, and `electron-builder.yml` packs exactly those.
 */
export const packagesLeftOut = [
  'better-sqlite3',
  '@napi-rs/keyring',
  '@node-rs/argon2',
  'pdfkit',
  'dejavu-fonts-ttf',
  'electron',
];

const bundle = ({ name, entries, format = 'es', target }) =>
  build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    // Types are stripped, nothing else is needed: what runs here is a Node far newer than any target.
    build: {
      ssr: true,
      target,
      outDir: join(root, 'dist', name),
      emptyOutDir: true,
      minify: false,
      sourcemap: false,
      reportCompressedSize: false,
      rollupOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([entry, file]) => [entry, join(root, file)])),
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          chunkFileNames: 'parts/[name]-[hash].js',
        },
      },
    },
    ssr: {
      target: 'node',
      noExternal: true,
      external: [...packagesLeftOut, ...builtinModules, ...builtinModules.map((module) => `node:${module}`)],
    },
  });

/** The engine's own threads; it looks for them at the bundle's root. */
const threads = { 'file-worker': 'src-main/engine/diagnostics/file-worker.ts' };

const parts = {
  renderer: () => build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' }),
  widget: async () => {
    const { buildWidget } = await import('./build-widget.ts');
    await buildWidget();
  },
  chromium: () =>
    bundle({ name: 'chromium', target: 'node26', entries: { main: 'src-main/chromium/main.ts', ...threads } }),
  electron: async () => {
    await bundle({
      name: 'electron',
      target: 'node24',
      entries: { main: 'src-main/electron/main.ts', engine: 'src-main/electron/engine-process.ts', ...threads },
    });
    // A sandboxed preload is a classic script.
    const preload = join(root, 'dist', 'electron-preload');
    await bundle({
      name: 'electron-preload',
      target: 'node24',
      format: 'cjs',
      entries: { preload: 'src-main/electron/preload.ts' },
    });
    await mkdir(join(root, 'dist', 'electron'), { recursive: true });
    await cp(preload, join(root, 'dist', 'electron'), { recursive: true });
    await rm(preload, { recursive: true });
    await cp(join(root, 'assets', 'icons'), join(root, 'dist', 'icons'), { recursive: true });
  },
};

/** @param {string[]} names the parts to build; none: all. */
export async function buildParts(names = []) {
  // A test runner's `NODE_ENV=test` would be handed down, and Vite would then bundle React's slow development build.
  process.env.NODE_ENV = 'production';
  for (const name of names.length === 0 ? Object.keys(parts) : names) {
    if (!Object.hasOwn(parts, name)) throw new Error(`there is no part «${name}»: ${Object.keys(parts).join(', ')}`);
    const start = performance.now();
    await parts[name]();
    process.stdout.write(`  built ${name} in ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  }
}

if (import.meta.main) await buildParts(process.argv.slice(2));
