import { join, resolve } from 'node:path';
import { app, protocol } from 'electron';
import { parseDesktopOptions } from '../desktop/options.ts';
import { SCHEME } from './address.ts';
import { startDesktop, type Wanted } from './desktop.ts';

/** What Electron and Chromium add to a command line is not ours to read. */
const ownArguments = (argv: string[]): string[] => {
  const rest = argv.slice(app.isPackaged ? 1 : 2);
  return rest.filter(
    (argument) =>
      !/^--(allow-file-access|original-process-start-time|enable-|disable-|no-sandbox|ozone|remote-debugging|inspect)/.test(
        argument,
      ),
  );
};

protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);

const parsed = parseDesktopOptions(ownArguments(process.argv), process.env);
if (!parsed.ok) {
  process.stderr.write(`Turno: ${parsed.reason}\n`);
  app.exit(2);
} else {
  const { options } = parsed;
  // Chromium's own files lie beside the engine's, and the lock of this instance is per folder.
  app.setPath('userData', join(options.userDataFolder, 'electron'));
  app.setAppUserModelId('br.app.turno');
  if (app.isPackaged) app.setAsDefaultProtocolClient('turno');
  else app.setAsDefaultProtocolClient('turno', process.execPath, [resolve(process.argv[1] ?? '.')]);

  const early: Wanted[] = options.link === null ? [] : [{ link: options.link }];
  let want = (wanted: Wanted): void => void early.push(wanted);

  if (!app.requestSingleInstanceLock({ link: options.link })) app.quit();
  else {
    app.enableSandbox();
    app.on('second-instance', (_event, argv) => {
      const link = argv.find((argument) => argument.startsWith('turno:')) ?? null;
      want({ link });
    });
    // macOS hands links over this way, also the one the application was started by.
    app.on('open-url', (event, link) => {
      event.preventDefault();
      want({ link });
    });
    void app.whenReady().then(() => {
      const desktop = startDesktop(options);
      want = desktop.want;
      for (const wanted of early.splice(0)) want(wanted);
    });
  }
}
