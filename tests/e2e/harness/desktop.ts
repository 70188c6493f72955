import { join } from 'node:path';
import { z } from 'zod';
import { type Program, startProgram } from './program.ts';

const entry = join(import.meta.dirname, '..', '..', '..', 'dist', 'chromium', 'main.js');

export interface RunningDesktop {
  /** Opens the window once: the token in it is spent by that. */
  url: string;
  program: Program;
}

/** The desktop in the Chromium shell, as `npm run desktop -- --no-window` starts it. */
export async function startDesktop(options: {
  serverUrl: string;
  folder: string;
  downloads: string;
  environment?: NodeJS.ProcessEnv;
}): Promise<RunningDesktop> {
  const program = await startProgram(
    entry,
    [
      ...['--no-window', '--server', options.serverUrl],
      ...['--user-data', options.folder, '--downloads', options.downloads],
    ],
    // A machine without a keyring, whatever this one has: the choice of protection is part of what is tested.
    { DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: options.folder, ...options.environment },
  );
  const { url } = z.object({ url: z.url() }).parse(program.said);
  return { url, program };
}

/** A second start on the same folder, as the system does for a deep link: it hands over and ends. */
export async function startAgain(folder: string, link: string): Promise<unknown> {
  const program = await startProgram(entry, ['--no-window', '--user-data', folder, link]);
  await program.end();
  return program.said;
}
