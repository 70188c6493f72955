import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What a desktop is started with, the same in both shells. */
export interface DesktopOptions {
  /** null: the server used last on this machine, else the one this build was made for. */
  serverUrl: string | null;
  userDataFolder: string;
  /** false: the address is printed as one JSON line and nothing is opened. */
  window: boolean;
  /** A deep link (`turno://conversation/ID`), as the system hands it over on the command line. */
  link: string | null;
  /** Where saved files go without asking; null: the system's own folder, or a dialog. */
  downloadsFolder: string | null;
}

export type ParsedOptions = { ok: true; options: DesktopOptions } | { ok: false; reason: string };

/** `args` as after the program's name. Unknown switches are refused: a typo must not start a desktop elsewhere. */
export function parseDesktopOptions(args: string[], environment: NodeJS.ProcessEnv): ParsedOptions {
  let parsed: ReturnType<typeof readArgs>;
  try {
    parsed = readArgs(args);
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
  const { values, positionals } = parsed;
  const server = values.server ?? environment.TURNO_SERVER ?? null;
  if (server !== null && !isServerUrl(server)) {
    return { ok: false, reason: `--server takes an address such as https://turno.example, not «${server}»` };
  }
  return {
    ok: true,
    options: {
      serverUrl: server,
      userDataFolder: resolve(values['user-data'] ?? environment.TURNO_USER_DATA ?? defaultUserData(environment)),
      window: !values['no-window'],
      link: positionals.find((argument) => argument.startsWith('turno:')) ?? null,
      downloadsFolder: values.downloads === undefined ? null : resolve(values.downloads),
    },
  };
}

function readArgs(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      server: { type: 'string' },
      'user-data': { type: 'string' },
      'no-window': { type: 'boolean', default: false },
      downloads: { type: 'string' },
      shell: { type: 'string' },
    },
  });
}

function isServerUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
}

/** Where each system wants an application's own files. */
export function defaultUserData(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const home = environment.HOME ?? homedir();
  switch (platform) {
    case 'win32':
      return join(environment.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Turno');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Turno');
    default:
      return join(environment.XDG_CONFIG_HOME ?? join(home, '.config'), 'Turno');
  }
}
