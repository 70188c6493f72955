import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { conversationOfLink } from '../desktop/deep-link.ts';
import { createLogFile } from '../desktop/log-file.ts';
import { keepMarks } from '../desktop/mark-file.ts';
import type { DesktopOptions } from '../desktop/options.ts';
import { openPageFiles } from '../desktop/page-files.ts';
import { errorFacts } from '../engine/error-facts.ts';
import { acquireInstance } from '../engine/instance.ts';
import type { Log } from '../engine/log.ts';
import { readAddress, writeAddress } from './address.ts';
import { downloadsFolder } from './downloads.ts';
import type { EngineDoor } from './loopback/door.ts';
import { createGuard } from './loopback/guard.ts';
import type { LoopbackServer } from './loopback/server.ts';
import { systemKeyring } from './secrets.ts';
import { createChromiumShell } from './shell.ts';
import { type AppWindow, createAppWindow, windowPlace } from './window.ts';

/** After the last window's bridge and its browser are gone. A reload closes the bridge for a moment only. */
const END_DELAY_MS = 2_000;

/**
 * One desktop: the lock of its folder, the loopback server, the browser's window, and the engine behind them. The
 * browser takes longest to start, so it is started first and everything else is made ready meanwhile. `rendererFolder`
 * holds the built window.
 */
export async function runDesktop(options: DesktopOptions, rendererFolder: string): Promise<void> {
  const { userDataFolder } = options;
  const instance = acquireInstance(userDataFolder);
  if (!instance.ok) {
    const taken = await instance.hand({ link: options.link });
    return tellOfSecond(taken, options);
  }

  const log = createLogFile(join(userDataFolder, 'desktop.log'));
  const addressFile = join(userDataFolder, 'address.json');
  const kept = readAddress(addressFile);
  const door = Promise.withResolvers<EngineDoor>();
  const place = windowPlace(options.window, process.env, process.platform);
  let appWindow: AppWindow | null = null;
  const ended = Promise.withResolvers<void>();
  // Before anybody can know that this desktop is there: whoever ends it then ends it in order.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => ended.resolve());
  let ending: NodeJS.Timeout | null = null;
  let openWindows = 0;

  const endIfUnused = (): void => {
    if (ending !== null) clearTimeout(ending);
    ending = setTimeout(() => {
      if (place === 'browser' && openWindows === 0 && !appWindow?.isOpen()) ended.resolve();
    }, END_DELAY_MS);
  };
  let guard = createGuard(kept);
  const shownWindow = createAppWindow({ userDataFolder, guard: () => guard, onClosed: () => endIfUnused() });
  appWindow = shownWindow;
  const showWindow = (): void => {
    if (place === 'browser') shownWindow.show();
  };
  // On the kept port, which is nearly always free, the browser starts while the server is still being loaded.
  if (kept.port !== 0) showWindow();

  const { startLoopbackServer } = await import('./loopback/server.ts');
  const loopback = await startLoopbackServer({
    files: openPageFiles(rendererFolder),
    door: door.promise,
    preferredPort: kept.port,
    guardOf(port) {
      if (port !== kept.port) guard = createGuard({ port, session: null });
      return guard;
    },
    log,
    onWindows(open) {
      openWindows = open;
      endIfUnused();
    },
  });
  if (loopback.port !== kept.port) {
    await shownWindow.close();
    showWindow();
  }
  if (place === 'browser' && process.getuid?.() === 0) {
    process.stderr.write('O Chromium roda sem a sua sandbox, porque este usuário é o root. Use uma conta comum.\n');
  }
  tellOfPlace(place, loopback.launchUrl);

  const { createEngine } = await import('../engine/engine.ts');
  const engine = createEngine({
    folder: userDataFolder,
    serverUrl: options.serverUrl,
    log,
    instance,
    windowComing: place === 'browser',
    shell: createChromiumShell({
      secrets: systemKeyring(),
      downloadsFolder: () => options.downloadsFolder ?? downloadsFolder(),
      openWindow: showWindow,
    }),
  });
  keepMarks(engine, process.env.TURNO_MARKS);
  door.resolve({
    attach: (port) => engine.attach(port),
    upload: (input) => engine.addUpload(input),
    openMedia: (id, part) => engine.openMedia(id, part),
  });
  const opened = (link: string | null): void => {
    const conversationId = link === null ? null : conversationOfLink(link);
    if (conversationId !== null) engine.openConversation(conversationId);
    else showWindow();
  };
  await engine.start();
  instance.onSecond(({ link }) => opened(link));
  if (options.link !== null) opened(options.link);
  await writeAddress(addressFile, { port: loopback.port, session: loopback.session });
  flushCompileCache();
  await ended.promise;
  await close({ log, appWindow: shownWindow, loopback, stopEngine: () => engine.stop() });
  // Ended as it should: no page is owed its session.
  await writeAddress(addressFile, { port: loopback.port, session: null }).catch((error: unknown) =>
    log.warn('address-not-kept', errorFacts(error)),
  );
  instance.release();
  // What still runs (a keyring that never answered) must not keep a closed desktop alive.
  process.exit(0);
}

/** Each part is closed whatever became of the others: what the engine holds must reach the disk. */
async function close(parts: {
  log: Log;
  appWindow: AppWindow;
  loopback: LoopbackServer;
  stopEngine(): Promise<void>;
}): Promise<void> {
  const steps = [() => parts.appWindow.close(), parts.stopEngine, () => parts.loopback.close()];
  for (const step of steps) {
    await step().catch((error: unknown) => parts.log.error('close-failed', errorFacts(error)));
  }
}

function tellOfPlace(place: ReturnType<typeof windowPlace>, launchUrl: () => string): void {
  if (place === 'not-wanted') process.stdout.write(`${JSON.stringify({ url: launchUrl() })}\n`);
  if (place === 'no-display') {
    process.stdout.write(`Não há tela aqui. Abra este endereço num navegador desta máquina:\n  ${launchUrl()}\n`);
  }
  if (place === 'no-browser') {
    process.stdout.write(
      `Não há Chromium, Chrome nem Edge nesta máquina. Instale um deles, ou abra este endereço:\n  ${launchUrl()}\n`,
    );
  }
}

function tellOfSecond(taken: boolean, options: DesktopOptions): void {
  if (!taken) {
    process.stderr.write('O Turno já está aberto com esta pasta, mas não responde. Encerre-o e abra de novo.\n');
    process.exitCode = 1;
    return;
  }
  process.stdout.write(
    options.window
      ? 'O Turno já está aberto: a janela dele foi chamada.\n'
      : `${JSON.stringify({ alreadyRunning: true })}\n`,
  );
}
