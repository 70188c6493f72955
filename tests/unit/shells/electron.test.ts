import { EventEmitter } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';

/** A stand-in for the parts of Electron that the shell touches: it remembers what was asked of it. */
const electron = vi.hoisted(() => {
  type Listener = (...args: never[]) => unknown;
  const listeners = new Map<string, Listener[]>();
  const emitter = (name: string) => ({
    on(event: string, listener: Listener) {
      const key = `${name}:${event}`;
      listeners.set(key, [...(listeners.get(key) ?? []), listener]);
    },
  });
  return {
    listeners,
    emitter,
    windows: [] as {
      options: Record<string, unknown>;
      calls: string[];
      handlers: Map<string, Listener>;
      sent: unknown[][];
    }[],
    engine: {
      sent: [] as { message: unknown; ports: unknown[] }[],
      listeners: new Map<string, Listener>(),
      killed: false,
    },
    opened: [] as string[],
    handlers: new Map<string, Listener>(),
    emit(name: string, event: string, ...args: unknown[]) {
      for (const listener of listeners.get(`${name}:${event}`) ?? [])
        (listener as (...all: unknown[]) => unknown)(...args);
    },
  };
});

vi.mock('electron', () => {
  const frame = { url: 'app://turno/' };
  class BrowserWindow {
    options: Record<string, unknown>;
    calls: string[] = [];
    handlers = new Map<string, (...args: never[]) => unknown>();
    sent: unknown[][] = [];
    webContents = {
      id: 7,
      mainFrame: frame,
      postMessage: (...args: unknown[]) => this.sent.push(args),
    };
    constructor(options: Record<string, unknown>) {
      this.options = options;
      electron.windows.push(this);
    }
    on(event: string, listener: (...args: never[]) => unknown) {
      this.handlers.set(event, listener);
    }
    once(event: string, listener: (...args: never[]) => unknown) {
      this.handlers.set(event, listener);
    }
    loadURL(url: string) {
      this.calls.push(`load ${url}`);
      return Promise.resolve();
    }
    isMinimized = () => false;
    isDestroyed = () => false;
    isMaximized = () => false;
    getNormalBounds = () => ({ x: 0, y: 0, width: 1280, height: 800 });
    show = () => this.calls.push('show');
    hide = () => this.calls.push('hide');
    focus = () => this.calls.push('focus');
    maximize = () => this.calls.push('maximize');
    restore = () => this.calls.push('restore');
  }
  return {
    BrowserWindow,
    Menu: { buildFromTemplate: (template: unknown) => template },
    MessageChannelMain: class {
      port1 = { name: 'engine end' };
      port2 = { name: 'page end' };
    },
    Notification: class {},
    Tray: class {
      setToolTip() {}
      setContextMenu() {}
      on() {}
    },
    app: {
      ...electron.emitter('app'),
      getPath: () => '/downloads',
      getLoginItemSettings: () => ({ openAtLogin: false }),
      setBadgeCount: () => true,
      quit() {},
    },
    dialog: {},
    ipcMain: electron.emitter('ipc'),
    powerMonitor: Object.assign(electron.emitter('power'), { getSystemIdleTime: () => 0 }),
    protocol: { handle: (scheme: string, handler: () => unknown) => electron.handlers.set(scheme, handler) },
    safeStorage: {},
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: {
      defaultSession: {
        ...electron.emitter('session'),
        setPermissionRequestHandler: (handler: () => unknown) => electron.handlers.set('permission', handler),
        setPermissionCheckHandler: (handler: () => unknown) => electron.handlers.set('check', handler),
        setDevicePermissionHandler: (handler: () => unknown) => electron.handlers.set('device', handler),
      },
    },
    shell: { openExternal: async (url: string) => electron.opened.push(url) },
    utilityProcess: {
      fork: () => ({
        on: (event: string, listener: (...args: never[]) => unknown) => electron.engine.listeners.set(event, listener),
        postMessage: (message: unknown, ports: unknown[] = []) => electron.engine.sent.push({ message, ports }),
        kill: () => true,
      }),
    },
  };
});

const { startDesktop } = await import('../../../src-main/electron/desktop.ts');
const { isTrustedSender } = await import('../../../src-main/electron/trusted-sender.ts');

async function open() {
  const userDataFolder = await mkdtemp(join(tmpdir(), 'turno-electron-'));
  const desktop = startDesktop({ serverUrl: null, userDataFolder, window: true, link: null, downloadsFolder: null });
  const window = electron.windows.at(-1);
  if (window === undefined) throw new Error('no window was opened');
  return { desktop, window };
}

const call = (name: string, ...args: unknown[]): unknown => {
  const handler = electron.handlers.get(name);
  if (handler === undefined) throw new Error(`nothing handles «${name}»`);
  return (handler as (...all: unknown[]) => unknown)(...args);
};

beforeEach(() => {
  electron.listeners.clear();
  electron.windows.length = 0;
  electron.engine.sent.length = 0;
  electron.opened.length = 0;
});

test('the page runs in a sandbox, apart from Node and from the preload', async () => {
  const { window } = await open();
  expect(window.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
  });
  expect(window.calls).toEqual(['load app://turno/']);
});

test('permissions are denied, but the microphone to our own page', async () => {
  await open();
  const asked = (permission: string, details: Record<string, unknown>) => {
    let answer: unknown;
    call('permission', null, permission, (granted: boolean) => (answer = granted), details);
    return answer;
  };
  const ours = { requestingUrl: 'app://turno/' };
  expect(asked('media', { ...ours, mediaTypes: ['audio'] })).toBe(true);
  expect(asked('media', { ...ours, mediaTypes: ['audio', 'video'] })).toBe(false);
  expect(asked('media', { requestingUrl: 'https://evil.example/', mediaTypes: ['audio'] })).toBe(false);
  for (const permission of [
    'geolocation',
    'notifications',
    'openExternal',
    'display-capture',
    'usb',
    'clipboard-read',
  ]) {
    expect(asked(permission, ours), permission).toBe(false);
    expect(call('check', null, permission, 'app://turno', {}), permission).toBe(false);
  }
  expect(call('device')).toBe(false);
});

test('what a message carries may be saved, and nothing else is written to disk', async () => {
  await open();
  const isSaved = (url: string): boolean => {
    let saved = true;
    const event = { preventDefault: () => (saved = false) };
    const [listener] = electron.listeners.get('session:will-download') ?? [];
    (listener as ((...all: unknown[]) => unknown) | undefined)?.(event, { getURL: () => url });
    return saved;
  };
  expect(isSaved('app://turno/media/0b3c')).toBe(true);
  for (const url of [
    'app://turno/index.html',
    'https://evil.example/media/0b3c',
    'blob:app://turno/1',
    'app://other/media/a',
  ])
    expect(isSaved(url), url).toBe(false);
});

test('no page leads away, and a link it opens goes to the system only when the allow-list knows it', async () => {
  await open();
  const contents = Object.assign(new EventEmitter(), { handler: (_: { url: string }): unknown => null });
  const page = Object.assign(contents, {
    setWindowOpenHandler(handler: (details: { url: string }) => unknown) {
      contents.handler = handler;
    },
  });
  electron.emit('app', 'web-contents-created', {}, page);
  for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
    const prevented = vi.fn();
    page.emit(event, { url: 'https://evil.example/', preventDefault: prevented });
    expect(prevented, event).toHaveBeenCalledOnce();
  }
  expect(contents.handler({ url: 'https://aurora.example/' })).toEqual({ action: 'deny' });
  expect(contents.handler({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
  expect(electron.opened).toEqual(['https://aurora.example/']);
});

test('only the main frame of our own page gets a port to the engine', async () => {
  const { window } = await open();
  const mainFrame = { url: 'app://turno/' };
  const foreign = { url: 'https://evil.example/' };
  const sender = { id: 7, mainFrame };
  const trusted = (event: object, id: number | null = 7) =>
    isTrustedSender(event as Parameters<typeof isTrustedSender>[0], id);
  expect(trusted({ sender, senderFrame: mainFrame })).toBe(true);
  expect(trusted({ sender, senderFrame: { url: 'app://turno/' } })).toBe(false);
  expect(trusted({ sender: { id: 7, mainFrame: foreign }, senderFrame: foreign })).toBe(false);
  expect(trusted({ sender: { ...sender, id: 8 }, senderFrame: mainFrame })).toBe(false);
  expect(trusted({ sender, senderFrame: null })).toBe(false);

  electron.emit('ipc', 'turno:request-port', { sender: { id: 7, mainFrame: foreign }, senderFrame: foreign });
  electron.emit('ipc', 'turno:request-port', { sender, senderFrame: mainFrame }, 'an argument');
  expect(window.sent).toEqual([]);
  electron.emit('ipc', 'turno:request-port', { sender, senderFrame: mainFrame });
  expect(window.sent).toEqual([['turno:port', null, [{ name: 'page end' }]]]);
  expect(electron.engine.sent.at(-1)).toEqual({ message: { type: 'window' }, ports: [{ name: 'engine end' }] });
});

test('a deep link opens its conversation; a second start without one brings the window to the front', async () => {
  const { desktop, window } = await open();
  desktop.want({ link: 'turno://conversation/abc-1' });
  expect(electron.engine.sent.at(-1)?.message).toEqual({ type: 'open-conversation', conversationId: 'abc-1' });
  const before = electron.engine.sent.length;
  desktop.want({ link: 'turno://settings/abc' });
  desktop.want({ link: null });
  expect(electron.engine.sent).toHaveLength(before);
  expect(window.calls.slice(1)).toEqual(['show', 'focus', 'show', 'focus']);
});

test('closing the window hides it, for the shift goes on', async () => {
  const { window } = await open();
  const prevented = vi.fn();
  (window.handlers.get('close') as ((event: unknown) => void) | undefined)?.({ preventDefault: prevented });
  expect(prevented).toHaveBeenCalledOnce();
  expect(window.calls.at(-1)).toBe('hide');
});

test('the engine hears of sleep and waking', async () => {
  await open();
  electron.emit('power', 'suspend');
  electron.emit('power', 'resume');
  expect(electron.engine.sent.slice(-2).map(({ message }) => message)).toEqual([
    { type: 'shell-event', event: { type: 'suspend' } },
    { type: 'shell-event', event: { type: 'resume' } },
  ]);
});
