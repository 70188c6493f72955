import { type ChildProcess, spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { type BrowserControl, createBrowserControl } from './control.ts';

export interface Browser {
  control: BrowserControl;
  /** The browser's process ended, by whatever way. */
  onExit(listener: () => void): void;
  /** Ends it: kindly, then not. */
  close(): Promise<void>;
}

const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Switches of an application window that minds its own business. `rootless` is false for root, for whom Chromium's
 * sandbox cannot work and Chromium refuses to start with it.
 */
export function browserSwitches(options: { url: string; profileFolder: string; rootless: boolean }): string[] {
  return [
    `--app=${options.url}`,
    `--user-data-dir=${options.profileFolder}`,
    '--remote-debugging-pipe',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-sync',
    '--disable-breakpad',
    '--metrics-recording-only',
    '--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication',
    // Sounds of new messages come when nobody clicked yet.
    '--autoplay-policy=no-user-gesture-required',
    // Nothing of ours lies in the browser's own password store, and asking the keyring for it delays the start.
    '--password-store=basic',
    '--use-mock-keychain',
    '--class=Turno',
    ...(options.rootless ? [] : ['--no-sandbox']),
  ];
}

export function launchBrowser(program: string, switches: string[]): Browser {
  const child = spawn(program, switches, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const exited = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  });
  const control = controlOf(child);
  return {
    control,
    onExit: (listener) => void exited.then(listener),
    async close() {
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT_MS);
      await Promise.race([control.close(), exited]);
      await exited;
      clearTimeout(timer);
    },
  };
}

function controlOf(child: ChildProcess): BrowserControl {
  const [input, output] = [child.stdio[3], child.stdio[4]];
  if (!(input instanceof Writable) || !(output instanceof Readable)) throw new Error('the browser has no control pipe');
  return createBrowserControl(input, output);
}
