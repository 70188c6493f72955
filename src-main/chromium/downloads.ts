import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The system's folder for downloads. Linux keeps its name, which differs by language, in `user-dirs.dirs`
 * (XDG user directories); elsewhere it is `Downloads` whatever the language shows.
 */
export function downloadsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment.HOME ?? homedir();
  if (process.platform === 'linux') {
    const config = environment.XDG_CONFIG_HOME ?? join(home, '.config');
    const named = /^XDG_DOWNLOAD_DIR="(.+)"$/m.exec(readText(join(config, 'user-dirs.dirs')))?.[1];
    if (named !== undefined) return named.replace(/^\$HOME/, home);
  }
  return join(home, 'Downloads');
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
