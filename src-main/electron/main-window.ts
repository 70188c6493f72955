import {
  type BrowserWindow,
  type BrowserWindowConstructorOptions,
  MessageChannelMain,
  type MessagePortMain,
} from 'electron';
import { ORIGIN } from './address.ts';
import type { WindowState } from './window-state.ts';

/** Every switch that guards the page is named, whatever Electron's defaults become. */
export function windowOptions(
  preload: string,
  icon: string,
  state: WindowState | null,
): BrowserWindowConstructorOptions {
  return {
    title: 'Turno',
    icon,
    show: false,
    minWidth: 760,
    minHeight: 520,
    ...(state === null
      ? { width: 1280, height: 800 }
      : { x: state.x, y: state.y, width: state.width, height: state.height }),
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: true,
      // Sounds of new messages come when nobody clicked yet.
      autoplayPolicy: 'no-user-gesture-required',
    },
  };
}

/** Shows the page once it has drawn, so that no empty window flashes. */
export function loadWindow(window: BrowserWindow, state: WindowState | null): void {
  window.once('ready-to-show', () => {
    if (state?.maximized) window.maximize();
    window.show();
  });
  void window.loadURL(`${ORIGIN}/`);
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** One end goes to the page that asked, the other to the engine. */
export function handPort(window: BrowserWindow, attach: (port: MessagePortMain) => void): void {
  const { port1, port2 } = new MessageChannelMain();
  attach(port1);
  window.webContents.postMessage('turno:port', null, [port2]);
}
