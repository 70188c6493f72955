import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
} from 'electron';
import { conversationOfLink } from '../desktop/deep-link.ts';
import type { DesktopOptions } from '../desktop/options.ts';
import { openPageFiles } from '../desktop/page-files.ts';
import { SCHEME } from './address.ts';
import { type EngineLink, startEngine } from './engine-link.ts';
import { bringToFront, handPort, loadWindow, windowOptions } from './main-window.ts';
import { createNotifications } from './notifications.ts';
import { createSchemeHandler } from './scheme.ts';
import { createSafeStorageSecrets } from './secrets.ts';
import { confineAll, denyPermissions } from './security.ts';
import { createShellRequests } from './shell-requests.ts';
import { showTray, trayMenu } from './tray.ts';
import { isTrustedSender } from './trusted-sender.ts';
import { keepWindowState, readWindowState } from './window-state.ts';

const dist = join(import.meta.dirname, '..');
const icon = join(dist, 'icons', '256.png');

/** What the system or a second start wants opened; without a link, the window. */
export type Wanted = { link: string | null };

/** The desktop after Electron is ready. Returns what later starts and links are handed to. */
export function startDesktop(options: DesktopOptions): { want(wanted: Wanted): void; engine: EngineLink } {
  const { userDataFolder } = options;
  let window: BrowserWindow | null = null;
  let quitting = false;

  confineAll(app, (url) => void shell.openExternal(url));
  denyPermissions(session.defaultSession);

  const notifications = createNotifications({
    Notification,
    onClick: (conversationId) => engine.shellEvent({ type: 'notification-click', conversationId }),
  });
  const tray = new Tray(join(dist, 'icons', '32.png'));
  const trayIcon = showTray(
    tray,
    Menu.buildFromTemplate(
      trayMenu({
        autoStart: process.platform === 'linux' ? null : app.getLoginItemSettings().openAtLogin,
        onOpen: () => showWindow(),
        onAutoStart: (openAtLogin) => app.setLoginItemSettings({ openAtLogin }),
        onQuit: () => app.quit(),
      }),
    ),
    () => showWindow(),
  );

  const engine = startEngine({
    fork: () => utilityProcess.fork(join(import.meta.dirname, 'engine.js'), [], { serviceName: 'Turno engine' }),
    start: { folder: userDataFolder, serverUrl: options.serverUrl, logFile: join(userDataFolder, 'desktop.log') },
    shell: createShellRequests({
      notify: notifications.notify,
      secrets: createSafeStorageSecrets({
        file: join(userDataFolder, 'electron', 'secrets.json'),
        safeStorage,
        platform: process.platform,
      }),
      electronShell: shell,
      dialog,
      downloadsFolder: options.downloadsFolder,
      suggestedFolder: app.getPath('downloads'),
    }),
    badge(count) {
      app.setBadgeCount(count);
      trayIcon.unread(count);
    },
    openWindow: () => showWindow(),
    // The page's port closed with the old process; it asks for a new one by itself.
    onRestart: () => {},
  });
  protocol.handle(SCHEME, createSchemeHandler({ files: openPageFiles(join(dist, 'renderer')), engine }));

  ipcMain.on('turno:request-port', (event, ...args: unknown[]) => {
    if (window === null || args.length > 0 || !isTrustedSender(event, window.webContents.id)) return;
    handPort(window, (port) => engine.attachWindow(port));
  });

  powerMonitor.on('suspend', () => engine.shellEvent({ type: 'suspend' }));
  powerMonitor.on('resume', () => engine.shellEvent({ type: 'resume' }));
  powerMonitor.on('lock-screen', () => engine.shellEvent({ type: 'idle', idle: true }));
  powerMonitor.on('unlock-screen', () => engine.shellEvent({ type: 'idle', idle: false }));
  setInterval(
    () => engine.shellEvent({ type: 'machine-idle', ms: powerMonitor.getSystemIdleTime() * 1000 }),
    5_000,
  ).unref();

  function openWindow(): BrowserWindow {
    const stateFile = join(userDataFolder, 'electron', 'window.json');
    const state = readWindowState(stateFile, screen);
    const opened = new BrowserWindow(windowOptions(join(import.meta.dirname, 'preload.cjs'), icon, state));
    keepWindowState(opened, stateFile);
    // Closing the window ends no shift: calls keep coming, and the tray brings it back.
    opened.on('close', (event) => {
      if (quitting) return;
      event.preventDefault();
      opened.hide();
    });
    opened.on('closed', () => {
      window = null;
    });
    loadWindow(opened, state);
    return opened;
  }

  function showWindow(): void {
    if (window === null) window = openWindow();
    else bringToFront(window);
  }

  app.on('activate', () => showWindow());
  app.on('window-all-closed', () => app.quit());
  let stopped = false;
  app.on('before-quit', (event) => {
    quitting = true;
    if (stopped) return;
    event.preventDefault();
    notifications.closeAll();
    void engine.stop().then(() => {
      stopped = true;
      app.quit();
    });
  });

  showWindow();
  return {
    engine,
    want({ link }) {
      const conversationId = link === null ? null : conversationOfLink(link);
      if (conversationId === null) showWindow();
      else engine.openConversation(conversationId);
    },
  };
}
