import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type BrowserContext, _electron as electron, type Page } from 'playwright-core';
import type { Program } from './program.ts';

const entry = join(import.meta.dirname, '..', '..', '..', 'dist', 'electron', 'main.js');

/** `TURNO_SHELL=electron` (or `npm test -- --shell electron`), for machines that have the binary and a display. */
export const inElectron = (): boolean => process.env.TURNO_SHELL === 'electron';

/** The desktop in Electron, with its own window. Rejects where the binary is missing: the package says how to get it. */
export async function startElectronDesktop(options: {
  serverUrl: string;
  folder: string;
  downloads: string;
  environment?: NodeJS.ProcessEnv;
  link?: string;
}): Promise<{ url: string; program: Program; context: BrowserContext; page: Page }> {
  const executablePath: unknown = createRequire(import.meta.url)('electron');
  if (typeof executablePath !== 'string') throw new Error('the electron package names no binary');
  const environment = { ...process.env, DBUS_SESSION_BUS_ADDRESS: '', ...options.environment };
  const application = await electron.launch({
    executablePath,
    args: [
      entry,
      ...['--server', options.serverUrl, '--user-data', options.folder, '--downloads', options.downloads],
      ...(options.link === undefined ? [] : [options.link]),
    ],
    env: Object.fromEntries(
      Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
  });
  const child = application.process();
  let running = true;
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-20_000);
  });
  const ended = new Promise<void>((done) =>
    child.once('exit', () => {
      running = false;
      done();
    }),
  );
  const page = await application.firstWindow();
  return {
    url: page.url(),
    page,
    context: application.context(),
    program: {
      said: null,
      errors: () => errors,
      running: () => running,
      pid: child.pid ?? -1,
      async kill() {
        child.kill('SIGKILL');
        await ended;
      },
      end: () => application.close(),
    },
  };
}
