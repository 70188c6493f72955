import { readFileSync } from 'node:fs';
import { writeWhole } from '../engine/files.ts';

/** Where the window was served last on this folder. `session` is there only while a desktop runs, or was killed. */
export interface KeptAddress {
  port: number;
  session: string | null;
}

/** Read in a few microseconds, for it stands before the browser's launch. A broken file counts as none. */
export function readAddress(path: string): KeptAddress {
  try {
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof kept !== 'object' || kept === null || !('port' in kept)) return none;
    const { port } = kept;
    if (typeof port !== 'number' || !Number.isInteger(port) || port < 1024 || port > 65_535) return none;
    const session = 'session' in kept && typeof kept.session === 'string' ? kept.session : '';
    return { port, session: /^[\w-]{43}$/.test(session) ? session : null };
  } catch {
    return none;
  }
}

const none: KeptAddress = { port: 0, session: null };

export const writeAddress = (path: string, address: KeptAddress): Promise<void> =>
  writeWhole(path, JSON.stringify(address));
