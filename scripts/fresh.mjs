import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fromRoot, root } from './machine.mjs';

/**
 * Which built parts are older than their sources. A part's stamp covers the name, size and time of each source file,
 * so checking costs some hundred `stat` calls and no reading.
 */
const stampFile = fromRoot('dist', 'stamps.json');
const common = ['src-shared', 'package-lock.json', 'scripts/build.mjs'];

const parts = {
  renderer: {
    sources: ['src-renderer', 'assets', 'vite.config.ts', ...common],
    product: 'dist/renderer/index.html',
  },
  widget: {
    sources: ['src-backend/channels/livechat', 'src-backend/channels/form/embed', 'scripts/build-widget.ts', ...common],
    product: 'dist/widget/widget.js',
  },
  chromium: {
    sources: ['src-main/engine', 'src-main/desktop', 'src-main/chromium', ...common],
    product: 'dist/chromium/main.js',
  },
  electron: {
    sources: ['src-main/engine', 'src-main/desktop', 'src-main/electron', 'assets/icons', ...common],
    product: 'dist/electron/main.js',
  },
};

export function stampOf(folder, sources) {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${relative(folder, path)} ${size} ${Math.round(mtimeMs)}\n`);
  };
  for (const source of sources) {
    const path = join(folder, source);
    if (!existsSync(path)) continue;
    if (!statSync(path).isDirectory()) {
      add(path);
      continue;
    }
    const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const file of files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort()) add(file);
  }
  return hash.digest('hex').slice(0, 32);
}

function readStamps() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

/** @returns {string[]} the names of the parts to build anew */
export function staleParts(names = Object.keys(parts)) {
  const stamps = readStamps();
  return names.filter((name) => {
    const { sources, product } = parts[name];
    return !existsSync(fromRoot(product)) || stamps[name] !== stampOf(root, sources);
  });
}

/** To be called with what `stampsOf` gave before the build: a source changed meanwhile is then built again next time. */
export function keepStamps(stamps) {
  writeFileSync(stampFile, JSON.stringify({ ...readStamps(), ...stamps }, null, 2));
}

export const stampsOf = (names) => Object.fromEntries(names.map((name) => [name, stampOf(root, parts[name].sources)]));
