import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/**
 * What the scripts know of the project and the machine. These files run on the machine's own Node (20 or newer), before
 * any package is there: nothing but Node's own modules, and no TypeScript.
 */
export const root = resolve(import.meta.dirname, '..');

/** The Node that `package-lock.json` pins. */
export const pinnedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

export const fromRoot = (...parts) => join(root, ...parts);

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** A program's path by its names, the first that PATH has; null. */
export function onPath(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      if (folder !== '' && isProgram(join(folder, name))) return join(folder, name);
    }
  }
  return null;
}

/** The system's browser, as `src-main/chromium/browser/find.ts` looks for it; null. */
export function systemBrowser() {
  const wished = process.env.TURNO_BROWSER;
  if (wished) return isProgram(wished) ? wished : null;
  if (process.platform === 'darwin') {
    const names = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return names.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`).find(isProgram) ?? null;
  }
  if (process.platform === 'win32') {
    const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
    return (
      roots.flatMap((folder) => (folder ? programs.map((path) => join(folder, path)) : [])).find(existsSync) ?? null
    );
  }
  return (
    onPath(
      'chromium',
      'chromium-browser',
      'google-chrome-stable',
      'google-chrome',
      'microsoft-edge-stable',
      'microsoft-edge',
    ) ??
    ['/snap/bin/chromium'].find(isProgram) ??
    null
  );
}

/** PATH with the pinned Node first, for whatever the scripts start. */
export const environment = () => ({
  ...process.env,
  PATH: [join(root, 'node_modules', 'node', 'bin'), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(
    delimiter,
  ),
});
